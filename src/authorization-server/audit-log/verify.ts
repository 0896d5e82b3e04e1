// Walks the chain from its beginning to its head, and names the first place that does not fit.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AuditMark } from '../../token/audit-mark.ts'
import { type ChainPlace, follow, genesis } from './chain.ts'
import type { ChainStorage, SealedEvent } from './chain-storage.ts'
import { type MarkKeys, openMark } from './marks.ts'

/** What became of the log. */
export interface AuditLogVerification {
  readonly isIntact: boolean
  /** Events whose hash is the one that follows from all before. */
  readonly checkedCount: number
  /** Where the first event stands, or stood, that is not as it was sealed; null when there is none. */
  readonly firstBrokenSequence: number | null
}

/** What verifying works with. */
export interface VerifyOptions {
  readonly storage: ChainStorage
  readonly keyRing: MarkKeys
  /** Heads that were exported earlier: the chain must lead through them. None by default. */
  readonly heads?: readonly ChainPlace[]
  /** Gets what holds, as it is verified; nobody by default. */
  readonly reader?: ChainReader
}

/** Reads along with a verification, which waits for it. */
export interface ChainReader {
  /** @param checkpoint the token of the checkpoint that the log begins at; undefined when nothing was ever pruned */
  begin(start: ChainPlace, checkpoint: string | undefined): Promise<void>
  /** The next events, each of them in its place. */
  take(events: readonly SealedEvent[]): Promise<void>
}

/** Events in memory at once. */
const pageSize = 500

/**
 * Verifies the log up to the head that it has as this begins: edits, deletions, insertions, swaps, and, by the signed head, a missing end.
 *
 * An edited event whose own hash was made anew shows at the event after it, or at the head. What is sealed meanwhile is for the next time.
 */
export async function verifyAuditLog(options: VerifyOptions): Promise<AuditLogVerification> {
  for (;;) {
    const checkpoint = await options.storage.findAuditMark('checkpoint')
    const verification = await verifyFrom(checkpoint, options)
    if (verification.isIntact || options.reader) return verification
    // Pruned meanwhile: what was missed on the way may have been taken away by right.
    if ((await options.storage.findAuditMark('checkpoint')) === checkpoint) return verification
  }
}

async function verifyFrom(checkpoint: string | undefined, options: VerifyOptions): Promise<AuditLogVerification> {
  const { storage, keyRing, heads = [], reader } = options
  // Read before the events: each sealing writes both at once, so the events of this head are there.
  const head = await readMark(storage, keyRing, 'head')
  const start = checkpoint === undefined ? genesis : await openMark(keyRing, 'checkpoint', checkpoint)
  if (!start) return { isIntact: false, checkedCount: 0, firstBrokenSequence: 1 }
  await reader?.begin(start, checkpoint)
  const marks = head ? [head, ...heads] : heads
  const { place, isBroken } = await walk(storage, { start, marks, until: head?.sequence, reader })
  const checkedCount = place.sequence - start.sequence
  const isIntact = !isBroken && (head ? await isEnd(storage, keyRing) : start === genesis && (await isNew(storage)))
  if (isIntact) return { isIntact, checkedCount, firstBrokenSequence: null }
  return { isIntact, checkedCount, firstBrokenSequence: place.sequence + 1 }
}

interface Way {
  readonly start: ChainPlace
  /** The chain must lead through those that are not before its start. */
  readonly marks: readonly ChainPlace[]
  /** Where to stop; undefined for the end, wherever that is. */
  readonly until: number | undefined
  readonly reader: ChainReader | undefined
}

/** Follows the chain as far as it holds; broken when something stands there that does not fit, or a mark was not reached. */
async function walk(storage: ChainStorage, { start, marks, until, reader }: Way): Promise<Followed> {
  if (misses(start, marks)) return { place: start, isBroken: true }
  let place = start
  // From the very first there is: what stands before the start does not belong there.
  let following: Promise<readonly SealedEvent[]> | undefined = storage.listSealedEvents({ after: undefined, limit: pageSize })
  while (following) {
    const page: readonly SealedEvent[] = await following
    following = readAfter(storage, page)
    const due = page.filter(({ sequence }) => until === undefined || !(sequence > until))
    const followed = followPage(place, due, marks)
    await reader?.take(due.slice(0, followed.place.sequence - place.sequence))
    place = followed.place
    if (followed.isBroken) return followed
    if (due.length < pageSize) break
    // SQLite's queries give nobody else a turn.
    await nextTurn()
  }
  return { place, isBroken: marks.some(({ sequence }) => sequence > place.sequence) }
}

/** The page after this one, asked for while this one is hashed; undefined after the last. */
function readAfter(storage: ChainStorage, page: readonly SealedEvent[]): Promise<readonly SealedEvent[]> | undefined {
  const last = page.at(-1)
  if (!last || page.length < pageSize) return undefined
  const next = storage.listSealedEvents({ after: last.sequence, limit: pageSize })
  // Heard of where it is waited for, if it is: a broken page ends the walk before.
  next.catch(() => undefined)
  return next
}

interface Followed {
  readonly place: ChainPlace
  readonly isBroken: boolean
}

function followPage(start: ChainPlace, events: readonly SealedEvent[], marks: readonly ChainPlace[]): Followed {
  let place = start
  for (const event of events) {
    const next = follow(place, event)
    if (!holds(event, next) || misses(next, marks)) return { place, isBroken: true }
    place = next
  }
  return { place, isBroken: false }
}

function misses({ sequence, hash }: ChainPlace, marks: readonly ChainPlace[]): boolean {
  return marks.some((mark) => mark.sequence === sequence && mark.hash !== hash)
}

function holds({ sequence, hash }: SealedEvent, place: ChainPlace): boolean {
  return sequence === place.sequence && hash === place.hash
}

/** Whether no event stands behind the newest head. */
async function isEnd(storage: ChainStorage, keyRing: MarkKeys): Promise<boolean> {
  // In this order, for sealing goes on: when the last event was read, its head was there.
  const last = await storage.lastSealedSequence()
  const newest = await readMark(storage, keyRing, 'head')
  return last === undefined || (newest !== undefined && last <= newest.sequence)
}

/** Whether nothing was ever sealed: only then there may be no head. */
async function isNew(storage: ChainStorage): Promise<boolean> {
  return (await storage.findAuditMark('head')) === undefined && (await storage.lastSealedSequence()) === undefined
}

async function readMark(storage: ChainStorage, keyRing: MarkKeys, kind: AuditMark['kind']): Promise<AuditMark | undefined> {
  const token = await storage.findAuditMark(kind)
  return token === undefined ? undefined : openMark(keyRing, kind, token)
}
