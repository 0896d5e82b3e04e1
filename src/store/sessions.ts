// Sessions and their refresh tokens: begun, rotated and ended so that no race leaves two live tokens or a live one in a dead session.

import type {
  RefreshToken,
  Rotation,
  RotationOutcome,
  Session,
  SessionEnd,
  SessionStart,
  SessionsRevocation,
} from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { assertSameRow } from './poisoned-client.ts'
import { rotate } from './refresh-rotation.ts'
import { writeRevocation } from './revocations.ts'
import { endNamedSessions, endSomeSessions, type SessionOwnerId } from './session-ends.ts'
import { createRefreshToken, createSession, type TokenRow, toSession, toToken } from './session-rows.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that remembers sessions and refresh tokens. */
export function createSessionStore({ read, transact }: Database) {
  return {
    async findSession(id: string): Promise<Session | undefined> {
      if (!isStorable(id)) return undefined
      const row = await withRetries(() => read.session.findUnique({ where: { id } }))
      if (!row) return undefined
      assertSameRow('session', row.id, id)
      return toSession(row)
    },

    async findRefreshToken(hash: string): Promise<{ token: RefreshToken; session: Session } | undefined> {
      const [row] = await withRetries(
        () => read.$queryRaw<TokenRow[]>`
          SELECT sessions.*, tokens.id AS "tokenId", tokens."sessionId", tokens.hash, tokens.scopes AS "tokenScopes",
            tokens."createdAt" AS "tokenCreatedAt", tokens."expiresAt" AS "tokenExpiresAt", tokens."spentAt"
          FROM refresh_tokens tokens JOIN sessions ON sessions.id = tokens."sessionId"
          WHERE tokens.hash = ${hash}`,
      )
      if (!row) return undefined
      assertSameRow('refresh token', row.hash, hash)
      assertSameRow('session', row.id, row.sessionId)
      return { token: toToken(row), session: toSession(row) }
    },

    async startSession({
      session,
      refreshToken,
      checkedPasswordHash,
      upgradedPasswordHash,
      crowded,
      audit,
    }: SessionStart): Promise<boolean> {
      return withRetries(() =>
        transact(async (transaction) => {
          // Holds the user's row, so that disabling the user waits and then finds this session too.
          const heldUsers = await transaction.$executeRaw`
            UPDATE users SET "lastLoginAt" = ${session.createdAt}, "passwordHash" = ${upgradedPasswordHash ?? checkedPasswordHash}
            WHERE id = ${session.userId} AND "isEnabled" = ${true} AND "passwordHash" = ${checkedPasswordHash}`
          if (heldUsers === 0) return false
          const heldClients = await transaction.$executeRaw`
            UPDATE clients SET "isEnabled" = ${true} WHERE id = ${session.clientId} AND "isEnabled" = ${true}`
          if (heldClients === 0) throw new StartRefused()
          // The user's row is held, so two logins never count the same sessions.
          const crowdedOut = await listCrowdedOut(transaction, session, crowded.limit)
          await createSession(transaction, session)
          if (refreshToken)
            await createRefreshToken(transaction, refreshToken, {
              sessionId: session.id,
              parentId: null,
              createdAt: session.createdAt,
            })
          await writeEvents(transaction, [audit])
          await endNamedSessions(transaction, crowdedOut, crowded.end)
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

    async endSessions(which: { sessionId: string } | SessionOwnerId, end: SessionEnd): Promise<number> {
      if (!Object.values(which).every(isStorable)) return 0
      if ('sessionId' in which)
        return withRetries(() => transact((transaction) => endNamedSessions(transaction, [which.sessionId], end)))
      for (let total = 0; ; ) {
        const batch = await withRetries(() =>
          transact(async (transaction) => {
            if (!(await holdOwner(transaction, which))) return { count: 0, isLast: true }
            return endSomeSessions(transaction, which, end)
          }),
        )
        total += batch.count
        if (batch.isLast) return total
        await giveOthersATurn()
      }
    },

    async revokeSessions(which: SessionOwnerId, { end, revocation, audit }: SessionsRevocation): Promise<number | undefined> {
      if (!Object.values(which).every(isStorable)) return undefined
      // What was issued dies with the first transaction. Its sessions end with it too, unless a client has very many.
      for (let total = 0; ; ) {
        const batch = await withRetries(() =>
          transact(async (transaction) => {
            if (!(await holdOwner(transaction, which))) return undefined
            const { count, isLast } = await endSomeSessions(transaction, which, end)
            if (isLast) await writeEvents(transaction, [audit(total + count)])
            await writeRevocation(transaction, revocation)
            return { count, isLast }
          }),
        )
        if (!batch) return undefined
        total += batch.count
        if (batch.isLast) return total
        await giveOthersATurn()
      }
    },
  }
}

/** So many more than one at a login bring a user down to the limit who was far beyond it before there was one. */
const crowdedOutAtOnce = 20

/** The oldest living sessions of a user who holds so many that another one would be beyond the limit. */
async function listCrowdedOut(transaction: Transaction, { userId, createdAt }: Session, limit: number): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM sessions WHERE "userId" = ${userId} AND "revokedAt" IS NULL AND "expiresAt" > ${createdAt}
    ORDER BY id DESC LIMIT ${crowdedOutAtOnce} OFFSET ${limit - 1}`
  return rows.map(({ id }) => id)
}

/** SQLite's queries give nobody else one. */
function giveOthersATurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Holds the row that a session's start holds too: a login that is under way has begun its session before, or begins it after. */
async function holdOwner(transaction: Transaction, which: SessionOwnerId): Promise<boolean> {
  // A change to the same, for the lock that comes with it.
  const { count } =
    'userId' in which
      ? await transaction.user.updateMany({ where: { id: which.userId }, data: { id: which.userId } })
      : await transaction.client.updateMany({ where: { id: which.clientId }, data: { id: which.clientId } })
  return count === 1
}

/** Rolls back what a session's start has written so far. */
class StartRefused extends Error {}
