// The arithmetic of leaky buckets: every wrong guess fills one, and time empties it.

import type { AttemptBucket, Room } from '../authorization-server/attempts/attempt-bucket.ts'
import type { AttemptSettlement } from '../authorization-server/storage.ts'
import { assertSameRow } from './poisoned-client.ts'

/** A guess is looked at for a second or so; one that was not settled after this was cut off, and counts as wrong. */
const abandonedAfterMs = 30_000
/**
 * Time is cut into periods of that length, and guesses are counted apart by the period they came in: two in one number, those of the
 * period of `updatedAt` below this and those of the period before it in units of this. So each is abandoned in its turn, after 30 to
 * 60 s, however many come and go meanwhile.
 */
const earlierUnit = 10_000

/** What the database knows of a bucket, as of `updatedAt`. */
export interface BucketRow {
  readonly key: string
  readonly level: number
  /** Of two periods. */
  readonly pending: number
  readonly updatedAt: Date
}

/** A bucket at an instant. */
export interface Filling {
  readonly bucket: AttemptBucket
  readonly level: number
  /** Guesses being looked at that came in the period of `updatedAt`, and in the one before it. */
  readonly recent: number
  readonly earlier: number
  readonly updatedAt: Date
}

/**
 * What is in the buckets now, all at one instant: those without a row are empty, what leaves with time has left, and the guesses of a
 * process that was killed count as wrong.
 *
 * @throws {PoisonedClientError} a row of another bucket is among them
 */
export function fillingsOf(buckets: readonly AttemptBucket[], rows: readonly BucketRow[], now: Date): readonly Filling[] {
  for (const { key } of rows) assertSameRow('attempt', key, buckets.find((bucket) => bucket.key === key)?.key ?? '')
  // Another node's clock may be ahead: a bucket never goes back in time.
  const at = new Date(Math.max(now.getTime(), ...rows.map(({ updatedAt }) => updatedAt.getTime())))
  return buckets.map((bucket) => {
    const row = rows.find(({ key }) => key === bucket.key)
    if (!row) return { bucket, level: 0, recent: 0, earlier: 0, updatedAt: at }
    const { abandoned, ...pending } = pendingAt(at, row)
    const elapsedMs = at.getTime() - row.updatedAt.getTime()
    const level = Math.max(0, row.level + abandoned - elapsedMs / 1000 / bucket.leavesEverySeconds)
    return { bucket, level, ...pending, updatedAt: at }
  })
}

function pendingAt(at: Date, { pending, updatedAt }: BucketRow): { recent: number; earlier: number; abandoned: number } {
  const [recent, earlier] = [pending % earlierUnit, Math.floor(pending / earlierUnit)]
  if (at.getTime() - updatedAt.getTime() >= abandonedAfterMs) return { recent: 0, earlier: 0, abandoned: recent + earlier }
  if (periodOf(at) === periodOf(updatedAt)) return { recent, earlier, abandoned: 0 }
  return { recent: 0, earlier: recent, abandoned: earlier }
}

function periodOf(instant: Date): number {
  return Math.floor(instant.getTime() / abandonedAfterMs)
}

/** What the database is to know of a bucket. */
export function rowOf({ bucket: { key }, level, recent, earlier, updatedAt }: Filling): BucketRow {
  return { key, level, pending: recent + earlier * earlierUnit, updatedAt }
}

/** The same with one more guess that is being looked at. */
export function withOneTaken(filling: Filling): Filling {
  return { ...filling, recent: filling.recent + 1 }
}

/** The same without a guess that was being looked at, and with what it leaves; nothing more when it was counted as abandoned before. */
export function withOneSettled(
  filling: Filling,
  { takenAt, verdict, emptied }: Pick<AttemptSettlement, 'takenAt' | 'verdict' | 'emptied'>,
): Filling {
  const age = periodOf(filling.updatedAt) - periodOf(takenAt)
  const place = age === 0 ? 'recent' : 'earlier'
  const isAbandoned = age > 1 || filling[place] === 0
  const isEmptied = emptied.some(({ key }) => key === filling.bucket.key)
  const level = isEmptied ? 0 : filling.level + (verdict === 'wrong' && !isAbandoned ? 1 : 0)
  return isAbandoned ? { ...filling, level } : { ...filling, level, [place]: filling[place] - 1 }
}

/** Whether one more guess has a place in all of the buckets. */
export function roomIn(fillings: readonly Filling[]): Room {
  const waitMs = Math.max(...fillings.map(({ bucket, level }) => msUntilOpen(bucket, level)))
  // Up to whole seconds, so that who waits for them finds a place.
  if (waitMs > 0) return { kind: 'full', retryAfterSeconds: Math.ceil(waitMs / 1000) }
  const isCrowded = fillings.some(({ bucket, level, recent, earlier }) => msUntilOpen(bucket, level + recent + earlier) > 0)
  if (isCrowded) return { kind: 'crowded' }
  return { kind: 'taken', at: new Date(Math.max(...fillings.map(({ updatedAt }) => updatedAt.getTime()))) }
}

/** The buckets that had a place before and have none after. */
export function filledBetween(before: readonly Filling[], after: readonly Filling[]): readonly AttemptBucket[] {
  const isOpen = (filling: Filling | undefined) => filling !== undefined && msUntilOpen(filling.bucket, filling.level) <= 0
  return after.filter((filling, index) => isOpen(before[index]) && !isOpen(filling)).map(({ bucket }) => bucket)
}

/** Rounded, as levels are fractions and their sums not exact. */
function msUntilOpen({ capacity, leavesEverySeconds }: AttemptBucket, level: number): number {
  return Math.round((level + 1 - capacity) * leavesEverySeconds * 1000)
}
