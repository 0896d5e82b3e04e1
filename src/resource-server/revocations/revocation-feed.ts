// Follows an authorization server's revocations and knows how fresh they are.

import { setTimeout as sleep } from 'node:timers/promises'
import type { PublicKey } from '../../token/public-key.ts'
import type { Revocation, RevocationPage } from '../../token/revocation-page.ts'
import type { OutageReport } from '../outage.ts'
import type { RemoteKeys } from '../remote-keys.ts'
import { createPageIntake } from './page-intake.ts'
import { fetchPage, openPageStream } from './page-source.ts'
import type { RevocationSet } from './revocation-set.ts'
import { releaseStreamSockets } from './stream-sockets.ts'
import { createStreamTrial } from './stream-trial.ts'
import { openTrustedPage } from './trusted-page.ts'

/** What is revoked, as last heard. */
export interface RevocationFeed {
  readonly revocations: RevocationSet
  /** When all was known that the issuer had, as of a page newer than any before; undefined before the first whole snapshot. */
  readonly heardAt: Date | undefined
  close(): void
}

/** Where the feed is, whose it is, and who is told. */
export interface RevocationFeedOptions {
  endpoint: string
  /** Whose pages are believed: compared exactly. */
  issuer: string
  /** The issuer's keys. They are fetched again whenever a page says that they have changed. */
  keys: Pick<RemoteKeys, 'findForPage' | 'refresh'>
  /** How far a page's date may be from the local clock, either way. */
  maxClockDifferenceSeconds: number
  fetch: typeof fetch
  now: () => Date
  /** 0 to 1: so that followers that were cut off together do not come back together. */
  random: () => number
  /** Told of what is new in a page; not of what the first whole snapshot brings. */
  onRevoked: (revocations: readonly Revocation[]) => void
  outage: OutageReport
}

const pollMs = 1_000
const minPauseMs = 100
const maxPauseMs = 1_000
/** A stream that held for so long is not one that is cut off time and again. */
const steadyMs = 5_000

/**
 * Follows the feed until it is closed, as a stream where that can be had and by asking every second where not, without keeping the
 * process alive. Resolves once the first snapshot is whole, or could not be got.
 *
 * A page that is forged, replayed, out of order or unreadable is no answer: what is known stays and grows old. It is never read as
 * "nothing is revoked".
 */
export async function followRevocations(options: RevocationFeedOptions): Promise<RevocationFeed> {
  const { endpoint, issuer, keys, maxClockDifferenceSeconds, fetch, now, random, onRevoked, outage } = options
  const intake = createPageIntake({ onRevoked, outage })
  const trial = createStreamTrial(now)
  const followKeySet = createKeySetFollower(keys)
  const stopReleasing = releaseStreamSockets(endpoint)
  const closing = new AbortController()
  let asking = new AbortController()
  let cutCount = 0
  let settle: () => void = () => undefined

  // What is waited for keeps the process alive; what is followed in the background does not.
  const keepAlive = setInterval(() => undefined, 60_000)
  const isSettled = new Promise<void>((resolve) => {
    settle = resolve
  })
  void follow()
  await isSettled
  clearInterval(keepAlive)
  return {
    revocations: intake.revocations,
    get heardAt() {
      return intake.heardAt
    },
    close() {
      closing.abort()
      asking.abort()
      stopReleasing()
    },
  }

  async function follow(): Promise<void> {
    while (!closing.signal.aborted) {
      const startedAt = now()
      asking = new AbortController()
      const pauseMs = await ask().catch(fail)
      asking.abort()
      // A stream that lasted was not cut off for being new.
      if (now().getTime() - startedAt.getTime() > steadyMs) cutCount = 0
      await sleep(pauseMs ?? nextPauseMs(), undefined, { ref: false, signal: closing.signal }).catch(() => undefined)
    }
  }

  /** @returns how long to pause; undefined for as long as after a cut */
  async function ask(): Promise<number | undefined> {
    if (!trial.isDue()) return poll()
    const isStream = await followStream()
    if (isStream || closing.signal.aborted) return undefined
    trial.failed()
    asking = new AbortController()
    return poll()
  }

  /** @returns false when no page could be had in this way */
  async function followStream(): Promise<boolean> {
    let pageCount = 0
    try {
      const pages = await openPageStream({ endpoint, place: intake.place, fetch, controller: asking })
      if (!pages) return false
      for await (const text of pages) {
        // What comes in a page that is refused says that there is a stream.
        pageCount += 1
        await take(text)
        trial.reset()
      }
    } catch (error) {
      // Whoever was cut off comes back at once and goes on: an outage it is when that fails.
      if (error instanceof RefusedPage || (pageCount === 0 && !asking.signal.aborted)) throw error
    }
    return pageCount > 0
  }

  async function poll(): Promise<number> {
    try {
      while (!(await take(await fetchPage({ endpoint, place: intake.place, fetch, controller: asking }))).isLast);
      return pollMs
    } catch (error) {
      trial.reset()
      throw error
    }
  }

  async function take(text: string): Promise<RevocationPage> {
    const receivedAt = now()
    try {
      const page = await openTrustedPage(text, { issuer, findKey: findPageKey, maxClockDifferenceSeconds, receivedAt })
      if (closing.signal.aborted) return page
      intake.take(page, receivedAt)
      followKeySet(page.keySet)
      if (page.isLast) settle()
      return page
    } catch (cause) {
      throw new RefusedPage(cause instanceof Error ? cause.message : 'The page of revocations is no page.', { cause })
    }
  }

  /** A key that the feed itself has told dead is not believed any more, whatever the key set still says. */
  async function findPageKey(keyId: string): Promise<PublicKey | undefined> {
    return intake.revocations.hasKey(keyId) ? undefined : keys.findForPage(keyId)
  }

  function fail(cause: unknown): undefined {
    // The age of the last good page decides; a stale feed denies.
    if (!closing.signal.aborted) outage.failed(cause)
    settle()
  }

  function nextPauseMs(): number {
    const pauseMs = Math.min(minPauseMs * 2 ** cutCount, maxPauseMs)
    cutCount += 1
    return pauseMs * (0.5 + random() / 2)
  }
}

/** A page that came and was not taken. */
class RefusedPage extends Error {}

/** Fetches the keys when a page says that they are others; what fails is tried again at the next page. */
function createKeySetFollower(keys: Pick<RemoteKeys, 'refresh'>): (keySet: string) => void {
  let known: string | undefined
  let isRefreshing = false
  return (keySet) => {
    if (keySet === known || isRefreshing) return
    isRefreshing = true
    void keys.refresh().then((isDone) => {
      if (isDone) known = keySet
      isRefreshing = false
    })
  }
}
