// A client whose denials jump: an app that was changed, or somebody who tries out what its tokens reach. Denials are no events: they are
// counted by client and minute, and so it is the time that leads to a look at them.

import { startOf } from '../activity/counts.ts'
import { auditEntry, internalOrigin } from '../audit.ts'
import type { ReadingStorage } from '../audit-log/reading.ts'
import { addSeconds } from '../authority.ts'
import type { AuditEntry } from '../records.ts'
import type { ClientDenials, DenialSpans, SuspicionStorage } from './suspicion-storage.ts'
import { denialSpans, thresholds } from './thresholds.ts'
import { withoutTold } from './told.ts'

/** What looking at denials works with. */
export interface DenialWatchOptions {
  readonly storage: SuspicionStorage & Pick<ReadingStorage, 'findReaderPlace' | 'beginReader'>
  readonly now: () => Date
}

/** Its place is a minute since 1970, up to which the denials were looked at. */
const reader = 'suspicious-denials'

/**
 * Looks at the denials of the minutes that are over, unless a node has already done so in this minute.
 *
 * What is found is written together with the minute, which one node can move on: it is told once, however many look.
 */
export async function watchDenials({ storage, now }: DenialWatchOptions): Promise<void> {
  const at = now()
  const until = startOf('MINUTE', at)
  const to = until.getTime() / 60_000
  const from = await storage.findReaderPlace(reader)
  if (from === undefined) return storage.beginReader(reader, to)
  if (from >= to) return
  const spans = spansBefore(until)
  const counts = await storage.listDenialCounts({ ...spans, minCount: thresholds.denials + 1 })
  const findings = counts.filter(hasJumped).map((denials) => tell({ denials, spans, at }))
  await storage.keepFindings({ reader, from, to }, await withoutTold(storage, findings, at))
}

function spansBefore(until: Date): DenialSpans {
  const since = addSeconds(until, -denialSpans.recentSeconds)
  return { usualSince: addSeconds(since, -denialSpans.usualSeconds), since, until }
}

function usualOf({ usualCount }: ClientDenials): number {
  return (usualCount * denialSpans.recentSeconds) / denialSpans.usualSeconds
}

function hasJumped(denials: ClientDenials): boolean {
  return denials.count > Math.max(thresholds.denials, thresholds.denialsTimesUsual * usualOf(denials))
}

interface Telling {
  readonly denials: ClientDenials
  readonly spans: DenialSpans
  readonly at: Date
}

function tell({ denials, spans, at }: Telling): AuditEntry {
  const { clientId, count } = denials
  const data = { denials: count, usual: Math.round(usualOf(denials)), since: spans.since.toISOString() }
  return auditEntry('suspicion.denials_jumped', at, internalOrigin, { clientId, targetId: clientId, data })
}
