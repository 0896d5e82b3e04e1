// What the authorization server remembers, as it needs it: the store implements this, and each method says which race it survives.

import type { Revocation, RevocationKind } from '../token/revocation-page.ts'
import type { AttemptBucket, Room } from './attempt-bucket.ts'

/** Whether a client can keep a secret (RFC 6749 section 2.1). */
export type ClientType = 'PUBLIC' | 'CONFIDENTIAL'
/** The ways to get a token that a client may be allowed. */
export type GrantType = 'PASSWORD' | 'REFRESH_TOKEN' | 'CLIENT_CREDENTIALS' | 'TOKEN_EXCHANGE'

/** A named set of scopes that users can hold. */
export interface Role {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly scopes: readonly string[]
  readonly createdAt: Date
}

/** A person who can log in. */
export interface User {
  readonly id: string
  /** In its compared form: NFC, lower case. */
  readonly email: string
  readonly displayName: string | null
  readonly passwordHash: string
  /** Granted directly, beside those of the roles. */
  readonly scopes: readonly string[]
  readonly roles: readonly Role[]
  readonly isEnabled: boolean
  readonly lastLoginAt: Date | null
  readonly createdAt: Date
}

/** What a login asks of a user before the password was found right: one query, whether there is such a user or not. */
export type UserForLogin = Pick<User, 'id' | 'passwordHash' | 'isEnabled'> & { readonly passwordChangedAt: Date }

/** One secret of a confidential client, as its keyed hash. */
export interface ClientSecret {
  readonly id: string
  readonly hash: string
  readonly hint: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** An app that asks for tokens, with the ceilings that no token of it may pass. */
export interface Client {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly type: ClientType
  readonly isFirstParty: boolean
  readonly grantTypes: readonly GrantType[]
  readonly allowedScopes: readonly string[]
  readonly defaultScopes: readonly string[]
  readonly allowedAudiences: readonly string[]
  /** Null: the service's own setting counts. */
  readonly accessTokenLifetimeSeconds: number | null
  readonly refreshTokenIdleSeconds: number | null
  readonly refreshTokenAbsoluteSeconds: number | null
  readonly isEnabled: boolean
  readonly secrets: readonly ClientSecret[]
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** One login on one device: a family of refresh tokens. */
export interface Session {
  readonly id: string
  readonly userId: string
  readonly clientId: string
  readonly audience: string
  readonly scopes: readonly string[]
  readonly deviceName: string | null
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly expiresAt: Date
  readonly absoluteExpiresAt: Date
  readonly revokedAt: Date | null
  readonly revokedReason: string | null
}

/** One refresh token of a session; the token itself is not remembered. */
export interface RefreshToken {
  readonly id: string
  readonly sessionId: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly spentAt: Date | null
}

/** A scope that may be asked for, and the scopes it brings with it. */
export interface ScopeDefinition {
  readonly name: string
  readonly description: string
  readonly implies: readonly string[]
  readonly isDefault: boolean
  readonly createdAt: Date
}

export type { Revocation, RevocationKind } from '../token/revocation-page.ts'

/** A place in the feed, and what stands there: null for whoever does not know. */
export interface FeedPlace {
  readonly after: number
  readonly mark: string | null
}

/** A stretch of the feed: every revocation after `from` and up to `to`, but those whose tokens have expired. */
export interface FeedStretch {
  /** The place that was asked for, or 0 when the feed has not reached it or has something else there. */
  readonly from: number
  readonly to: number
  /** What stands at `to`, or before it where nothing does; empty for an empty feed. */
  readonly mark: string
  /** False when the limit cut it short. */
  readonly isLast: boolean
  readonly revocations: readonly Revocation[]
}

/** One security event, as it is written; the types are listed in audit.ts. */
export interface AuditEntry {
  readonly id: string
  readonly at: Date
  readonly type: string
  readonly actorId: string | null
  readonly clientId: string | null
  readonly targetId: string | null
  readonly ipAddress: string | null
  readonly requestId: string | null
  readonly data: Readonly<Record<string, unknown>>
}

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

/** What came of a guess that had taken its place. */
export interface AttemptSettlement {
  readonly buckets: readonly AttemptBucket[]
  /** Those of the buckets that start anew. */
  readonly emptied: readonly AttemptBucket[]
  /** `unseen`: nothing was looked at, and the place is given back. */
  readonly verdict: 'right' | 'wrong' | 'unseen'
  /** The instant that came with the place. */
  readonly takenAt: Date
  readonly now: Date
  /** The events that tell of it. */
  readonly events: (filled: readonly AttemptBucket[]) => readonly AuditEntry[]
}

/** Everything the authorization server asks of its store. Every write is one transaction, with its audit entry in it. */
export interface AuthorizationStorage {
  findUser(id: string): Promise<User | undefined>
  findUserForLogin(email: string): Promise<UserForLogin | undefined>
  findClient(id: string): Promise<Client | undefined>
  findSession(id: string): Promise<Session | undefined>
  findRefreshToken(hash: string): Promise<{ token: RefreshToken; session: Session } | undefined>
  listScopeDefinitions(): Promise<readonly ScopeDefinition[]>

