// Audit events: appended in the transaction that they tell of.

import type { AuditEntry } from '../authorization-server/storage.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'

/** The part of the store that appends events. */
export function createAuditStore({ transact }: Database) {
  return {
    async recordEvent(audit: AuditEntry): Promise<void> {
      await withRetries(() => transact((transaction) => writeEvents(transaction, [audit])))
    },
  }
}

/** So many rows of nine columns stay below the number of parameters that SQLite takes in a statement. */
const rowsAtOnce = 1_000

/** Appends events as part of a transaction. Not with createMany, which takes more than a millisecond for each. */
export async function writeEvents(transaction: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  for (let start = 0; start < entries.length; start += rowsAtOnce) {
    const rows = entries.slice(start, start + rowsAtOnce).map(toRow)
    await transaction.$executeRaw`
      INSERT INTO audit_events (id, at, type, "actorId", "clientId", "targetId", "ipAddress", "requestId", data)
      VALUES ${Prisma.join(rows)}`
  }
}

function toRow({ id, at, type, actorId, clientId, targetId, ipAddress, requestId, data }: AuditEntry): Prisma.Sql {
  const text = JSON.stringify(data)
  return Prisma.sql`(${id}, ${at}, ${type}, ${actorId}, ${clientId}, ${targetId}, ${ipAddress}, ${requestId}, ${text})`
}
