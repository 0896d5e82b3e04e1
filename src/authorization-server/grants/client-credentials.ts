// A confidential client acts for itself: an access token, never a refresh token. RFC 6749 section 4.4.

import { UnauthorizedClientError } from '../../errors.ts'
import { chooseAudience } from '../audience.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import { type Authority, addSeconds } from '../authority.ts'
import { assertGrantAllowed, authenticateClient, type PresentedClient } from '../client-authentication.ts'
import { newId } from '../identifiers.ts'
import { issueTokens, lifetimesOf, type TokenSet } from '../issue.ts'
import { grantScopes } from '../scope-policy.ts'

/** A client asks for a token for itself; scopes and audience may be left out. */
export interface ClientCredentialsGrantRequest extends PresentedClient {
  readonly scopes?: readonly string[] | null | undefined
  readonly audience?: string | null | undefined
}

/**
 * Issues an access token to a client for itself; its subject is the client's id.
 *
 * @throws {InvalidClientError} {UnauthorizedClientError} {InvalidAudienceError} the app may not do this
 * @throws {InvalidScopeError} a scope asked for is unknown or beyond the client's ceiling
 */
export async function clientCredentialsGrant(
  authority: Authority,
  request: ClientCredentialsGrantRequest,
  origin: RequestOrigin,
): Promise<TokenSet> {
  const { settings, storage } = authority
  // Read before the checks, so that a revocation after them is later than the token.
  const now = authority.now()
  const { client, secret } = await authenticateClient(authority, request, origin)
  assertGrantAllowed(client, 'CLIENT_CREDENTIALS')
  if (!secret) throw new UnauthorizedClientError('Only confidential clients may act for themselves.')
  const audience = chooseAudience(client, request.audience, settings)
  const definitions = await storage.listScopeDefinitions()
  const ceilings = [client.allowedScopes]
  const scopes = grantScopes({ asked: request.scopes, defaults: client.defaultScopes, ceilings, definitions })
  const tokenId = newId('tok', now)
  const facts = { actorId: client.id, clientId: client.id, targetId: tokenId, data: { scopes, audience } }
  await storage.recordSecretUse(secret.id, auditEntry('token.issued', now, origin, facts))
  const expiresAt = addSeconds(now, lifetimesOf(client, settings).accessTokenLifetimeSeconds)
  return issueTokens(authority, {
    subject: client.id,
    clientId: client.id,
    tokenId,
    audience,
    scopes,
    issuedAt: now,
    expiresAt,
    refresh: null,
  })
}
