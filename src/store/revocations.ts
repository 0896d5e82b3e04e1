// Revocations: the outbox that every node and resource server learns from.

import { createHash } from 'node:crypto'
import type { AuditEntry, FeedPlace, FeedStretch, Revocation, RevocationKind } from '../authorization-server/storage.ts'
import { PoisonedClientError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { feedSequence, takePlaces } from './feed-places.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { assertSameRow } from './poisoned-client.ts'

/** The part of the store that remembers revocations. */
export function createRevocationStore({ read, transact, onRevoked }: Database) {
  return {
    async revoke(revocation: Revocation, audit: AuditEntry): Promise<void> {
      await withRetries(() => transact((transaction) => writeRevocation(transaction, revocation, audit)))
    },

    async findRevocations(targets: readonly { kind: RevocationKind; targetId: string }[]): Promise<readonly Revocation[]> {
      if (targets.length === 0) return []
      const which = targets.map(({ kind, targetId }) => Prisma.sql`(kind = ${kind} AND "targetId" = ${targetId})`)
      const rows = await withRetries(
        () => read.$queryRaw<RevocationRow[]>`SELECT * FROM revocations WHERE ${Prisma.join(which, ' OR ')}`,
      )
      const asked = new Set(targets.map(nameOf))
      for (const row of rows) if (!asked.has(nameOf(row))) throw new PoisonedClientError('revocation')
      return rows.map(toRevocation)
    },

    readRevocations: (options: FeedRequest): Promise<FeedStretch> => withRetries(() => readFeed(read, options)),

    onRevoked,
  }
}

/**
 * Adds a revocation as part of a transaction, with its event unless its cause tells of itself.
 *
 * One that is there moves to a new place and to the later instants, as the clocks of several nodes differ; there is no second event.
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
  assertSameRow('revocation', nameOf(known), nameOf(revocation))
  if (revokedAt <= known.revokedAt && expiresAt <= known.expiresAt) return
  const data = { position, revokedAt: latest(revokedAt, known.revokedAt), expiresAt: latest(expiresAt, known.expiresAt) }
  await transaction.revocation.update({ where, data })
}

type FeedRequest = FeedPlace & { limit: number; now: Date }

async function readFeed(read: Database['read'], request: FeedRequest): Promise<FeedStretch> {
  const { after, mark, limit, now } = request
  // The end of the feed is read before its rows: what moves to a new place meanwhile is found there.
  const sequence = await read.sequence.findUniqueOrThrow({ where: { name: feedSequence } })
  assertSameRow('sequence', sequence.name, feedSequence)
  const end = Number(sequence.value)
  const isKnown = after <= end && (after === 0 || mark === null || mark === (await readMark(read, after)))
  if (!isKnown) return readFeed(read, { ...request, after: 0 })
  const where = { position: { gt: after }, expiresAt: { gt: now } }
  const rows = await read.revocation.findMany({ where, orderBy: { position: 'asc' }, take: limit + 1 })
  assertAscending(after, rows)
  const isLast = rows.length <= limit
  const page = isLast ? rows : rows.slice(0, limit)
  const last = Number(page.at(-1)?.position ?? 0)
  const to = isLast ? Math.max(end, last) : last
  return { from: after, to, mark: await readMark(read, to), isLast, revocations: page.map(toRevocation) }
}

/** What stands at a place, or before it where nothing does: the same again only in the same feed. Cleaning leaves the last one there. */
async function readMark(read: Database['read'], place: number): Promise<string> {
  const row = await read.revocation.findFirst({ where: { position: { lte: place } }, orderBy: { position: 'desc' } })
  if (!row) return ''
  if (row.position > place) throw new PoisonedClientError('revocation')
  const facts = [Number(row.position), row.kind, row.targetId, row.revokedAt.getTime()]
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)
}

function assertAscending(after: number, rows: readonly { position: bigint }[]): void {
  let before = BigInt(after)
  for (const { position } of rows) {
    if (position <= before) throw new PoisonedClientError('revocation')
    before = position
  }
}

function nameOf({ kind, targetId }: { kind: string; targetId: string }): string {
  return `${kind} ${targetId}`
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b
}

type RevocationRow = Prisma.RevocationGetPayload<object>

function toRevocation(row: RevocationRow): Revocation {
  const { kind, targetId, revokedAt, expiresAt } = row
  return { kind: kind as RevocationKind, targetId, revokedAt, expiresAt }
}
