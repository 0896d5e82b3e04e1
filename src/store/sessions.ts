// Sessions and their refresh tokens: begun, rotated and ended so that no race leaves two live tokens or a live one in a dead session.

import type {
  AuditEntry,
  NewRefreshToken,
  RefreshToken,
  ReuseKind,
  Rotation,
  RotationOutcome,
  Session,
  SessionEnd,
  SessionsRevocation,
} from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList, splitList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'
import { writeRevocation } from './revocations.ts'
import { endAliveSessions } from './session-ends.ts'
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
          // The user's row is held, so two logins never count the same sessions.
          const crowdedOut = await listCrowdedOut(transaction, session, crowded.limit)
          await transaction.session.createMany({ data: { ...session, scopes: joinList(session.scopes) } })
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

    async endSessions(which: { sessionId: string } | { userId: string }, end: SessionEnd): Promise<number> {
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

    async revokeSessions(
      which: { userId: string } | { clientId: string },
      { end, revocation, audit }: SessionsRevocation,
    ): Promise<number | undefined> {
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

/** More at once would keep everybody waiting; more in one transaction than ten seconds are enough for would never end. */
const sessionsAtOnce = 500
/** So many more than one at a login bring a user down to the limit who was far beyond it before there was one. */
const crowdedOutAtOnce = 20

async function endNamedSessions(transaction: Transaction, ids: readonly string[], end: SessionEnd): Promise<number> {
  if (ids.length === 0) return 0
  return endAliveSessions(transaction, Prisma.sql`id IN (${Prisma.join([...ids])})`, end)
}

/** The oldest living sessions of a user who holds so many that another one would be beyond the limit. */
async function listCrowdedOut(transaction: Transaction, { userId, createdAt }: Session, limit: number): Promise<string[]> {
  const rows = await transaction.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: createdAt } },
    select: { id: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: limit - 1,
    take: crowdedOutAtOnce,
  })
  return rows.map(({ id }) => id)
}

/** Ends the first of the sessions that may have living tokens; `isLast` when there were no more of them. */
async function endSomeSessions(
  transaction: Transaction,
  which: { userId: string } | { clientId: string },
  end: SessionEnd,
): Promise<{ count: number; isLast: boolean }> {
  const alive = { ...which, revokedAt: null, expiresAt: { gt: end.tokensIssuedAfter } }
  const rows = await transaction.session.findMany({ where: alive, select: { id: true }, take: sessionsAtOnce })
  const ids = rows.map(({ id }) => id)
  return { count: await endNamedSessions(transaction, ids, end), isLast: ids.length < sessionsAtOnce }
}

/** SQLite's queries give nobody else one. */
function giveOthersATurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Holds the row that a session's start holds too: a login that is under way has begun its session before, or begins it after. */
async function holdOwner(transaction: Transaction, which: { userId: string } | { clientId: string }): Promise<boolean> {
  // A change to the same, for the lock that comes with it.
  const { count } =
    'userId' in which
      ? await transaction.user.updateMany({ where: { id: which.userId }, data: { id: which.userId } })
      : await transaction.client.updateMany({ where: { id: which.clientId }, data: { id: which.clientId } })
  return count === 1
}

/** Rolls back what a session's start has written so far. */
class StartRefused extends Error {}

interface SessionStart {
  session: Session
  refreshToken: NewRefreshToken | null
  checkedPasswordHash: string
  upgradedPasswordHash: string | null
  crowded: { limit: number; end: SessionEnd }
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
    await transaction.session.updateMany({
      where: { id: sessionId },
      data: { expiresAt: successor.expiresAt, scopes: joinList(successor.scopes) },
    })
    await writeEvents(transaction, [rotation.audit.rotated])
    return { kind: 'rotated', successorExpiresAt: successor.expiresAt }
  }
  const again = await judgeSpentToken(transaction, rotation)
  if (again.kind === 'retried') {
    await writeEvents(transaction, [rotation.audit.retried])
    return again
  }
  await endNamedSessions(transaction, [sessionId], { ...rotation.reused, audit: () => rotation.reused.audit(again.reuse) })
  return { kind: 'reused' }
}

type SecondUse = { kind: 'retried'; successorExpiresAt: Date } | { kind: 'reused'; reuse: ReuseKind }

// The window counts from the first use, and closes as soon as the successor was used: then both were in one hand before.
async function judgeSpentToken(
  transaction: Transaction,
  { refreshTokenId, now, replayWindowSeconds, successor, otherSuccessorHashes = [] }: Rotation,
): Promise<SecondUse> {
  const token = await transaction.refreshToken.findUnique({
    where: { id: refreshTokenId },
    include: { child: { include: { child: true } } },
  })
  if (token) assertSameRow('refresh token', token.id, refreshTokenId)
  const child = token?.child
  if (!token?.spentAt || !child || child.child?.spentAt) return { kind: 'reused', reuse: 'older_ancestor' }
  if (child.spentAt) return { kind: 'reused', reuse: 'successor_used' }
  const isInWindow = now.getTime() - token.spentAt.getTime() < replayWindowSeconds * 1000
  const isSame = child.hash === successor.hash || otherSuccessorHashes.includes(child.hash)
  if (!isInWindow || !isSame) return { kind: 'reused', reuse: 'after_window' }
  return { kind: 'retried', successorExpiresAt: child.expiresAt }
}

async function createRefreshToken(
  transaction: Transaction,
  { id, hash, scopes, expiresAt }: NewRefreshToken,
  place: { sessionId: string; parentId: string | null; createdAt: Date },
): Promise<void> {
  // Not create: that asks for the whole row back.
  await transaction.refreshToken.createMany({
    data: { id, hash, scopes: joinList(scopes), expiresAt, ...place },
  })
}

type SessionRow = Prisma.SessionGetPayload<object>

/** A session beside one of its refresh tokens. */
interface TokenRow extends SessionRow {
  tokenId: string
  sessionId: string
  hash: string
  tokenScopes: string
  tokenCreatedAt: Date
  tokenExpiresAt: Date
  spentAt: Date | null
}

function toToken(row: TokenRow): RefreshToken {
  const { tokenId: id, sessionId, tokenCreatedAt: createdAt, tokenExpiresAt: expiresAt, spentAt } = row
  return { id, sessionId, scopes: splitList(row.tokenScopes), createdAt, expiresAt, spentAt }
}

function toSession(row: SessionRow): Session {
  const { id, userId, clientId, audience, deviceName, ipAddress, userAgent } = row
  const { createdAt, lastUsedAt, expiresAt, absoluteExpiresAt, revokedAt, revokedReason } = row
  return {
    ...{ id, userId, clientId, audience, scopes: splitList(row.scopes), deviceName, ipAddress, userAgent },
    ...{ createdAt, lastUsedAt, expiresAt, absoluteExpiresAt, revokedAt, revokedReason },
  }
}
