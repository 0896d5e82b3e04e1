// What verifying and exporting ask of their store.

import type { AuditMarkKind } from '../../token/audit-mark.ts'
import type { ChainedEvent } from './chain.ts'

export type { AuditMarkKind } from '../../token/audit-mark.ts'

/** An event with the place that the database says it has; whether it has is for the chain to say. */
export interface SealedEvent extends ChainedEvent {
  /** NaN for what is no number. */
  readonly sequence: number
  /** Null where there is a sequence without a hash. */
  readonly hash: string | null
}

/** What verifying and exporting ask of their store. */
export interface ChainStorage {
  findAuditMark(kind: AuditMarkKind): Promise<string | undefined>
  /** Events that have a sequence, in its order. @param page.after undefined for all, whatever their sequence */
  listSealedEvents(page: { readonly after: number | undefined; readonly limit: number }): Promise<readonly SealedEvent[]>
  /** The highest sequence there is; undefined when none is sealed. */
  lastSealedSequence(): Promise<number | undefined>
}
