// What is asked of the store about sessions and their refresh tokens.

import type { Revocation } from '../../token/revocation-page.ts'
import type { AuditEntry, RefreshToken, Session } from '../records.ts'

/** A refresh token as it is written. */
export interface NewRefreshToken {
  readonly id: string
  readonly hash: string
  readonly scopes: readonly string[]
  readonly expiresAt: Date
}

/** What a session's end writes besides the session itself. */
export interface SessionEnd {
  readonly at: Date
  readonly reason: string
  /** When the last access token of any of the sessions has expired. */
  readonly tokensExpireAt: Date
  /** A session that could not be refreshed after this has no living access token either. */
  readonly tokensIssuedAfter: Date
  readonly audit: (session: { id: string; userId: string; clientId: string }) => AuditEntry
}

/** A login that was checked, as it is written. */
export interface SessionStart {
  readonly session: Session
  readonly refreshToken: NewRefreshToken | null
  readonly checkedPasswordHash: string
  /** Replaces the stored hash when its parameters are out of date. */
  readonly upgradedPasswordHash: string | null
  /** How many living sessions a user may have, and how those beyond it end. */
  readonly crowded: { readonly limit: number; readonly end: SessionEnd }
  readonly audit: AuditEntry
}

/** A new password for the one that was checked. */
export interface PasswordChange {
  readonly userId: string
  readonly checkedPasswordHash: string
  readonly passwordHash: string
  readonly keepSessionId: string | null
  /** How the user's other sessions end. */
  readonly end: SessionEnd
  readonly audit: AuditEntry
}

/** What the end of all sessions of a user or a client writes. */
export interface SessionsRevocation {
  readonly end: SessionEnd
  readonly revocation: Revocation
  readonly audit: (revokedSessionCount: number) => AuditEntry
}

/** One presentation of a refresh token, with all that may have to be written for it. */
export interface Rotation {
  readonly refreshTokenId: string
  readonly sessionId: string
  readonly now: Date
  readonly replayWindowSeconds: number
  readonly successor: NewRefreshToken
  /** The successor's hashes under other root secrets: a node with one of those as its current one wrote that for the same token. */
  readonly otherSuccessorHashes?: readonly string[]
  readonly audit: { readonly rotated: AuditEntry; readonly retried: AuditEntry }
  /** How to end the session when the token turns out to be reused; the event says in which way. */
  readonly reused: Omit<SessionEnd, 'audit'> & { readonly audit: (kind: ReuseKind) => AuditEntry }
}

/**
 * In which way a spent refresh token came back: its successor is unused and the replay window has closed; its successor was used, once
 * and no further; or more was refreshed since. The further back, the less it looks like a client that lost an answer.
 */
export type ReuseKind = 'after_window' | 'successor_used' | 'older_ancestor'

/**
 * How one presentation of a refresh token ended: `rotated` for the one that won, `retried` for others inside the replay
 * window, `reused` when the session was ended for it, `dead` when the session had ended before.
 */
export type RotationOutcome =
  | { readonly kind: 'rotated' | 'retried'; readonly successorExpiresAt: Date }
  | { readonly kind: 'reused' }
  | { readonly kind: 'dead' }

/** Each write is one transaction, with its audit entry in it, and each says which race it survives. */
export interface SessionStorage {
  findSession(id: string): Promise<Session | undefined>
  findRefreshToken(hash: string): Promise<{ token: RefreshToken; session: Session } | undefined>

  /**
   * False, and nothing written, when the user or the client was disabled, or the password changed, after they were checked. However many
   * start at once, the user has no more living sessions than the limit then: the oldest end for it. Who had more to begin with, before
   * there was a limit, loses up to twenty.
   */
  startSession(start: SessionStart): Promise<boolean>
  /** However many present one token at once, at most one gets `rotated`, and the token has one successor. */
  rotateRefreshToken(rotation: Rotation): Promise<RotationOutcome>
  /**
   * Ends sessions that may still have living tokens, each once, and returns how many of them could still have been refreshed. More than
   * five hundred of a user end in several transactions.
   */
  endSessions(which: { sessionId: string } | { userId: string } | { clientId: string }, end: SessionEnd): Promise<number>
  /**
   * Ends the sessions of a user or a client like endSessions, and revokes whatever else it was issued, in one; of more than five hundred
   * sessions, the first of them with the revocation, and the others after. Each call leaves one event behind, besides those of the
   * sessions. Undefined, and nothing written, when there is no such user or client.
   */
  revokeSessions(which: { userId: string } | { clientId: string }, revoking: SessionsRevocation): Promise<number | undefined>
  /** False, and nothing written, when the password was changed meanwhile. Ends the user's other sessions with it. */
  replacePassword(change: PasswordChange): Promise<{ revokedSessionCount: number } | false>
}
