// What the authorization server remembers, as it reads it.

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
  /** Raised by every change that an administrator makes. */
  readonly version: number
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
  /** Raised by every change that an administrator makes. */
  readonly version: number
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
  /** Raised by every change that an administrator makes. */
  readonly version: number
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
  /** Raised by every change that an administrator makes. */
  readonly version: number
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
