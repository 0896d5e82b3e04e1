// Writes access tokens: PASETO v4.public, claims named as in RFC 9068.

import { formatScopeClaim } from '../scope/claim.ts'
import type { AccessToken } from './access-token.ts'
import { maxLifetimeSeconds } from './claims.ts'
import { formatFooter, maxTokenLength } from './footer.ts'
import { signV4Public } from './sign-v4-public.ts'
import type { SigningKey } from './signing-key.ts'

/** What an access token is to say: `issuedAt` is its `iat` and its `nbf` too, and `expiresAt` at most an hour later. */
export type AccessTokenClaims = Omit<AccessToken, 'keyId'>

/**
 * A signed access token, `v4.public.…`, whose footer names the key.
 *
 * @throws {TypeError} an empty member, scopes that no claim can hold, a life of nothing or over 3600 s, a token over 4 KiB
 * @see PASETO v4.public; RFC 9068 section 2.2
 */
export async function signAccessToken(claims: AccessTokenClaims, key: SigningKey): Promise<string> {
  assertTexts(claims)
  assertLifetime(claims)

  const issuedAt = claims.issuedAt.toISOString()
  const payload = {
    iss: claims.issuer,
    sub: claims.subject,
    aud: claims.audience,
    exp: claims.expiresAt.toISOString(),
    nbf: issuedAt,
    iat: issuedAt,
    jti: claims.tokenId,
    client_id: claims.clientId,
    ...(claims.sessionId !== undefined && { sid: claims.sessionId }),
    scope: formatScopeClaim(claims.scopes),
  }
  const token = signV4Public(JSON.stringify(payload), { key, footer: formatFooter(key.id) })
  if (token.length > maxTokenLength)
    throw new TypeError(`The access token would be over ${maxTokenLength} characters. Grant fewer scopes, or wildcards.`)
  return token
}

function assertTexts({ subject, clientId, sessionId = 'none', tokenId, issuer, audience }: AccessTokenClaims): void {
  for (const [name, text] of Object.entries({ subject, clientId, sessionId, tokenId, issuer, audience })) {
    if (text === '') throw new TypeError(`"${name}" must not be empty.`)
  }
}

function assertLifetime({ issuedAt, expiresAt }: AccessTokenClaims): void {
  const lifetimeSeconds = (expiresAt.getTime() - issuedAt.getTime()) / 1000
  if (!(lifetimeSeconds > 0 && lifetimeSeconds <= maxLifetimeSeconds)) {
    throw new TypeError(`"expiresAt" must be after "issuedAt", by at most ${maxLifetimeSeconds} seconds.`)
  }
}
