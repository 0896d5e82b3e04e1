// The arithmetic of leaky buckets: every wrong guess fills one, and time empties it.

import type { AttemptBucket, Room } from '../authorization-server/storage.ts'

/** A guess is looked at for a second or so; one that was not settled after this was cut off, and counts as wrong. */
const abandonedAfterMs = 30_000

/** What the database knows of a bucket, as of `updatedAt`. */
export interface BucketRow {
  readonly key: string
  readonly level: number
  readonly pending: number
  readonly updatedAt: Date
}

/** A bucket at an instant. */
export interface Filling {
  readonly bucket: AttemptBucket
  readonly level: number
  readonly pending: number
  readonly updatedAt: Date
}

/** What is in the buckets now: those without a row are empty. What leaves with time has left. */
export function fillingsOf(buckets: readonly AttemptBucket[], rows: readonly BucketRow[], now: Date): readonly Filling[] {
  return buckets.map((bucket) => {
    const row = rows.find(({ key }) => key === bucket.key)
    if (!row) return { bucket, level: 0, pending: 0, updatedAt: now }
    // Another node's clock may be ahead: a bucket never goes back in time.
    const elapsedMs = Math.max(0, now.getTime() - row.updatedAt.getTime())
    const level = Math.max(0, row.level - elapsedMs / 1000 / bucket.leavesEverySeconds)
    return { bucket, level, pending: row.pending, updatedAt: now > row.updatedAt ? now : row.updatedAt }
  })
}

/** The same, with the guesses of a process that was killed counted as wrong. */
export function withAbandoned(buckets: readonly AttemptBucket[], rows: readonly BucketRow[], now: Date): readonly Filling[] {
  const counted = rows.map((row) => {
    const isAbandoned = now.getTime() - row.updatedAt.getTime() >= abandonedAfterMs
    return isAbandoned ? { ...row, level: row.level + row.pending, pending: 0 } : row
  })
  return fillingsOf(buckets, counted, now)
}

/** Whether one more guess has a place in all of the buckets. */
export function roomIn(fillings: readonly Filling[]): Room {
  const waitMs = Math.max(...fillings.map(({ bucket, level }) => msUntilOpen(bucket, level)))
  // Up to whole seconds, so that who waits for them finds a place.
  if (waitMs > 0) return { kind: 'full', retryAfterSeconds: Math.ceil(waitMs / 1000) }
  const isCrowded = fillings.some(({ bucket, level, pending }) => msUntilOpen(bucket, level + pending) > 0)
  return { kind: isCrowded ? 'crowded' : 'taken' }
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
