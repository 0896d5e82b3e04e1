// Sessions and their refresh tokens: begun, rotated and ended so that no race leaves two live tokens or a live one in a dead session.

import type {
  AuditEntry,
  NewRefreshToken,
  RefreshToken,
  Rotation,
  RotationOutcome,
  Session,
  SessionEnd,
} from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Prisma, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { joinList, splitList } from './lists.ts'

/** The part of the store that remembers sessions and refresh tokens. */
export function createSessionStore({ read, transact }: Database) {
  return {
    async findSession(id: string): Promise<Session | undefined> {
      const row = await withRetries(() => read.session.findUnique({ where: { id } }))
      return row ? toSession(row) : undefined
    },

    async findRefreshToken(hash: string): Promise<{ token: RefreshToken; session: Session } | undefined> {
      const row = await withRetries(() => read.refreshToken.findUnique({ where: { hash }, include: { session: true } }))
      // The row must be the one asked for: a poisoned client that answers with another row is refused here.
      if (!row || row.hash !== hash) return undefined
      const { id, sessionId, createdAt, expiresAt, spentAt } = row
      const token = { id, sessionId, scopes: splitList(row.scopes), createdAt, expiresAt, spentAt }
      return { token, session: toSession(row.session) }
    },

    async startSession({
      session,
      refreshToken,
      checkedPasswordHash,
      upgradedPasswordHash,
      audit,
    }: SessionStart): Promise<boolean> {
      return withRetries(() =>
        transact(async (transaction) => {
          // Holds the user's row, so that disabling the user waits and then finds this session too.
          const { count } = await transaction.user.updateMany({
            where: { id: session.userId, isEnabled: true, passwordHash: checkedPasswordHash },
            data: { lastLoginAt: session.createdAt, ...(upgradedPasswordHash && { passwordHash: upgradedPasswordHash }) },
          })
          if (count === 0) return false
          const client = await transaction.client.updateMany({
            where: { id: session.clientId, isEnabled: true },
            data: { isEnabled: true },
          })
          if (client.count === 0) throw new StartRefused()
          await transaction.session.create({ data: { ...session, scopes: joinList(session.scopes) } })
          if (refreshToken)
            await createRefreshToken(transaction, refreshToken, {
              sessionId: session.id,
              parentId: null,
              createdAt: session.createdAt,
            })
          await writeEvents(transaction, [audit])
          return true
        }),
      ).catch((error: unknown) => {
        if (error instanceof StartRefused) return false
        throw error
      })
    },

    async rotateRefreshToken(rotation: Rotation): Promise<RotationOutcome> {
      return withRetries(() => transact((transaction) => rotate(transaction, rotation)))
    },

    async endSessions(which: { sessionId: string } | { userId: string }, end: SessionEnd): Promise<number> {
      const where = 'sessionId' in which ? { id: which.sessionId } : { userId: which.userId }
      return withRetries(() => transact((transaction) => endAliveSessions(transaction, where, end)))
    },
  }
}

/** Rolls back what a session's start has written so far. */
class StartRefused extends Error {}

interface SessionStart {
  session: Session
  refreshToken: NewRefreshToken | null
  checkedPasswordHash: string
  upgradedPasswordHash: string | null
  audit: AuditEntry
}

async function rotate(transaction: Transaction, rotation: Rotation): Promise<RotationOutcome> {
  const { refreshTokenId, sessionId, now, successor } = rotation
  // Holds the session's row: its refreshes and its end happen one after the other from here on.
  const session = await transaction.session.updateMany({
    where: { id: sessionId, revokedAt: null, absoluteExpiresAt: { gt: now } },
    data: { lastUsedAt: now },
  })
  if (session.count === 0) return { kind: 'dead' }
  const spent = await transaction.refreshToken.updateMany({
    where: { id: refreshTokenId, spentAt: null },
    data: { spentAt: now },
  })
  if (spent.count === 1) {
    await createRefreshToken(transaction, successor, { sessionId, parentId: refreshTokenId, createdAt: now })
    await transaction.session.update({
      where: { id: sessionId },
      data: { expiresAt: successor.expiresAt, scopes: joinList(successor.scopes) },
    })
    await writeEvents(transaction, [rotation.audit.rotated])
    return { kind: 'rotated', successorExpiresAt: successor.expiresAt }
  }
  const child = await findRetriedSuccessor(transaction, rotation)
  if (child) {
    await writeEvents(transaction, [rotation.audit.retried])
    return { kind: 'retried', successorExpiresAt: child.expiresAt }
  }
  await endAliveSessions(transaction, { id: sessionId }, rotation.reused)
  return { kind: 'reused' }
}

// The window counts from the first use, and closes as soon as the successor was used: then both were in one hand before.
async function findRetriedSuccessor(
  transaction: Transaction,
  { refreshTokenId, now, replayWindowSeconds, successor }: Rotation,
): Promise<{ expiresAt: Date } | undefined> {
  const token = await transaction.refreshToken.findUnique({ where: { id: refreshTokenId }, include: { child: true } })
  if (!token?.spentAt || !token.child || token.child.spentAt || token.child.hash !== successor.hash) return undefined
  return now.getTime() - token.spentAt.getTime() < replayWindowSeconds * 1000 ? token.child : undefined
}

/**
 * Ends sessions as part of a transaction, each with its tokens, its revocation and its audit event, and returns how many of them
 * could still have been refreshed.
 */
export async function endAliveSessions(
  transaction: Transaction,
  where: Prisma.SessionWhereInput,
  end: SessionEnd,
): Promise<number> {
  // Also those that can no longer be refreshed, for as long as an access token of theirs may live.
  const ended = await transaction.session.updateManyAndReturn({
    where: { ...where, revokedAt: null, expiresAt: { gt: end.tokensIssuedAfter } },
    data: { revokedAt: end.at, revokedReason: end.reason },
    select: { id: true, userId: true, clientId: true, expiresAt: true },
  })
  if (ended.length === 0) return 0
  await transaction.refreshToken.updateMany({
    where: { spentAt: null, session: { ...where, revokedAt: end.at } },
    data: { spentAt: end.at },
  })
  // A session ends once, so none of them has a revocation yet; in one statement, for a user may have many thousands.
  const revocation = { kind: 'session', revokedAt: end.at, expiresAt: end.tokensExpireAt }
  await transaction.revocation.createMany({ data: ended.map(({ id }) => ({ ...revocation, targetId: id })) })
  await writeEvents(transaction, ended.map(end.audit))
  return ended.filter(({ expiresAt }) => expiresAt > end.at).length
}

async function createRefreshToken(
  transaction: Transaction,
  { id, hash, scopes, expiresAt }: NewRefreshToken,
  place: { sessionId: string; parentId: string | null; createdAt: Date },
): Promise<void> {
  await transaction.refreshToken.create({
    data: { id, hash, scopes: joinList(scopes), expiresAt, ...place },
  })
}

function toSession(row: Prisma.SessionGetPayload<object>): Session {
  return { ...row, scopes: splitList(row.scopes) }
}
