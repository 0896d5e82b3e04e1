// Revocations: the outbox that every node and resource server learns from.

import type { AuditEntry, FeedStretch, Revocation, RevocationKind } from '../authorization-server/storage.ts'
import { PoisonedClientError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { takePlaces } from './feed-places.ts'

/** The part of the store that remembers revocations. */
export function createRevocationStore({ read, transact, onRevoked }: Database) {
  return {
    async revoke(revocation: Revocation, audit: AuditEntry): Promise<void> {
      await withRetries(() => transact((transaction) => writeRevocation(transaction, revocation, audit)))
    },

    async findRevocations(targets: readonly { kind: RevocationKind; targetId: string }[]): Promise<readonly Revocation[]> {
      const rows = await withRetries(() => read.revocation.findMany({ where: { OR: targets.map((target) => ({ ...target })) } }))
      const asked = new Set(targets.map(nameOf))
      for (const row of rows) if (!asked.has(nameOf(row))) throw new PoisonedClientError('revocation')
      return rows.map(toRevocation)
    },

    async readRevocations({ after, limit, now }: { after: number; limit: number; now: Date }): Promise<FeedStretch> {
      const where = { position: { gt: after }, expiresAt: { gt: now } }
      // The end of the feed is read before its rows: what moves to a new place meanwhile is found there.
      const [end, rows] = await withRetries(async () => [
        await read.sequence.findUniqueOrThrow({ where: { name: 'revocations' } }),
        await read.revocation.findMany({ where, orderBy: { position: 'asc' }, take: limit + 1 }),
      ])
      const isLast = rows.length <= limit
      const page = isLast ? rows : rows.slice(0, limit)
      const last = Number(page.at(-1)?.position ?? 0)
      return { to: isLast ? Math.max(Number(end.value), last) : last, isLast, revocations: page.map(toRevocation) }
    },

    onRevoked,
  }
}

/**
 * Adds a revocation as part of a transaction, with its event, unless the cause has told of itself. One that is there already moves forward, and never back, as the clocks of
 * several nodes differ; it moves to a new place in the feed, and there is no second event.
 */
export async function writeRevocation(transaction: Transaction, revocation: Revocation, audit?: AuditEntry): Promise<void> {
  const { kind, targetId, revokedAt, expiresAt } = revocation
  // From here on no other transaction writes a revocation, so looking before writing is safe.
  const position = await takePlaces(transaction, 1)
  const where = { kind_targetId: { kind, targetId } }
  const known = await transaction.revocation.findUnique({ where })
  if (!known) {
    await transaction.revocation.create({ data: { kind, targetId, position, revokedAt, expiresAt } })
    return writeEvents(transaction, audit ? [audit] : [])
  }
  if (revokedAt <= known.revokedAt && expiresAt <= known.expiresAt) return
  const data = { position, revokedAt: latest(revokedAt, known.revokedAt), expiresAt: latest(expiresAt, known.expiresAt) }
  await transaction.revocation.update({ where, data })
}

function nameOf({ kind, targetId }: { kind: string; targetId: string }): string {
  return `${kind} ${targetId}`
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b
}

function toRevocation(row: { kind: string; targetId: string; revokedAt: Date; expiresAt: Date }): Revocation {
  const { kind, targetId, revokedAt, expiresAt } = row
  return { kind: kind as RevocationKind, targetId, revokedAt, expiresAt }
}
