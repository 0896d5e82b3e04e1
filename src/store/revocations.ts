// Revocations: the outbox that every node and resource server learns from.

import type { AuditEntry, Revocation, RevocationKind } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'

export function createRevocationStore({ read, transact }: Database) {
  return {
    async revoke(revocation: Revocation, audit: AuditEntry): Promise<void> {
      await withRetries(() =>
        transact(async (transaction) => {
          await writeRevocation(transaction, revocation)
          await writeEvents(transaction, [audit])
        }),
      )
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

/** Adds a revocation as part of a transaction. Of two for the same target the later instant counts, whichever is written last. */
export async function writeRevocation(transaction: Transaction, revocation: Revocation): Promise<void> {
  const { kind, targetId, revokedAt, expiresAt } = revocation
  await transaction.revocation.upsert({
    where: { kind_targetId: { kind, targetId } },
    create: { kind, targetId, revokedAt, expiresAt },
    // Changes nothing; but with an empty update Prisma would look first and insert after, and lose the race.
    update: { kind },
  })
  // Clocks of several nodes differ: none may move another's revocation back.
  await transaction.revocation.updateMany({ where: { kind, targetId, revokedAt: { lt: revokedAt } }, data: { revokedAt } })
  await transaction.revocation.updateMany({ where: { kind, targetId, expiresAt: { lt: expiresAt } }, data: { expiresAt } })
}

function toRevocation(row: { kind: string; targetId: string; revokedAt: Date; expiresAt: Date }): Revocation {
  const { kind, targetId, revokedAt, expiresAt } = row
  return { kind: kind as RevocationKind, targetId, revokedAt, expiresAt }
}
