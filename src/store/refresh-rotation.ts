// Rotates a refresh token: the first presentation spends it, a retry gets the same successor, and any other ends the session.

import type { ReuseKind, Rotation, RotationOutcome } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Transaction } from './database.ts'
import { joinList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'
import { endNamedSessions } from './session-ends.ts'
import { createRefreshToken } from './session-rows.ts'

/** One presentation of a refresh token, as part of a transaction: whatever races, one of them spends it. */
export async function rotate(transaction: Transaction, rotation: Rotation): Promise<RotationOutcome> {
  const { refreshTokenId, sessionId, now, successor } = rotation
  // Holds the session's row: its refreshes and its end happen one after the other from here on.
  const heldSessions = await transaction.$executeRaw`
    UPDATE sessions SET "lastUsedAt" = ${now} WHERE id = ${sessionId} AND "revokedAt" IS NULL AND "absoluteExpiresAt" > ${now}`
  if (heldSessions === 0) return { kind: 'dead' }
  const spentTokens = await transaction.$executeRaw`
    UPDATE refresh_tokens SET "spentAt" = ${now} WHERE id = ${refreshTokenId} AND "spentAt" IS NULL`
  if (spentTokens === 1) {
    await createRefreshToken(transaction, successor, { sessionId, parentId: refreshTokenId, createdAt: now })
    await transaction.$executeRaw`
      UPDATE sessions SET "expiresAt" = ${successor.expiresAt}, scopes = ${joinList(successor.scopes)} WHERE id = ${sessionId}`
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
