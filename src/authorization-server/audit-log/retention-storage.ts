// What pruning asks of its store.

import type { AuditEntry } from '../records.ts'
import type { ChainStorage } from './chain-storage.ts'

/** A stretch of the log to delete, from its beginning on. */
export interface Pruning {
  /** The checkpoint that the log begins at; undefined when nothing was ever pruned. */
  readonly from: string | undefined
  /** The checkpoint that it begins at afterwards. */
  readonly to: { readonly token: string; readonly sequence: number }
  /** How many events that are. */
  readonly count: number
  readonly audit: readonly AuditEntry[]
}

/** What pruning asks of its store. */
export interface RetentionStorage extends ChainStorage {
  /**
   * Moves the checkpoint, deletes all events up to it, and writes others, in one transaction. False, and nothing done, when the
   * checkpoint is no longer the one that was read: two who prune at once do not undo each other.
   *
   * @throws {AuditLogError} there are not as many events as were counted: nothing is done then
   */
  pruneEvents(pruning: Pruning): Promise<boolean>
}
