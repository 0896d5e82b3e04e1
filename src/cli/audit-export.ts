// What `fieldgate audit export` does: as many pages as there are, one at a time in memory.

import { once } from 'node:events'
import type { ChainStorage, SealedEvent } from '../authorization-server/audit-log/chain-storage.ts'
import { WrongInputError } from '../review/wrong-input.ts'
import { type ExitCode, talk } from './answer.ts'
import { getHead } from './audit-desk.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface AuditExportOptions {
  readonly until?: string
}

const pageSize = 1_000
/** With its time zone: what was meant must not depend on where the command runs. */
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/**
 * Prints the events up to the head, with all that their hashes are made from, and then the head.
 *
 * @throws {WrongInputError} `until` is no instant
 */
export async function runAuditExport({ until }: AuditExportOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const end = until === undefined ? undefined : readInstant(until)
  return onDatabase(environment, async (database) => {
    const head = await getHead(database)
    let count = 0
    for await (const event of eventsUpTo(database.store, head.sequence)) {
      if (end !== undefined && new Date(event.at) >= end) break
      await write(event)
      count++
    }
    await write({ head: head.token })
    talk([`Exported ${count} events. "fieldgate audit verify" tells whether they are as they were sealed.`])
    return 0
  })
}

async function* eventsUpTo(storage: ChainStorage, sequence: number): AsyncGenerator<SealedEvent> {
  for (let after: number | undefined; ; ) {
    const page = await storage.listSealedEvents({ after, limit: pageSize })
    for (const event of page) {
      if (event.sequence > sequence) return
      yield event
    }
    after = page.at(-1)?.sequence
    if (page.length < pageSize) return
  }
}

function readInstant(text: string): Date {
  const instant = new Date(text)
  if (instantPattern.test(text) && !Number.isNaN(instant.getTime())) return instant
  throw new WrongInputError(['--until: write an instant with its time zone, as in 2026-05-01T00:00:00Z.'])
}

/** Waits for whoever reads: a log of any length passes through. */
async function write(line: object): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain')
}
