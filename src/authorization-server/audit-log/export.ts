// The log as lines for a file that stands for itself: where it begins, the events with all that their hashes are made from, where it ends.

import { AuditLogError } from '../../errors.ts'
import { signAuditMark } from '../../token/sign-audit-mark.ts'
import type { Authority } from '../authority.ts'
import { type ChainPlace, genesis } from './chain.ts'
import type { ChainStorage, SealedEvent } from './chain-storage.ts'
import { verifyAuditLog } from './verify.ts'

/** One line of an export, as JSON: an event, or a token that says where the file ends, or where it begins, after a prune. */
export type ExportLine = SealedEvent | { readonly checkpoint: string } | { readonly end: string }

/** What exporting works with. */
export interface ExportOptions {
  readonly storage: ChainStorage
  readonly authority: Pick<Authority, 'keyRing' | 'settings' | 'now'>
  /** Stops before the first event at this instant or later; all that is sealed, when missing. */
  readonly until?: Date | undefined
  /** Takes some lines, and lets the next ones wait. */
  readonly write: (lines: readonly ExportLine[]) => Promise<void>
}

/** What was exported. */
export interface ExportedLog {
  readonly count: number
  /** The checkpoint that the log began at; undefined when nothing was ever pruned. */
  readonly from: string | undefined
  /** Of the last event. */
  readonly end: ChainPlace
}

/**
 * Exports the log from its beginning on.
 *
 * It is verified on the way, and to its head even when the export ends earlier: the signed end vouches for everything before it, so none is
 * signed while anything is wrong.
 *
 * @throws {AuditLogError} the log is not intact: the lines have no signed end
 */
export async function exportAuditLog({ storage, authority, until, write }: ExportOptions): Promise<ExportedLog> {
  const { keyRing, settings, now } = authority
  let from: string | undefined
  let start = genesis
  let end = genesis
  let isOver = false
  const reader = {
    async begin(place: ChainPlace, checkpoint: string | undefined) {
      from = checkpoint
      start = place
      end = place
      if (checkpoint !== undefined) await write([{ checkpoint }])
    },
    async take(events: readonly SealedEvent[]) {
      if (isOver) return
      const last = until === undefined ? -1 : events.findIndex(({ at }) => new Date(at) >= until)
      isOver = last !== -1
      const due = isOver ? events.slice(0, last) : events
      const event = due.at(-1)
      if (event) end = { sequence: event.sequence, hash: String(event.hash) }
      await write(due)
    },
  }
  const { isIntact, firstBrokenSequence } = await verifyAuditLog({ storage, keyRing, reader })
  if (!isIntact) throw new AuditLogError(`The audit log is not intact at ${firstBrokenSequence}: no end is signed.`)
  const mark = { kind: 'export', issuer: settings.issuer, issuedAt: now(), ...end } as const
  await write([{ end: signAuditMark(mark, await keyRing.activeKey()) }])
  return { count: end.sequence - start.sequence, from, end }
}
