// What `fieldgate audit verify` does.

import { openMark } from '../authorization-server/audit-log/marks.ts'
import { type AuditLogVerification, verifyAuditLog } from '../authorization-server/audit-log/verify.ts'
import type { KeyRing } from '../authorization-server/signing-keys/key-ring.ts'
import { WrongInputError } from '../review/wrong-input.ts'
import type { AuditMark } from '../token/audit-mark.ts'
import { type ExitCode, nameOf, print, printJson, readText } from './answer.ts'
import { readKeys, verifyFile } from './audit-verify-file.ts'
import { openKeeper } from './key-keeper.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface AuditVerifyOptions {
  readonly head?: string
  readonly file?: string
  readonly keys?: string
  readonly json?: boolean
}

/**
 * Verifies the log, and that it still leads through a head that was kept elsewhere; or an export, with the keys of the database or of a
 * saved document.
 *
 * @returns 1 when it is not intact
 * @throws {WrongInputError} the file holds no head that a key of this database signed, or options do not go together
 */
export async function runAuditVerify(options: AuditVerifyOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { file, keys, head, json } = options
  if (file === undefined ? keys !== undefined : head !== undefined)
    throw new WrongInputError(['--keys goes with --file, and --head without it.'])
  if (file === undefined) return verifyDatabase(options, environment)
  if (keys !== undefined) return tell(await verifyFile(file, readKeys(keys)), 'The export', json)
  return onDatabase(environment, async (database) =>
    tell(await verifyFile(file, (await openKeeper(database)).keyRing), 'The export', json),
  )
}

async function verifyDatabase({ head, json }: AuditVerifyOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  // Before the database is opened: what is wrong with the file is wrong whatever that holds.
  const text = head === undefined ? undefined : readText(head).trim()
  return onDatabase(environment, async (database) => {
    const { keyRing } = await openKeeper(database)
    const heads = head === undefined || text === undefined ? [] : [await readHead(keyRing, text, nameOf(head))]
    return tell(await verifyAuditLog({ storage: database.store, keyRing, heads }), 'The audit log', json)
  })
}

function tell(verification: AuditLogVerification, what: string, json: boolean | undefined): ExitCode {
  const { isIntact, checkedCount, firstBrokenSequence } = verification
  if (json) printJson(verification)
  else if (isIntact) print(`${what} is intact: ${checkedCount} events.\n`)
  else
    print(`${what} is NOT intact: ${checkedCount} events hold, and what stands at ${firstBrokenSequence}, or should, does not.\n`)
  return isIntact ? 0 : 1
}

async function readHead(keyRing: KeyRing, text: string, name: string): Promise<AuditMark> {
  const head = await openMark(keyRing, 'head', text)
  if (head) return head
  throw new WrongInputError([`${name}: it is no head that a key of this database signed.`])
}
