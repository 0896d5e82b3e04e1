// What is counted for charts: added to by the reader of the audit log and by nodes that refuse fields, a few rows a transaction.

import type { EventCountStorage } from '../authorization-server/activity/activity-reader.ts'
import type { ActivityStorage, DenialCount, DenialFilter } from '../authorization-server/activity/activity-storage.ts'
import type { ActivityCounts, Counter, Grain } from '../authorization-server/activity/counts.ts'
import type { ReaderStep } from '../authorization-server/audit-log/reading.ts'
import { moveReader } from './audit-readers.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { allOf } from './search.ts'

/** The part of the store that counts. */
export function createActivityStore({ read, transact }: Database): ActivityStorage & EventCountStorage {
  return {
    async addActivity(counts: readonly ActivityCounts[], step: ReaderStep) {
      return withRetries(() =>
        transact(async (transaction) => {
          if (!(await moveReader(transaction, step))) return false
          await addCounts(transaction, counts)
          return true
        }),
      )
    },

    async addDenials(denials: readonly DenialCount[], counts: readonly ActivityCounts[]) {
      const sorted = [...denials].sort(byKey)
      await withRetries(() =>
        transact(async (transaction) => {
          for (const rows of inStatements(sorted)) await addDenialRows(transaction, rows)
          await addCounts(transaction, counts)
        }),
      )
    },

    async listActivity({ grain, since, until }: { grain: Grain; since: Date; until: Date }) {
      const rows = await withRetries(
        () => read.$queryRaw<CountRow[]>`
          SELECT at, ${columns} FROM activity_counts WHERE grain = ${grain} AND at >= ${since} AND at < ${until} ORDER BY at`,
      )
      return rows.map((row) => toCounts(grain, row))
    },

    async listDenials({ clientId, since, until }: DenialFilter) {
      const which = allOf([
        Prisma.sql`minute >= ${since} AND minute < ${until}`,
        clientId === undefined ? undefined : Prisma.sql`"clientId" = ${clientId}`,
      ])
      const rows = await withRetries(
        () => read.$queryRaw<{ clientId: string; minute: Date; count: bigint }[]>`
          SELECT "clientId", minute, count FROM denial_counts WHERE ${which} ORDER BY minute, "clientId"`,
      )
      return rows.map((row) => ({ ...row, count: Number(row.count) }))
    },
  }
}

type CountRow = { readonly at: Date } & Readonly<Record<Counter, bigint>>

/** The column of each counter, and of every one there is. */
const columnNames: Readonly<Record<Counter, string>> = {
  logins: 'logins',
  failedLogins: 'failedLogins',
  refreshes: 'refreshes',
  reuses: 'reuses',
  tokensIssued: 'tokensIssued',
  denials: 'denials',
}
const counters = Object.keys(columnNames) as readonly Counter[]
const columns = Prisma.raw(counters.map((counter) => `"${counter}"`).join(', '))
const sums = Prisma.raw(
  counters.map((counter) => `"${counter}" = activity_counts."${counter}" + excluded."${counter}"`).join(', '),
)

/** So many rows of eight columns stay below the number of parameters that SQLite takes in a statement. */
const rowsAtOnce = 1_000

function inStatements<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(rows.length / rowsAtOnce)
  return Array.from({ length: count }, (_, index) => rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce))
}

/** In one order wherever they are written, so that two transactions never wait for each other. */
function byKey(a: DenialCount, b: DenialCount): number {
  return a.minute.getTime() - b.minute.getTime() || (a.clientId < b.clientId ? -1 : 1)
}

/** @param counts sorted, as `tally` gives them */
async function addCounts(transaction: Transaction, counts: readonly ActivityCounts[]): Promise<void> {
  for (const some of inStatements(counts)) {
    const rows = some.map(
      ({ grain, at, ...numbers }) => Prisma.sql`(${grain}, ${at}, ${Prisma.join(counters.map((counter) => numbers[counter]))})`,
    )
    await transaction.$executeRaw`
      INSERT INTO activity_counts (grain, at, ${columns}) VALUES ${Prisma.join(rows)}
      ON CONFLICT (grain, at) DO UPDATE SET ${sums}`
  }
}

async function addDenialRows(transaction: Transaction, denials: readonly DenialCount[]): Promise<void> {
  const rows = denials.map(({ clientId, minute, count }) => Prisma.sql`(${clientId}, ${minute}, ${count})`)
  await transaction.$executeRaw`
    INSERT INTO denial_counts ("clientId", minute, count) VALUES ${Prisma.join(rows)}
    ON CONFLICT ("clientId", minute) DO UPDATE SET count = denial_counts.count + excluded.count`
}

function toCounts(
  grain: Grain,
  { at, logins, failedLogins, refreshes, reuses, tokensIssued, denials }: CountRow,
): ActivityCounts {
  return {
    grain,
    at,
    logins: Number(logins),
    failedLogins: Number(failedLogins),
    refreshes: Number(refreshes),
    reuses: Number(reuses),
    tokensIssued: Number(tokensIssued),
    denials: Number(denials),
  }
}
