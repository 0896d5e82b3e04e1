// Rows of sessions and refresh tokens, in and out.

import type { NewRefreshToken, RefreshToken, Session } from '../authorization-server/storage.ts'
import type { Prisma, Transaction } from './database.ts'
import { joinList, splitList } from './lists.ts'

/** Adds a session. */
export async function createSession(transaction: Transaction, session: Session): Promise<void> {
  const { id, userId, clientId, audience, scopes, deviceName, ipAddress, userAgent } = session
  const { createdAt, lastUsedAt, expiresAt, absoluteExpiresAt } = session
  await transaction.$executeRaw`
    INSERT INTO sessions (id, "userId", "clientId", audience, scopes, "deviceName", "ipAddress", "userAgent",
      "createdAt", "lastUsedAt", "expiresAt", "absoluteExpiresAt")
    VALUES (${id}, ${userId}, ${clientId}, ${audience}, ${joinList(scopes)}, ${deviceName}, ${ipAddress}, ${userAgent},
      ${createdAt}, ${lastUsedAt}, ${expiresAt}, ${absoluteExpiresAt})`
}

/** Adds a refresh token to a session. Prisma's own createMany takes ten times as long. */
export async function createRefreshToken(
  transaction: Transaction,
  { id, hash, scopes, expiresAt }: NewRefreshToken,
  { sessionId, parentId, createdAt }: { sessionId: string; parentId: string | null; createdAt: Date },
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO refresh_tokens (id, "sessionId", "parentId", hash, scopes, "createdAt", "expiresAt")
    VALUES (${id}, ${sessionId}, ${parentId}, ${hash}, ${joinList(scopes)}, ${createdAt}, ${expiresAt})`
}

/** A session as it is stored. */
export type SessionRow = Prisma.SessionGetPayload<object>

/** A session beside one of its refresh tokens. */
export interface TokenRow extends SessionRow {
  tokenId: string
  sessionId: string
  hash: string
  tokenScopes: string
  tokenCreatedAt: Date
  tokenExpiresAt: Date
  spentAt: Date | null
}

/** The refresh token of a row. */
export function toToken(row: TokenRow): RefreshToken {
  const { tokenId: id, sessionId, tokenCreatedAt: createdAt, tokenExpiresAt: expiresAt, spentAt } = row
  return { id, sessionId, scopes: splitList(row.tokenScopes), createdAt, expiresAt, spentAt }
}

/** The session of a row, and nothing else that stands in it. */
export function toSession(row: SessionRow): Session {
  const { id, userId, clientId, audience, deviceName, ipAddress, userAgent } = row
  const { createdAt, lastUsedAt, expiresAt, absoluteExpiresAt, revokedAt, revokedReason } = row
  return {
    ...{ id, userId, clientId, audience, scopes: splitList(row.scopes), deviceName, ipAddress, userAgent },
    ...{ createdAt, lastUsedAt, expiresAt, absoluteExpiresAt, revokedAt, revokedReason },
  }
}
