// What is asked of the store about revocations, and the feed that tells of them.

import type { Revocation, RevocationKind } from '../token/revocation-page.ts'
import type { AuditEntry } from './records.ts'

/** A place in the feed, and what stands there: null for whoever does not know. */
export interface FeedPlace {
  readonly after: number
  readonly mark: string | null
}

/** A stretch of the feed: every revocation after `from` and up to `to`, but those whose tokens have expired. */
export interface FeedStretch {
  /** The place that was asked for, or 0 when the feed has not reached it or has something else there. */
  readonly from: number
  readonly to: number
  /** What stands at `to`, or before it where nothing does; empty for an empty feed. */
  readonly mark: string
  /** False when the limit cut it short. */
  readonly isLast: boolean
  readonly revocations: readonly Revocation[]
}

/** Each write is one transaction, with its audit entry in it. */
export interface RevocationStorage {
  /** Adds a revocation, with its event. For a target that has one already, the later instant of the two counts, and there is no second event. */
  revoke(revocation: Revocation, audit: AuditEntry): Promise<void>
  /** Those of the named targets that are revoked. */
  findRevocations(targets: readonly { kind: RevocationKind; targetId: string }[]): Promise<readonly Revocation[]>
  /**
   * Revocations in the order of the feed. No place at or before `to` is filled later on, however many nodes write.
   *
   * @param options.after a place of the feed, 0 for its beginning
   */
  readRevocations(options: FeedPlace & { limit: number; now: Date }): Promise<FeedStretch>
  /** Calls the listener soon after a revocation was written, by any node as a rule; a hint, and no promise. Returns how to stop. */
  onRevoked(listener: () => void): () => void
}
