// Deletes what was exported, from the beginning of the log on: some events at a time, each time with a checkpoint that the log begins at.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { AuditLogError } from '../../errors.ts'
import { signAuditMark } from '../../token/sign-audit-mark.ts'
import { auditEntry, internalOrigin } from '../audit.ts'
import type { Authority } from '../authority.ts'
import { type ChainPlace, follow, genesis } from './chain.ts'
import type { SealedEvent } from './chain-storage.ts'
import type { ExportedLog } from './export.ts'
import { openMark } from './marks.ts'
import type { RetentionStorage } from './retention-storage.ts'

/** What pruning works with. */
export interface PruneOptions {
  readonly storage: RetentionStorage
  readonly authority: Pick<Authority, 'keyRing' | 'settings' | 'now'>
  /** What was written, and is on a disk by now. */
  readonly exported: ExportedLog
  /** As it was exported. */
  readonly until: Date
}

/** Events in a transaction: on SQLite others wait for it. */
const limit = 500

/**
 * Prunes the log up to the end of an export. Each step is a transaction that leaves an intact log behind; one that is killed in between
 * has deleted fewer events, all of them exported, and the next prune goes on from there.
 *
 * @throws {AuditLogError} somebody else prunes, or an event is not what was exported: it and those after it are kept
 */
export async function pruneAuditLog({ storage, authority, exported, until }: PruneOptions): Promise<void> {
  const { end, count } = exported
  const facts = { data: { until: until.toISOString(), sequence: end.sequence, count } }
  // With the first step: of a prune that was killed later, something was deleted and must be told.
  let audit = [auditEntry('audit.pruned', authority.now(), internalOrigin, facts)]
  let from = exported.from
  let place = await startOf(from, authority)
  while (place.sequence < end.sequence) {
    const size = Math.min(limit, end.sequence - place.sequence)
    const last = followAll(place, await storage.listSealedEvents({ after: place.sequence, limit: size }))
    const isEnd = last.sequence === end.sequence
    if (last.sequence !== place.sequence + size || (isEnd && last.hash !== end.hash)) throw changed()
    const token = await signCheckpoint(last, authority)
    const pruning = { from, to: { token, sequence: last.sequence }, count: size, audit }
    if (!(await storage.pruneEvents(pruning))) throw new AuditLogError('Somebody else prunes the audit log.')
    from = token
    place = last
    audit = []
    // SQLite's queries give nobody else a turn.
    await nextTurn()
  }
}

async function startOf(checkpoint: string | undefined, { keyRing }: PruneOptions['authority']): Promise<ChainPlace> {
  const start = checkpoint === undefined ? genesis : await openMark(keyRing, 'checkpoint', checkpoint)
  if (!start) throw changed()
  return start
}

function followAll(start: ChainPlace, events: readonly SealedEvent[]): ChainPlace {
  let place = start
  for (const event of events) {
    place = follow(place, event)
    if (place.sequence !== event.sequence || place.hash !== event.hash) throw changed()
  }
  return place
}

async function signCheckpoint(place: ChainPlace, { keyRing, settings, now }: PruneOptions['authority']): Promise<string> {
  const mark = { kind: 'checkpoint', issuer: settings.issuer, issuedAt: now(), ...place } as const
  return signAuditMark(mark, await keyRing.activeKey())
}

function changed(): AuditLogError {
  return new AuditLogError('The audit log is not what was exported: somebody changed it since.')
}
