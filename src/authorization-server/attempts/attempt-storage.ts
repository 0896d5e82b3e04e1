// What is asked of the store about guesses.

import type { AuditEntry } from '../records.ts'
import type { AttemptBucket, Room } from './attempt-bucket.ts'

/** What came of a guess that had taken its place. */
export interface AttemptSettlement {
  readonly buckets: readonly AttemptBucket[]
  /** Those of the buckets that start anew. */
  readonly emptied: readonly AttemptBucket[]
  /** `unseen`: nothing was looked at, and the place is given back. */
  readonly verdict: 'right' | 'wrong' | 'unseen'
  /** The instant that came with the place. */
  readonly takenAt: Date
  readonly now: Date
  /** The events that tell of it. */
  readonly events: (filled: readonly AttemptBucket[]) => readonly AuditEntry[]
}

/** Each write is one transaction, with its audit entries in it, and each says which race it survives. */
export interface AttemptStorage {
  /**
   * Takes a place in every bucket or in none. However many nodes ask at once, no more are taken than fit beside the wrong ones. While they
   * are crowded it waits for up to five seconds, after those who came before it for the first of the buckets.
   */
  takeAttempt(buckets: readonly [AttemptBucket, ...AttemptBucket[]], now: Date): Promise<Room>
  /** Gives the places back, with what the guess leaves in the buckets and with its events. */
  settleAttempt(settlement: AttemptSettlement): Promise<void>
  /** Counts a guess that was found wrong, with its events; `full`, and nothing written, when there is no place for it. */
  countAttempt(wrong: Omit<AttemptSettlement, 'emptied' | 'verdict' | 'takenAt'>): Promise<Room>
}
