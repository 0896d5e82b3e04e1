// Counts the security events as they are sealed.

import type { AuditReader, ReaderStep } from '../audit-log/reading.ts'
import { incrementsOf } from './counted-events.ts'
import { type ActivityCounts, tally } from './counts.ts'

/** What counting events asks of its store. */
export interface EventCountStorage {
  /** Adds what the reader drew from the events it passed. False, and nothing added, when it stands elsewhere by now. */
  addActivity(counts: readonly ActivityCounts[], step: ReaderStep): Promise<boolean>
}

/** The reader that counts: from the oldest event there is, and each one once, over all nodes and restarts. */
export function createActivityReader(storage: EventCountStorage): AuditReader {
  return {
    name: 'activity',
    begins: 'oldest',
    take: (events, step) => storage.addActivity(tally(events.flatMap(incrementsOf)), step),
  }
}
