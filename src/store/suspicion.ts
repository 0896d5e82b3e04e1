// What is watched for the suspicious: the recent past of the audit log, read by its indexes.

import type { RecentEvent, Span } from '../authorization-server/suspicion/rule.ts'
import type { SuspicionStorage } from '../authorization-server/suspicion/suspicion-storage.ts'
import { writeEvents } from './audit-events.ts'
import { moveReader } from './audit-readers.ts'
import type { Database } from './database.ts'
import { firstIdAt, instantOfId } from './event-ids.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'

/** Under an attack there is no end of them, and on SQLite nobody else has a turn while they are read. */
const maxRows = 10_000

const columns = Prisma.raw(`id, type, "actorId", "clientId", "targetId", "ipAddress"`)

type EventRow = Omit<RecentEvent, 'at'>

/** The part of the store that watches. */
export function createSuspicionStore({ read, transact }: Database): SuspicionStorage {
  return {
    async listEventsOfType(type, span) {
      const rows = await withRetries(
        () => read.$queryRaw<EventRow[]>`
          SELECT ${columns} FROM audit_events WHERE type = ${type} AND ${isWithin(span)} ORDER BY id DESC LIMIT ${maxRows}`,
      )
      return rows.map(toEvent)
    },

    async listEventsOfTargets({ targetIds, minAddresses, ...span }) {
      if (targetIds.length === 0) return []
      // Not by type as well: it would lead a database to look through all that is of the type.
      const rows = await withRetries(
        () => read.$queryRaw<EventRow[]>`
          SELECT ${columns} FROM audit_events WHERE "targetId" IN (
            SELECT "targetId" FROM audit_events WHERE "targetId" IN (${Prisma.join(targetIds)}) AND ${isWithin(span)}
            GROUP BY "targetId" HAVING COUNT(DISTINCT "ipAddress") >= ${minAddresses}
          ) AND ${isWithin(span)} ORDER BY id DESC LIMIT ${maxRows}`,
      )
      return rows.map(toEvent)
    },

    async listDenialCounts({ usualSince, since, until, minCount }) {
      const sumOf = (which: Prisma.Sql) => Prisma.sql`CAST(SUM(CASE WHEN ${which} THEN count ELSE 0 END) AS BIGINT)`
      const recent = sumOf(Prisma.sql`minute >= ${since}`)
      const rows = await withRetries(
        () => read.$queryRaw<{ clientId: string; count: bigint; usualCount: bigint }[]>`
          SELECT "clientId", ${recent} AS count, ${sumOf(Prisma.sql`minute < ${since}`)} AS "usualCount" FROM denial_counts
          WHERE minute >= ${usualSince} AND minute < ${until} AND "clientId" <> ''
          GROUP BY "clientId" HAVING ${recent} >= ${minCount} ORDER BY "clientId"`,
      )
      return rows.map(({ clientId, count, usualCount }) => ({ clientId, count: Number(count), usualCount: Number(usualCount) }))
    },

    async keepFindings(step, findings) {
      return withRetries(() =>
        transact(async (transaction) => {
          if (!(await moveReader(transaction, step))) return false
          await writeEvents(transaction, findings)
          return true
        }),
      )
    },
  }
}

function isWithin({ since, until }: Span): Prisma.Sql {
  return Prisma.sql`id >= ${firstIdAt(since)} AND id < ${firstIdAt(until)}`
}

function toEvent(row: EventRow): RecentEvent {
  return { ...row, at: instantOfId(row.id) }
}
