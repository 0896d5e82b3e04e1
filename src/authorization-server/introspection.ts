// What a resource server may learn of a token; of one that is not active, only that. RFC 7662 section 2.2.

import { UnauthenticatedError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import { anyAudience } from '../token/claims.ts'
import { countWrongSecret } from './attempts/attempts.ts'
import type { RequestOrigin } from './audit.ts'
import { authenticateAccessToken } from './authenticate-access-token.ts'
import type { Authority } from './authority.ts'
import { isRefreshToken } from './credentials.ts'
import { findRefreshToken } from './sessions/find-refresh-token.ts'

/** What is told of a token: everything, or that it is not active. */
export type TokenInfo =
  | { readonly isActive: false }
  | ({ readonly isActive: true } & Partial<AccessToken> &
      Pick<AccessToken, 'subject' | 'clientId' | 'scopes' | 'audience' | 'expiresAt'>)

/**
 * Tells what a token says, of any audience; access and refresh tokens alike.
 *
 * @throws {RateLimitedError} an unknown refresh token, and too many of them came from this address before
 */
export async function introspectToken(authority: Authority, token: string, origin: RequestOrigin): Promise<TokenInfo> {
  return isRefreshToken(token) ? introspectRefreshToken(authority, token, origin) : introspectAccessToken(authority, token)
}

async function introspectAccessToken(authority: Authority, text: string): Promise<TokenInfo> {
  try {
    const token = await authenticateAccessToken(authority, text, anyAudience)
    return { isActive: true, ...token }
  } catch (error) {
    if (error instanceof UnauthenticatedError) return { isActive: false }
    throw error
  }
}

async function introspectRefreshToken(authority: Authority, text: string, origin: RequestOrigin): Promise<TokenInfo> {
  const found = await findRefreshToken(authority, text)
  const at = authority.now()
  if (!found) {
    await countWrongSecret(authority, { kind: 'refreshToken', origin })
    return { isActive: false }
  }
  if (found.token.spentAt || found.session.revokedAt || found.token.expiresAt <= at || found.session.absoluteExpiresAt <= at) {
    return { isActive: false }
  }
  const { token, session } = found
  const [user, client] = await Promise.all([
    authority.storage.findUser(session.userId),
    authority.storage.findClient(session.clientId),
  ])
  if (!user?.isEnabled || !client?.isEnabled) return { isActive: false }
  return {
    isActive: true,
    subject: session.userId,
    clientId: session.clientId,
    sessionId: session.id,
    scopes: token.scopes,
    audience: session.audience,
    issuedAt: token.createdAt,
    expiresAt: token.expiresAt,
  }
}
