// What `fieldgate audit export` does: as many pages as there are, one at a time in memory; and with --prune, what is deleted afterwards.

import { type ExportedLog, type ExportLine, exportAuditLog } from '../authorization-server/audit-log/export.ts'
import { pruneAuditLog } from '../authorization-server/audit-log/prune.ts'
import { WrongInputError } from '../review/wrong-input.ts'
import { type ExitCode, talk } from './answer.ts'
import { getHead } from './audit-desk.ts'
import { openOutput } from './audit-output.ts'
import { openKeeper } from './key-keeper.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface AuditExportOptions {
  readonly until?: string
  readonly output?: string
  readonly prune?: boolean
}

/** With its time zone: what was meant must not depend on where the command runs. */
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/**
 * Writes the events up to the head, or an instant, with all that their hashes are made from, and then the signed end that vouches for them.
 * Deletes them afterwards, if asked to.
 *
 * @returns 1 when the log is not intact; nothing is deleted then
 * @throws {WrongInputError} `until` is no instant, or what is to be deleted would not be in a file
 */
export async function runAuditExport(options: AuditExportOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { output, prune = false } = options
  const until = options.until === undefined ? undefined : readInstant(options.until)
  if (prune && (until === undefined || output === undefined))
    throw new WrongInputError(['--prune: say with --until what may go, and with --output which new file keeps it.'])
  return onDatabase(environment, async (database) => {
    await getHead(database)
    const authority = await openKeeper(database)
    const { store: storage } = database
    const file = await openOutput(output)
    try {
      const exported = await exportAuditLog({ storage, authority, until, write: (lines) => file.write(format(lines)) })
      await file.finish()
      talk([describe(exported)])
      if (!prune || until === undefined || exported.count === 0) return 0
      await pruneAuditLog({ storage, authority, exported, until })
      talk([`Deleted them. The log begins after ${exported.end.sequence} now.`])
      return 0
    } finally {
      await file.close()
    }
  })
}

function format(lines: readonly ExportLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function describe({ count, end }: ExportedLog): string {
  return `Exported ${count} events, up to ${end.sequence}. "fieldgate audit verify --file" tells whether a file is as it was written.`
}

function readInstant(text: string): Date {
  const instant = new Date(text)
  if (instantPattern.test(text) && !Number.isNaN(instant.getTime())) return instant
  throw new WrongInputError(['--until: write an instant with its time zone, as in 2026-05-01T00:00:00Z.'])
}
