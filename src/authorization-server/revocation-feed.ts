// The feed of revocations that resource servers follow: signed pages, read on request or sent as they come.

import { createHash } from 'node:crypto'
import { maxPageEntries, signRevocationPage } from '../token/revocation-page.ts'
import type { Authority } from './authority.ts'
import type { SigningKeyRecord } from './key-storage.ts'

/** A page as it is sent, and where it ends. */
export interface SignedPage {
  /** `v4.public.…` */
  readonly text: string
  /** The place to ask on after. */
  readonly to: number
  readonly isLast: boolean
}

/** The feed of one node. */
export interface RevocationFeed {
  /**
   * What comes after a place; from the beginning when the feed has not reached that place, as after a restored backup.
   *
   * @throws {InternalError} the database does not answer
   */
  readPage(after: number): Promise<SignedPage>
  /**
   * Sends what comes after a place, page by page, and then a page whenever something is revoked, and at least one a second, empty when
   * there is no news. None comes while the database does not answer: followers notice by their clocks.
   *
   * @returns how to stop; undefined when the node has all the followers it can serve
   */
  follow(after: number, follower: Follower): (() => void) | undefined
  /** Ends every follower. */
  close(): void
}

/** Whoever follows. */
export interface Follower {
  send(page: SignedPage): void
  end(): void
}

/** One node's limits; the defaults fit a service. */
export interface RevocationFeedOptions {
  /** 1,000 by default: each holds a connection open. */
  readonly maxFollowers?: number
}

const beatMs = 1_000
/** Under a stream of revocations, pages are filled for this long. */
const restMs = 20

type Place = { place: number; readonly follower: Follower }

export function createRevocationFeed(
  { settings, storage, keyRing, now }: Authority,
  { maxFollowers = 1_000 }: RevocationFeedOptions = {},
): RevocationFeed {
  const followers = new Set<Place>()
  const reading = new Map<number, Promise<SignedPage>>()
  let timer: NodeJS.Timeout | undefined
  let isBeating = false
  let hasNews = false
  const stopListening = storage.onRevoked(() => {
    hasNews = true
    if (!isBeating) beatIn(0)
  })

  return {
    readPage,
    follow(after, follower) {
      if (followers.size >= maxFollowers) return undefined
      const place = { place: after, follower }
      followers.add(place)
      void sendAll(new Set([place])).catch(() => undefined)
      if (followers.size === 1) beatIn(beatMs)
      return () => void followers.delete(place)
    },
    close() {
      stopListening()
      clearTimeout(timer)
      for (const { follower } of followers) follower.end()
      followers.clear()
    },
  }

  /** However many ask for one place at once, it is read and signed once. */
  function readPage(after: number): Promise<SignedPage> {
    const known = reading.get(after)
    if (known) return known
    const page = signPage(after).finally(() => reading.delete(after))
    reading.set(after, page)
    return page
  }

  async function signPage(after: number): Promise<SignedPage> {
    const issuedAt = now()
    const [stretch, keys, key] = await Promise.all([readStretch(after, issuedAt), keyRing.listKeys(), keyRing.activeKey()])
    const text = signRevocationPage({ ...stretch, issuer: settings.issuer, issuedAt, keySet: digest(keys) }, key)
    return { text, to: stretch.to, isLast: stretch.isLast }
  }

  async function readStretch(after: number, at: Date) {
    const stretch = await storage.readRevocations({ after, limit: maxPageEntries, now: at })
    if (after <= stretch.to) return { from: after, ...stretch }
    return { from: 0, ...(await storage.readRevocations({ after: 0, limit: maxPageEntries, now: at })) }
  }

  function beatIn(ms: number): void {
    clearTimeout(timer)
    if (followers.size === 0) return
    timer = setTimeout(() => void beat(), ms)
    timer.unref()
  }

  async function beat(): Promise<void> {
    isBeating = true
    hasNews = false
    // Without the database there is nothing to send; the next beat tries again.
    await sendAll(followers).catch(() => undefined)
    isBeating = false
    beatIn(hasNews ? restMs : beatMs)
  }

  async function sendAll(those: ReadonlySet<Place>): Promise<void> {
    const byPlace = new Map<number, Place[]>()
    for (const each of those) byPlace.set(each.place, [...(byPlace.get(each.place) ?? []), each])
    await Promise.all([...byPlace].map(([from, group]) => sendFrom(from, group)))
  }

  async function sendFrom(from: number, group: readonly Place[]): Promise<void> {
    const page = await readPage(from)
    const waiting: Place[] = []
    for (const each of group) {
      // Gone, or further already: another page overtook this one.
      if (!followers.has(each) || each.place !== from) continue
      each.place = page.to
      each.follower.send(page)
      waiting.push(each)
    }
    if (!page.isLast && waiting.length > 0) await sendFrom(page.to, waiting)
  }
}

function digest(keys: readonly SigningKeyRecord[]): string {
  const facts = keys.map(({ id, status, activatesAt, expiresAt }) => [id, status, activatesAt, expiresAt])
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url')
}
