// Signs the access token of a grant that was decided and written; the last step, outside every transaction.

import { maxLifetimeSeconds } from '../token/claims.ts'
import { signAccessToken } from '../token/sign.ts'
import type { SigningKey } from '../token/signing-key.ts'
import { type Authority, addSeconds, type Settings } from './authority.ts'
import type { Client } from './storage.ts'

/** What a grant answers with (RFC 6749 section 5.1). */
export interface TokenSet {
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  readonly expiresInSeconds: number
  readonly expiresAt: Date
  readonly refreshToken: string | null
  readonly refreshExpiresAt: Date | null
  readonly scopes: readonly string[]
}

/** A grant that was decided and written; what is left is to sign it. */
export interface Issue {
  readonly subject: string
  readonly clientId: string
  readonly sessionId?: string
  readonly tokenId: string
  readonly audience: string
  readonly scopes: readonly string[]
  /** Read before the transaction that allowed the token, so that a revocation after it is later than this. */
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly refresh: { readonly token: string; readonly expiresAt: Date } | null
  /** What signs it; the active key by default. */
  readonly key?: SigningKey
}

/** Signs the access token and puts it beside the refresh token. */
export async function issueTokens({ settings, keyRing }: Authority, { refresh, key, ...claims }: Issue): Promise<TokenSet> {
  const accessToken = await signAccessToken({ ...claims, issuer: settings.issuer }, key ?? (await keyRing.activeKey()))
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresInSeconds: Math.floor((claims.expiresAt.getTime() - claims.issuedAt.getTime()) / 1000),
    expiresAt: claims.expiresAt,
    refreshToken: refresh?.token ?? null,
    refreshExpiresAt: refresh?.expiresAt ?? null,
    scopes: claims.scopes,
  }
}

/** How long the tokens of a client live: its own settings, else the service's. */
export function lifetimesOf(client: Client, settings: Settings) {
  return {
    accessTokenLifetimeSeconds: Math.min(
      client.accessTokenLifetimeSeconds ?? settings.accessTokenLifetimeSeconds,
      maxLifetimeSeconds,
    ),
    refreshTokenIdleSeconds: client.refreshTokenIdleSeconds ?? settings.refreshTokenIdleSeconds,
    refreshTokenAbsoluteSeconds: client.refreshTokenAbsoluteSeconds ?? settings.refreshTokenAbsoluteSeconds,
  }
}

/** When an access token issued now ends: after its life, and never after what it hangs on. */
export function accessTokenEnd(client: Client, settings: Settings, { now, notAfter }: { now: Date; notAfter: Date }): Date {
  const end = addSeconds(now, lifetimesOf(client, settings).accessTokenLifetimeSeconds)
  return end < notAfter ? end : notAfter
}
