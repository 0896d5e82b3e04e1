// Leases: work that one node at a time does. Whoever holds one goes on holding it, or loses it by dying.

import type { Lease } from '../authorization-server/held-lease.ts'
import type { Database } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'

/** The part of the store that remembers leases. */
export function createLeaseStore({ transact }: Database) {
  return {
    async takeLease({ name, holder, now, expiresAt }: Lease): Promise<boolean> {
      // Whether it is free is part of the statement that takes it.
      const isFree = { name, OR: [{ holder }, { expiresAt: { lte: now } }] }
      const taken = await withRetries(() =>
        transact((transaction) => transaction.lease.updateMany({ where: isFree, data: { holder, expiresAt } })),
      )
      if (taken.count === 1) return true
      try {
        await withRetries(() => transact((transaction) => transaction.lease.create({ data: { name, holder, expiresAt } })))
        return true
      } catch (error) {
        // Another one holds it.
        if (isUniqueViolation(error)) return false
        throw error
      }
    },

    async extendLease({ name, holder, now, expiresAt }: Lease): Promise<boolean> {
      const isMine = { name, holder, expiresAt: { gt: now } }
      const { count } = await withRetries(() =>
        transact((transaction) => transaction.lease.updateMany({ where: isMine, data: { expiresAt } })),
      )
      return count === 1
    },

    async releaseLease({ name, holder }: Pick<Lease, 'name' | 'holder'>): Promise<void> {
      await withRetries(() => transact((transaction) => transaction.lease.deleteMany({ where: { name, holder } })))
    },
  }
}
