// What `fieldgate audit verify` does.

import { openMark } from '../authorization-server/audit-log/marks.ts'
import { type AuditLogVerification, verifyAuditLog } from '../authorization-server/audit-log/verify.ts'
import type { KeyRing } from '../authorization-server/signing-keys/key-ring.ts'
import { WrongInputError } from '../review/wrong-input.ts'
import type { AuditMark } from '../token/audit-mark.ts'
import { type ExitCode, nameOf, print, printJson, readText } from './answer.ts'
import { openKeeper } from './key-keeper.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface AuditVerifyOptions {
  readonly head?: string
  readonly json?: boolean
}

/**
 * Verifies the log, and that it still leads through a head that was kept elsewhere.
 *
 * @returns 1 when it is not intact
 * @throws {WrongInputError} the file holds no head that a key of this database signed
 */
export async function runAuditVerify({ head, json }: AuditVerifyOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  // Before the database is opened: what is wrong with the file is wrong whatever that holds.
  const text = head === undefined ? undefined : readText(head).trim()
  return onDatabase(environment, async (database) => {
    const { keyRing } = await openKeeper(database)
    const heads = head === undefined || text === undefined ? [] : [await readHead(keyRing, text, nameOf(head))]
    const verification = await verifyAuditLog({ storage: database.store, keyRing, heads })
    if (json) printJson(verification)
    else print(`${describe(verification)}\n`)
    return verification.isIntact ? 0 : 1
  })
}

async function readHead(keyRing: KeyRing, text: string, name: string): Promise<AuditMark> {
  const head = await openMark(keyRing, 'head', text)
  if (head) return head
  throw new WrongInputError([`${name}: it is no head that a key of this database signed.`])
}

function describe({ isIntact, checkedCount, firstBrokenSequence }: AuditLogVerification): string {
  return isIntact
    ? `The audit log is intact: ${checkedCount} events.`
    : `The audit log is NOT intact: ${checkedCount} events hold, and what stands at ${firstBrokenSequence}, or should, does not.`
}
