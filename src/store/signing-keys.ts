// Signing keys, sealed: one is active and at most one waits, whatever number of nodes start or change them together.

import type { KeyChange, SigningKeyRecord, SigningKeyStatus } from '../authorization-server/signing-keys/key-storage.ts'
import type { AuditEntry } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Prisma, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { writeRevocation } from './revocations.ts'

/** The part of the store that remembers signing keys. */
export function createSigningKeyStore({ read, transact }: Database) {
  return {
    async listSigningKeys(): Promise<readonly SigningKeyRecord[]> {
      const rows = await withRetries(() => read.signingKey.findMany({ orderBy: [{ createdAt: 'asc' }, { activatesAt: 'asc' }] }))
      return rows.map(({ activeSlot: _, ...row }) => ({ ...row, status: row.status as SigningKeyStatus }))
    },

    async addFirstSigningKey(key: SigningKeyRecord, audit: AuditEntry): Promise<boolean> {
      try {
        return await withRetries(() =>
          transact(async (transaction) => {
            await transaction.signingKey.create({ data: { ...key, activeSlot: 'active' } })
            await writeEvents(transaction, [audit])
            return true
          }),
        )
      } catch (error) {
        // The slot is taken: another node was first, and its key is as good.
        if (isUniqueViolation(error)) return false
        throw error
      }
    },

    async changeSigningKeys(change: KeyChange): Promise<boolean> {
      return withRetries(() => transact((transaction) => changeKeys(transaction, change))).catch((error: unknown) => {
        if (error instanceof KeysChanged) return false
        throw error
      })
    },

    async resealSigningKey({
      id,
      from,
      to,
      audit,
    }: {
      id: string
      from: string
      to: string
      audit: AuditEntry
    }): Promise<boolean> {
      return withRetries(() =>
        transact(async (transaction) => {
          const where = { id, sealedSecretKey: from }
          const { count } = await transaction.signingKey.updateMany({ where, data: { sealedSecretKey: to } })
          if (count === 1) await writeEvents(transaction, [audit])
          return count === 1
        }),
      )
    },
  }
}

/** Rolls back what a change has written so far. */
class KeysChanged extends Error {}

async function changeKeys(transaction: Transaction, { activeId, updated, added, revocation, events }: KeyChange): Promise<true> {
  // Holds the active key's row: whoever changes the ring does so one after the other from here on.
  await updateOne(transaction, { id: activeId, activeSlot: 'active' }, { activeSlot: 'active' })
  for (const { id, from, to } of updated) {
    const slot = to.status && { activeSlot: to.status === 'ACTIVE' ? 'active' : null }
    await updateOne(transaction, { id, status: from }, { ...to, ...slot })
  }
  if (added) {
    if ((await transaction.signingKey.count({ where: { status: 'PENDING' } })) > 0) throw new KeysChanged()
    await transaction.signingKey.create({ data: { ...added } })
  }
  await writeEvents(transaction, events)
  if (revocation) await writeRevocation(transaction, revocation)
  return true
}

async function updateOne(
  transaction: Transaction,
  where: Prisma.SigningKeyWhereInput,
  data: Prisma.SigningKeyUpdateManyMutationInput,
): Promise<void> {
  const { count } = await transaction.signingKey.updateMany({ where, data })
  if (count === 0) throw new KeysChanged()
}
