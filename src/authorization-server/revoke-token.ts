// An app gives a token back: a refresh token with its whole session, an access token alone. RFC 7009 section 2.

import { UnauthenticatedError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import { anyAudience } from '../token/claims.ts'
import { countWrongSecret } from './attempts/attempts.ts'
import { auditEntry, type RequestOrigin } from './audit.ts'
import { authenticateAccessToken } from './authenticate-access-token.ts'
import { type Authority, addSeconds } from './authority.ts'
import { authenticateClient, type PresentedClient } from './client-authentication.ts'
import { isRefreshToken } from './credentials.ts'
import { findRefreshToken } from './sessions/find-refresh-token.ts'
import { sessionEnd } from './sessions/session-end.ts'
import type { Client } from './storage.ts'

/**
 * Revokes a token of the client that asks. Unknown tokens and those of other clients change nothing and look the same
 * (RFC 7009 section 2.2).
 *
 * @throws {InvalidClientError} the client is unknown or its authentication failed
 * @throws {RateLimitedError} an unknown refresh token, and too many of them came from this address before
 */
export async function revokeToken(
  authority: Authority,
  request: PresentedClient & { token: string },
  origin: RequestOrigin,
): Promise<void> {
  const { client } = await authenticateClient(authority, request, origin)
  if (isRefreshToken(request.token)) await revokeRefreshToken(authority, request.token, { client, origin })
  else await revokeAccessToken(authority, request.token, { client, origin })
}

/** A client that was authenticated, and whence it asks. */
interface Asker {
  readonly client: Client
  readonly origin: RequestOrigin
}

async function revokeRefreshToken(authority: Authority, token: string, { client, origin }: Asker): Promise<void> {
  const { storage, now } = authority
  const found = await findRefreshToken(authority, token)
  // Those of other clients count too: the limit must not tell them from unknown ones.
  if (found?.session.clientId !== client.id) return countWrongSecret(authority, { kind: 'refreshToken', origin })
  const end = sessionEnd({ actorId: client.id, reason: 'refresh token revoked', origin }, now())
  await storage.endSessions({ sessionId: found.session.id }, end)
}

async function revokeAccessToken(authority: Authority, text: string, { client, origin }: Asker): Promise<void> {
  const token = await readUnlessUnusable(authority, text)
  if (token?.clientId !== client.id) return
  await revokeOneToken(authority, token, { actorId: client.id, origin })
}

/** Revokes one access token and those exchanged for it. */
export async function revokeOneToken(
  { storage, now }: Authority,
  token: AccessToken,
  { actorId, origin }: { actorId: string; origin: RequestOrigin },
): Promise<void> {
  const at = now()
  await storage.revoke(
    { kind: 'token', targetId: token.tokenId, revokedAt: at, expiresAt: addSeconds(token.expiresAt, 60) },
    auditEntry('token.revoked', at, origin, { actorId, clientId: token.clientId, targetId: token.tokenId }),
  )
}

async function readUnlessUnusable(authority: Authority, text: string): Promise<AccessToken | undefined> {
  try {
    return await authenticateAccessToken(authority, text, anyAudience)
  } catch (error) {
    // Not usable is what revoking wants; a database that does not answer is another matter, and passes through.
    if (error instanceof UnauthenticatedError) return undefined
    throw error
  }
}
