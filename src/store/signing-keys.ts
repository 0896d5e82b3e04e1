// Signing keys, sealed: at most one is active, whatever number of nodes start together.

import type { SigningKeyRecord, SigningKeyStatus } from '../authorization-server/key-ring.ts'
import type { AuditEntry } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'

/** The part of the store that remembers signing keys. */
export function createSigningKeyStore({ read, transact }: Database) {
  return {
    async listSigningKeys(): Promise<readonly SigningKeyRecord[]> {
      const rows = await withRetries(() => read.signingKey.findMany({ orderBy: { createdAt: 'asc' } }))
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
  }
}
