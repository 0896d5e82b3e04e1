// What was told already is not told again while it goes on.

import { addSeconds } from '../authority.ts'
import type { AuditEntry } from '../records.ts'
import type { SuspicionStorage } from './suspicion-storage.ts'
import { quietSeconds } from './thresholds.ts'

/** Those of the findings, each about its target, that were not told within the last hour. */
export async function withoutTold(
  storage: Pick<SuspicionStorage, 'listEventsOfTargets'>,
  findings: readonly AuditEntry[],
  at: Date,
): Promise<AuditEntry[]> {
  if (findings.length === 0) return []
  const targetIds = [...new Set(findings.flatMap(({ targetId }) => targetId ?? []))]
  // Into the future as well: the clock of the node that told it may be ahead.
  const span = { since: addSeconds(at, -quietSeconds), until: addSeconds(at, quietSeconds) }
  const told = await storage.listEventsOfTargets({ targetIds, minAddresses: 0, ...span })
  return findings.filter((finding) => !told.some(({ type, targetId }) => type === finding.type && targetId === finding.targetId))
}
