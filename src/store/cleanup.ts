// Deletes what nothing can ask for any more, a batch at a time, so that nobody waits long for a lock.

import type { Grain } from '../authorization-server/activity/counts.ts'
import type { Batch, TokenBatch } from '../authorization-server/clean-up.ts'
import type { Database, Prisma, Transaction } from './database.ts'
import { withRetries } from './faults.ts'

/** Sessions that are looked at together. */
const sessionsAtOnce = 100

/** The part of the store that forgets. */
export function createCleanUpStore({ read, transact }: Database) {
  return {
    async deleteEndedSessions({ before, limit }: Batch): Promise<number> {
      // By their expiry, which has an index: of a session that was revoked too, when it would have ended by itself.
      const ended = { expiresAt: { lt: before } }
      const sessions = await withRetries(() =>
        read.session.findMany({
          where: ended,
          select: { id: true },
          // Without it Prisma orders by id, and every session is looked at.
          orderBy: { expiresAt: 'asc' },
          take: Math.min(sessionsAtOnce, limit),
        }),
      )
      if (sessions.length === 0) return 0
      const ids = sessions.map(({ id }) => id)
      // The tokens go first: a session may have many thousands, and would take all of them along in one transaction.
      const tokens = await withRetries(() =>
        read.refreshToken.findMany({
          where: { sessionId: { in: ids } },
          select: { id: true },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          take: limit,
        }),
      )
      if (tokens.length > 0) {
        const tokenIds = tokens.map(({ id }) => id)
        return withRetries(() => transact((transaction) => deleteTokens(transaction, tokenIds, { session: ended })))
      }
      const where = { id: { in: ids }, refreshTokens: { none: {} }, ...ended }
      const { count } = await withRetries(() => transact((transaction) => transaction.session.deleteMany({ where })))
      return count
    },

    async deleteExpiredRefreshTokens({ before, limit, after }: TokenBatch) {
      // Without its spent tokens a family keeps its live leaf; the leaf goes with its session.
      const expired = { expiresAt: { lt: before }, spentAt: { not: null } }
      const further = after && {
        expiresAt: { gte: after.expiresAt, lt: before },
        ...('id' in after && { OR: [{ expiresAt: { gt: after.expiresAt } }, { id: { gt: after.id } }] }),
      }
      const page = await withRetries(() =>
        read.refreshToken.findMany({
          where: { ...expired, ...further },
          select: { id: true, parentId: true, expiresAt: true },
          orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
          take: limit,
        }),
      )
      const ids = oldestOf(page)
      const deletedCount =
        ids.length === 0 ? 0 : await withRetries(() => transact((transaction) => deleteTokens(transaction, ids, expired)))
      return { deletedCount, next: page.length < limit ? undefined : page.at(-1) }
    },

    async deleteRevocations({ before, limit }: Batch): Promise<number> {
      // The last place of the feed stays filled: followers tell by what stands there that the feed is the one they know.
      const last = await withRetries(() =>
        read.revocation.findFirst({ orderBy: { position: 'desc' }, select: { position: true } }),
      )
      const where = { expiresAt: { lt: before }, position: { lt: last?.position ?? 0 } }
      if (!(await withRetries(() => read.revocation.findFirst({ where })))) return 0
      return withRetries(() =>
        transact(async (transaction) => {
          // Keeps out whoever looks for a revocation in order to move it forward.
          await transaction.sequence.update({ where: { name: 'revocations' }, data: { value: { increment: 0 } } })
          const { count } = await transaction.revocation.deleteMany({ where, limit })
          return count
        }),
      )
    },

    async deleteAttempts({ before, limit }: Batch): Promise<number> {
      const where = { updatedAt: { lt: before } }
      if (!(await withRetries(() => read.attempt.findFirst({ where })))) return 0
      const { count } = await withRetries(() => transact((transaction) => transaction.attempt.deleteMany({ where, limit })))
      return count
    },

    async deleteLeases({ before, limit }: Batch): Promise<number> {
      const where = { expiresAt: { lt: before } }
      if (!(await withRetries(() => read.lease.findFirst({ where })))) return 0
      const { count } = await withRetries(() => transact((transaction) => transaction.lease.deleteMany({ where, limit })))
      return count
    },

    async deleteActivity({ grain, before, limit }: Batch & { readonly grain: Grain }): Promise<number> {
      const where = { grain, at: { lt: before } }
      if (!(await withRetries(() => read.activityCount.findFirst({ where })))) return 0
      const { count } = await withRetries(() => transact((transaction) => transaction.activityCount.deleteMany({ where, limit })))
      return count
    },

    async deleteDenials({ before, limit }: Batch): Promise<number> {
      const where = { minute: { lt: before } }
      if (!(await withRetries(() => read.denialCount.findFirst({ where })))) return 0
      const { count } = await withRetries(() => transact((transaction) => transaction.denialCount.deleteMany({ where, limit })))
      return count
    },
  }
}

/**
 * Those of the tokens that have no older one left but these. A family loses its tokens from the oldest on, so that each spent token that
 * stays still has its successor.
 */
function oldestOf(page: readonly { readonly id: string; readonly parentId: string | null }[]): string[] {
  const chosen = new Set<string>()
  for (let size = -1; size < chosen.size; ) {
    size = chosen.size
    for (const { id, parentId } of page) if (parentId === null || chosen.has(parentId)) chosen.add(id)
  }
  return [...chosen]
}

async function deleteTokens(
  transaction: Transaction,
  ids: readonly string[],
  where: Prisma.RefreshTokenWhereInput,
): Promise<number> {
  await transaction.refreshToken.updateMany({ where: { parentId: { in: [...ids] } }, data: { parentId: null } })
  const { count } = await transaction.refreshToken.deleteMany({ where: { ...where, id: { in: [...ids] } } })
  return count
}
