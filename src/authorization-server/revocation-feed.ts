// The feed of revocations that resource servers follow: signed pages, read on request or sent as they come.

import { createHash } from 'node:crypto'
import { InternalError } from '../errors.ts'
import { maxPageEntries } from '../token/revocation-page.ts'
import { signRevocationPage } from '../token/sign-revocation-page.ts'
import type { Authority } from './authority.ts'
import type { SigningKeyRecord } from './signing-keys/key-storage.ts'
import type { FeedPlace } from './storage.ts'

/** A page as it is sent, and where it ends. */
export interface SignedPage {
  /** `v4.public.…` */
  readonly text: string
  /** The place to ask on after, and what stands there. */
  readonly to: number
  readonly mark: string
  readonly isLast: boolean
}

/** The feed of one node. */
export interface RevocationFeed {
  /**
   * What comes after a place; from the beginning when the feed has not reached that place or has something else there, as after a
   * restored backup.
   *
   * @throws {InternalError} the database does not answer
   */
  readPage(place: FeedPlace): Promise<SignedPage>
  /**
   * Sends what comes after a place, page by page, and then a page whenever something is revoked, and at least one a second, empty when
   * there is no news. None comes while the database does not answer: followers notice by their clocks.
   *
   * @returns how to stop; undefined when the node has all the followers it can serve
   */
  follow(place: FeedPlace, follower: Follower): (() => void) | undefined
  /** Ends every follower. */
  close(): void
}

/** Whoever follows. */
export interface Follower {
  /** Resolves once the next page may be sent: no one has more than one page waiting. */
  send(page: SignedPage): Promise<void>
  end(): void
}

/** One node's limits; the defaults fit a service. */
export interface RevocationFeedOptions {
  /** 1,000 by default: each holds a connection open. */
  readonly maxFollowers?: number
  /** How long a page may take to be read and signed before whoever waits gives up; 5,000 by default. */
  readonly patienceMs?: number
}

const beatMs = 1_000
/** Under a stream of revocations, pages are filled for this long. */
const restMs = 20

/** The feed of this node. It reads nothing until someone asks or follows. */
export function createRevocationFeed(
  { settings, storage, keyRing, now }: Authority,
  { maxFollowers = 1_000, patienceMs = 5_000 }: RevocationFeedOptions = {},
): RevocationFeed {
  const followers = new Set<Follower>()
  const reading = new Map<string, Promise<SignedPage>>()
  const beat = createBeat(() => followers.size > 0)
  const stopListening = storage.onRevoked(beat.hurry)

  return {
    readPage,
    follow(place, follower) {
      if (followers.size >= maxFollowers) return undefined
      // One of its own for each call, so that it stops once.
      const own = { ...follower }
      followers.add(own)
      void serve(place, own)
      return () => void followers.delete(own)
    },
    close() {
      stopListening()
      for (const follower of followers) follower.end()
      followers.clear()
      beat.hurry()
    },
  }

  async function serve(place: FeedPlace, follower: Follower): Promise<void> {
    let next = place
    while (followers.has(follower)) {
      const coming = beat.next()
      const page = await readPage(next).catch(() => undefined)
      if (!followers.has(follower)) return
      if (page) {
        next = { after: page.to, mark: page.mark }
        await follower.send(page)
      }
      // Without the database there is nothing to send; the next beat tries again.
      if (!page || page.isLast) await coming
    }
  }

  /** However many ask for one place at once, it is read and signed once; a read that hangs is given up, and begun anew. */
  function readPage(place: FeedPlace): Promise<SignedPage> {
    const name = `${place.after} ${place.mark}`
    const known = reading.get(name)
    if (known) return known
    const page = inTime(signPage(place), patienceMs).finally(() => reading.delete(name))
    reading.set(name, page)
    return page
  }

  async function signPage(place: FeedPlace): Promise<SignedPage> {
    const issuedAt = now()
    const stretch = await storage.readRevocations({ ...place, limit: maxPageEntries, now: issuedAt })
    const [keys, key] = await Promise.all([keyRing.listKeys(), keyRing.activeKey()])
    const text = signRevocationPage({ ...stretch, issuer: settings.issuer, issuedAt, keySet: digest(keys) }, key)
    return { text, to: stretch.to, mark: stretch.mark, isLast: stretch.isLast }
  }
}

interface Beat {
  /** Resolves at the next beat. */
  next(): Promise<void>
  /** Beats soon: there is news. */
  hurry(): void
}

/** Beats once a second while someone is there to hear it. */
function createBeat(isHeard: () => boolean): Beat {
  let timer: NodeJS.Timeout | undefined
  let isHurried = false
  let resolve: () => void = () => undefined
  let coming = prepare()

  function prepare(): Promise<void> {
    return new Promise((done) => {
      resolve = done
    })
  }

  function beatIn(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      isHurried = false
      beat()
    }, ms)
    timer.unref()
  }

  function beat(): void {
    resolve()
    coming = prepare()
  }

  return {
    next() {
      if (!timer && isHeard()) beatIn(beatMs)
      return coming
    },
    hurry() {
      if (!isHeard()) return beat()
      if (isHurried) return
      isHurried = true
      beatIn(restMs)
    },
  }
}

function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const impatience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new InternalError({ retryAfterSeconds: 1, cause: 'The feed was not read in time.' })), ms)
  })
  return Promise.race([promise, impatience]).finally(() => clearTimeout(timer))
}

function digest(keys: readonly SigningKeyRecord[]): string {
  const facts = keys.map(({ id, status, activatesAt, expiresAt }) => [id, status, activatesAt, expiresAt])
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url')
}
