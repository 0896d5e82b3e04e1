// Follows an authorization server's revocations and knows how fresh they are.

import { fetchJson } from './fetch-json.ts'
import type { OutageReport } from './outage.ts'
import { parseRevocations, type Revocation, RevocationSet } from './revocation-set.ts'

/** What is revoked, as last heard. */
export interface RevocationFeed {
  readonly current: RevocationSet
  /** When the last answer that could be used was asked for; undefined before the first one. */
  readonly heardAt: Date | undefined
  close(): void
}

/** Where the feed is, and who is told. */
export interface RevocationFeedOptions {
  endpoint: string
  fetch: typeof fetch
  now: () => Date
  /** Told of what is new in an answer; not of what the first answer brings. */
  onRevoked: (revocations: readonly Revocation[]) => void
  outage: OutageReport
}

const pollSeconds = 1
const timeoutSeconds = 5

/**
 * Asks once and then every second, without keeping the process alive.
 *
 * An answer that fails or cannot be read is no answer: the last one stays and grows old. It is never read as "nothing is revoked".
 */
export async function followRevocations(options: RevocationFeedOptions): Promise<RevocationFeed> {
  const { endpoint, fetch, now, onRevoked, outage } = options
  let current = new RevocationSet([])
  let heardAt: Date | undefined
  let etag: string | undefined
  let asking = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  await poll()
  scheduleNext()
  return {
    get current() {
      return current
    },
    get heardAt() {
      return heardAt
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      asking.abort()
    },
  }

  async function poll(): Promise<void> {
    const askedAt = now()
    asking = new AbortController()
    const timeout = setTimeout(() => asking.abort(), timeoutSeconds * 1000)
    try {
      const fetched = await fetchJson(endpoint, { fetch, etag, signal: asking.signal })
      if (fetched.kind === 'document') take(parseRevocations(fetched.body), fetched.etag)
      heardAt = askedAt
      outage.succeeded()
    } catch (error) {
      // The age of the last good answer decides; a stale feed denies.
      if (!isClosed) outage.failed(error)
    } finally {
      clearTimeout(timeout)
    }
  }

  function take(next: RevocationSet, nextEtag: string | undefined): void {
    const news = next.since(current)
    current = next.with(current, now())
    etag = nextEtag
    if (heardAt !== undefined && news.length > 0) onRevoked(news)
  }

  function scheduleNext(): void {
    if (isClosed) return
    timer = setTimeout(() => void poll().then(scheduleNext), pollSeconds * 1000)
    timer.unref()
  }
}
