// Revocations: the outbox that every node and resource server learns from.

import type { AuditEntry, Revocation, RevocationKind } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'

/** The part of the store that remembers revocations. */
export function createRevocationStore({ read, transact }: Database) {
  return {
    async revoke(revocation: Revocation, audit: AuditEntry): Promise<void> {
      const { kind, targetId, revokedAt, expiresAt } = revocation
      try {
        await withRetries(() =>
          transact(async (transaction) => {
            await transaction.revocation.create({ data: { kind, targetId, revokedAt, expiresAt } })
            await writeEvents(transaction, [audit])
          }),
        )
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        const isThere = await withRetries(() => transact((transaction) => prolong(transaction, revocation)))
        // Something else was taken, and the revocation was not written.
        if (!isThere) throw error
      }
    },

    async findRevocations(targets: readonly { kind: RevocationKind; targetId: string }[]): Promise<readonly Revocation[]> {
      const rows = await withRetries(() => read.revocation.findMany({ where: { OR: targets.map((target) => ({ ...target })) } }))
      return rows.map(toRevocation)
    },

    async listRevocations(now: Date): Promise<readonly Revocation[]> {
      const rows = await withRetries(() =>
        read.revocation.findMany({ where: { expiresAt: { gt: now } }, orderBy: { position: 'asc' } }),
      )
      return rows.map(toRevocation)
    },
  }
}

/** Moves a revocation forward, and never back, as the clocks of several nodes differ. False when there is none. */
async function prolong(transaction: Transaction, { kind, targetId, revokedAt, expiresAt }: Revocation): Promise<boolean> {
  await transaction.revocation.updateMany({ where: { kind, targetId, revokedAt: { lt: revokedAt } }, data: { revokedAt } })
  await transaction.revocation.updateMany({ where: { kind, targetId, expiresAt: { lt: expiresAt } }, data: { expiresAt } })
  return (await transaction.revocation.count({ where: { kind, targetId } })) > 0
}

function toRevocation(row: { kind: string; targetId: string; revokedAt: Date; expiresAt: Date }): Revocation {
  const { kind, targetId, revokedAt, expiresAt } = row
  return { kind: kind as RevocationKind, targetId, revokedAt, expiresAt }
}
