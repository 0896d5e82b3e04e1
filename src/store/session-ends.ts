// Ends sessions as part of a transaction: in few and plain statements, for a user may have many thousands.

import type { SessionEnd } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Transaction } from './database.ts'
import { takePlaces } from './feed-places.ts'
import { Prisma } from './generated/sqlite/client.ts'

/** More rows in one statement would have more parameters than SQLite takes. */
const rowsAtOnce = 1_000

/**
 * Ends those of some sessions that may still have living tokens, each with its tokens, its revocation and its audit event, and returns how
 * many of them could still have been refreshed.
 *
 * Twenty thousand take seconds, and a transaction has ten. Take every other row that the transaction needs before.
 *
 * @param which a condition on the columns of sessions
 */
export async function endAliveSessions(transaction: Transaction, which: Prisma.Sql, end: SessionEnd): Promise<number> {
  // Also those that can no longer be refreshed, for as long as an access token of theirs may live.
  const ended = await transaction.$queryRaw<EndedRow[]>`
    UPDATE sessions SET "revokedAt" = ${end.at}, "revokedReason" = ${end.reason}
    WHERE ${which} AND "revokedAt" IS NULL AND "expiresAt" > ${end.tokensIssuedAfter}
    RETURNING id, "userId", "clientId", CASE WHEN "expiresAt" > ${end.at} THEN 1 ELSE 0 END AS "wasLiving"`
  if (ended.length === 0) return 0
  await transaction.$executeRaw`
    UPDATE refresh_tokens SET "spentAt" = ${end.at}
    WHERE "spentAt" IS NULL AND "sessionId" IN (SELECT id FROM sessions WHERE ${which} AND "revokedAt" = ${end.at})`
  await writeEvents(transaction, ended.map(end.audit))
  await writeRevocations(transaction, ended, end)
  return ended.filter(({ wasLiving }) => Number(wasLiving) === 1).length
}

/** Ends sessions by their ids, like endAliveSessions. */
export async function endNamedSessions(transaction: Transaction, ids: readonly string[], end: SessionEnd): Promise<number> {
  if (ids.length === 0) return 0
  return endAliveSessions(transaction, Prisma.sql`id IN (${Prisma.join([...ids])})`, end)
}

/** Whose sessions: all of a user, or all that were begun through a client. */
export type SessionOwnerId = { userId: string } | { clientId: string }

/** More at once would keep everybody waiting; more in one transaction than ten seconds are enough for would never end. */
const sessionsAtOnce = 500

/** Ends the first of the sessions that may have living tokens; `isLast` when there were no more of them. */
export async function endSomeSessions(
  transaction: Transaction,
  which: SessionOwnerId,
  end: SessionEnd,
): Promise<{ count: number; isLast: boolean }> {
  const alive = { ...which, revokedAt: null, expiresAt: { gt: end.tokensIssuedAfter } }
  const rows = await transaction.session.findMany({ where: alive, select: { id: true }, take: sessionsAtOnce })
  const ids = rows.map(({ id }) => id)
  return { count: await endNamedSessions(transaction, ids, end), isLast: ids.length < sessionsAtOnce }
}

interface EndedRow {
  id: string
  userId: string
  clientId: string
  wasLiving: number | bigint
}

/** A session ends once, so none of them has a revocation yet. */
async function writeRevocations(transaction: Transaction, ended: readonly EndedRow[], end: SessionEnd): Promise<void> {
  const place = await takePlaces(transaction, ended.length)
  for (let start = 0; start < ended.length; start += rowsAtOnce) {
    const rows = ended
      .slice(start, start + rowsAtOnce)
      .map(({ id }, index) => Prisma.sql`('session', ${id}, ${place + BigInt(start + index)}, ${end.at}, ${end.tokensExpireAt})`)
    await transaction.$executeRaw`
      INSERT INTO revocations (kind, "targetId", position, "revokedAt", "expiresAt") VALUES ${Prisma.join(rows)}`
  }
}
