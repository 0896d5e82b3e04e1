// Verifies an export by itself: from where it begins, through every event, to the signed end.

import { type ChainedEvent, type ChainPlace, follow, genesis } from './chain.ts'
import type { ExportLine } from './export.ts'
import { type MarkKeys, openMark } from './marks.ts'
import type { AuditLogVerification } from './verify.ts'

/** What verifying an export works with. */
export interface VerifyExportOptions {
  /** In their order, each as its JSON says. */
  readonly lines: AsyncIterable<unknown>
  readonly keyRing: MarkKeys
}

/**
 * Verifies an export. Several may follow each other in one file, if each begins where the one before it ends.
 *
 * Not intact is also what has no signed end, for then nobody vouches for it: what stands there was cut off, or made up.
 */
export async function verifyExport({ lines, keyRing }: VerifyExportOptions): Promise<AuditLogVerification> {
  let place: ChainPlace = genesis
  let checkedCount = 0
  let isFirst = true
  let isSigned = false
  const broken = () => ({ isIntact: false, checkedCount, firstBrokenSequence: place.sequence + 1 })
  for await (const value of lines) {
    const line = value as ExportLine | null
    if (typeof line !== 'object' || line === null) return broken()
    isSigned = 'end' in line
    if ('checkpoint' in line) {
      const mark = await openMark(keyRing, 'checkpoint', String(line.checkpoint))
      // The first of all says where the file begins.
      if (!mark || !(isFirst || isSame(mark, place))) return broken()
      place = { sequence: mark.sequence, hash: mark.hash }
    } else if ('end' in line) {
      const mark = await openMark(keyRing, 'export', String(line.end))
      if (!mark || !isSame(mark, place)) return broken()
    } else {
      const next = follow(place, line as ChainedEvent)
      if (!isSame(next, line)) return broken()
      place = next
      checkedCount++
    }
    isFirst = false
  }
  return isSigned ? { isIntact: true, checkedCount, firstBrokenSequence: null } : broken()
}

function isSame(one: ChainPlace, other: { readonly sequence: number; readonly hash: string | null }): boolean {
  return one.sequence === other.sequence && one.hash === other.hash
}
