// What watching for the suspicious asks of its store.

import type { ReaderStep } from '../audit-log/reading.ts'
import type { AuditEntry } from '../records.ts'
import type { RecentEvent, Span } from './rule.ts'

/** Events of some targets. */
export interface TargetsInSpan extends Span {
  readonly targetIds: readonly string[]
  /** Leaves out the targets whose events came from fewer addresses; 0 for all. */
  readonly minAddresses: number
}

/** Two stretches of whole minutes, one after the other. */
export interface DenialSpans extends Span {
  /** Where the first one begins; the second one follows it from `since` on. */
  readonly usualSince: Date
}

/** Fields refused to one client. */
export interface ClientDenials {
  readonly clientId: string
  /** In the second stretch. */
  readonly count: number
  /** In the first. */
  readonly usualCount: number
}

/** What watching asks of its store. Lists of events are in no order, and leave out the oldest where there are more than 10,000. */
export interface SuspicionStorage {
  listEventsOfType(type: string, span: Span): Promise<readonly RecentEvent[]>
  listEventsOfTargets(which: TargetsInSpan): Promise<readonly RecentEvent[]>
  /** Of every client with at least so many in the second stretch; denials without a token, or of no known client, are nobody's. */
  listDenialCounts(which: DenialSpans & { readonly minCount: number }): Promise<readonly ClientDenials[]>
  /** Writes what was found, and the step of the reader who found it, in one transaction; false, and nothing written, when it stands elsewhere. */
  keepFindings(step: ReaderStep, findings: readonly AuditEntry[]): Promise<boolean>
}