  /**
   * False, and nothing written, when the user or the client was disabled, or the password changed, after they were checked. However many
   * start at once, the user has no more living sessions than the limit then: the oldest end for it. Who had more to begin with, before
   * there was a limit, loses up to twenty.
   */
  startSession(start: {
    session: Session
    refreshToken: NewRefreshToken | null
    checkedPasswordHash: string
    /** Replaces the stored hash when its parameters are out of date. */
    upgradedPasswordHash: string | null
    /** How many living sessions a user may have, and how those beyond it end. */
    crowded: { limit: number; end: SessionEnd }
    audit: AuditEntry
  }): Promise<boolean>
  /** However many present one token at once, at most one gets `rotated`, and the token has one successor. */
  rotateRefreshToken(rotation: Rotation): Promise<RotationOutcome>
  /**
   * Ends sessions that may still have living tokens, each once, and returns how many of them could still have been refreshed. More than
   * five hundred of a user end in several transactions.
   */
  endSessions(which: { sessionId: string } | { userId: string }, end: SessionEnd): Promise<number>
  /**
   * Ends the sessions of a user or a client like endSessions, and revokes whatever else it was issued, in one; of more than five hundred
   * sessions, the first of them with the revocation, and the others after. Each call leaves one event behind, besides those of the
   * sessions. Undefined, and nothing written, when there is no such user or client.
   */
  revokeSessions(which: { userId: string } | { clientId: string }, revoking: SessionsRevocation): Promise<number | undefined>
  /** False, and nothing written, when the password was changed meanwhile. Ends the user's other sessions with it. */
  replacePassword(change: {
    userId: string
    checkedPasswordHash: string
    passwordHash: string
    keepSessionId: string | null
    end: SessionEnd
    audit: AuditEntry
  }): Promise<{ revokedSessionCount: number } | false>

  /** Adds a revocation, with its event. For a target that has one already, the later instant of the two counts, and there is no second event. */
  revoke(revocation: Revocation, audit: AuditEntry): Promise<void>
  /** Those of the named targets that are revoked. */
  findRevocations(targets: readonly { kind: RevocationKind; targetId: string }[]): Promise<readonly Revocation[]>
  /**
   * Revocations in the order of the feed. No place at or before `to` is filled later on, however many nodes write.
   *
   * @param options.after a place of the feed, 0 for its beginning
   */
  readRevocations(options: FeedPlace & { limit: number; now: Date }): Promise<FeedStretch>
  /** Calls the listener soon after a revocation was written, by any node as a rule; a hint, and no promise. Returns how to stop. */
  onRevoked(listener: () => void): () => void

  /**
   * Takes a place in every bucket or in none. However many nodes ask at once, no more are taken than fit beside the wrong ones. While they
   * are crowded it waits for up to five seconds, after those who came before it for the first of the buckets.
   */
  takeAttempt(buckets: readonly [AttemptBucket, ...AttemptBucket[]], now: Date): Promise<Room>
  /** Gives the places back, with what the guess leaves in the buckets and with its events. */
  settleAttempt(settlement: AttemptSettlement): Promise<void>
  /** Counts a guess that was found wrong, with its events; `full`, and nothing written, when there is no place for it. */
  countAttempt(wrong: Omit<AttemptSettlement, 'emptied' | 'verdict' | 'takenAt'>): Promise<Room>

  recordEvent(audit: AuditEntry): Promise<void>
  /** Records the event and notes when the secret was used. */
  recordSecretUse(secretId: string, audit: AuditEntry): Promise<void>
  /** Replaces the hash of a client secret, unless it is no longer the one that was read. */
  rehashClientSecret(rehash: { id: string; from: string; to: string }): Promise<void>
}
