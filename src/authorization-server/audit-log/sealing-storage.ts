// What sealing asks of its store; each method says which race it survives.

import type { AuditMarkKind } from '../../token/audit-mark.ts'
import type { LeaseStorage } from '../held-lease.ts'
import type { ChainedEvent, ChainPlace } from './chain.ts'

/** A stretch of the chain to seal. */
export interface Sealing {
  /** The events with their places, in order. */
  readonly places: readonly (ChainPlace & { readonly id: string })[]
  /** The head that it was thought out from; undefined when there was none. */
  readonly from: string | undefined
  /** The head afterwards. */
  readonly to: string
}

/** What sealing asks of its store. */
export interface SealingStorage extends LeaseStorage {
  /** The token of a mark. */
  findAuditMark(kind: AuditMarkKind): Promise<string | undefined>
  hasSealedEvents(): Promise<boolean>
  /** Some of the events that have no place yet, about in the order they were written; those of a late commit too. */
  listUnsealedEvents(limit: number): Promise<readonly ChainedEvent[]>
  /**
   * Gives events their places and moves the head, in one transaction. False, and nothing written, when the head is no longer the one that
   * was read: whatever number of nodes seal at once, the chain has no fork.
   *
   * @throws {AuditLogError} one of the events is gone: nothing is written then
   */
  sealEvents(sealing: Sealing): Promise<boolean>
}
