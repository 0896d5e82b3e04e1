// What watching for the suspicious asks of its store.

import type { ReaderStep } from '../audit-log/reading.ts'
import type { AuditEntry } from '../records.ts'
import type { RecentEvent } from './rule.ts'

/** A stretch of time. */
export interface Span {
  readonly since: Date
  /** Not included. */
  readonly until: Date
}

/** Events of some targets. */
export interface TargetsInSpan extends Span {
  readonly targetIds: readonly string[]
  /** Leaves out the targets whose events came from fewer addresses; 0 for all. */
  readonly minAddresses: number
}

/** What watching asks of its store. Lists are in no order, and leave out the oldest where there are more than 10,000. */
export interface SuspicionStorage {
  listEventsOfType(type: string, span: Span): Promise<readonly RecentEvent[]>
  listEventsOfTargets(which: TargetsInSpan): Promise<readonly RecentEvent[]>
  /** Writes what was found, and the step of the reader who found it, in one transaction; false, and nothing written, when it stands elsewhere. */
  keepFindings(step: ReaderStep, findings: readonly AuditEntry[]): Promise<boolean>
}
