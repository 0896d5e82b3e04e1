// Deletes events that were exported: the checkpoint moves in the same transaction, and the database lets go what lies before it.

import type { Pruning, RetentionStorage } from '../authorization-server/audit-log/retention-storage.ts'
import { AuditLogError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'

/** The part of the store that prunes the audit log. */
export function createAuditRetentionStore({ transact }: Database): Pick<RetentionStorage, 'pruneEvents'> {
  return {
    async pruneEvents({ from, to, count, audit }: Pruning) {
      try {
        return await withRetries(() =>
          transact(async (transaction) => {
            if (!(await moveCheckpoint(transaction, from, to))) return false
            await writeEvents(transaction, audit)
            const deleted = await transaction.$executeRaw`DELETE FROM audit_events WHERE sequence <= ${to.sequence}`
            if (deleted !== count) throw new AuditLogError('The audit log was changed while it was pruned.')
            return true
          }),
        )
      } catch (error) {
        // The first checkpoint of all, and somebody else's by now.
        if (from === undefined && isUniqueViolation(error)) return false
        throw error
      }
    },
  }
}

async function moveCheckpoint(transaction: Transaction, from: Pruning['from'], to: Pruning['to']): Promise<boolean> {
  if (from === undefined) {
    await transaction.auditMark.create({ data: { name: 'checkpoint', ...to } })
    return true
  }
  const { count } = await transaction.auditMark.updateMany({ where: { name: 'checkpoint', token: from }, data: to })
  return count === 1
}
