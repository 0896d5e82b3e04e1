// Audit events: appended in the transaction that they tell of.

import type { AuditEntry } from '../authorization-server/storage.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'

/** The part of the store that appends events. */
export function createAuditStore({ transact }: Database) {
  return {
    async recordEvent(audit: AuditEntry): Promise<void> {
      await withRetries(() => transact((transaction) => writeEvents(transaction, [audit])))
    },
  }
}

/** Appends events as part of a transaction. */
export async function writeEvents(transaction: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await transaction.auditEvent.createMany({ data: entries.map((entry) => ({ ...entry, data: JSON.stringify(entry.data) })) })
}
