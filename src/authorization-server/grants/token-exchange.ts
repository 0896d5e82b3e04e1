// Narrows one's own access token: fewer scopes, another audience, a shorter life. In the spirit of RFC 8693 section 2.1.

import { BadUserInputError, InvalidClientError, UnauthenticatedError } from '../../errors.ts'
import type { AccessToken } from '../../token/access-token.ts'
import { exchangedTokenId, maxExchanges, tokenIdLineage } from '../../token/token-id.ts'
import { chooseAudience } from '../audience.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import { assertNotRevoked } from '../authenticate-access-token.ts'
import { type Authority, addSeconds } from '../authority.ts'
import { assertGrantAllowed } from '../client-authentication.ts'
import { newId } from '../identifiers.ts'
import { accessTokenEnd, issueTokens, type TokenSet } from '../issue.ts'
import { effectiveScopes, grantScopes } from '../scope-policy.ts'
import type { ScopeDefinition } from '../storage.ts'

/** What the new token is to reach, for whom and how long. */
export interface TokenExchangeRequest {
  readonly scopes: readonly string[]
  readonly audience?: string | null | undefined
  /** Seconds; at most what the token itself has left. */
  readonly lifetimeSeconds?: number | null | undefined
}

/**
 * Issues an access token that reaches no further and lives no longer than the one shown, and is revoked with it.
 *
 * It is signed by the key that signed the one shown, so that revoking that key ends both; a key that signs no more is therefore refused.
 *
 * @throws {UnauthenticatedError} the token was revoked meanwhile, its key does not sign now, or its user is disabled
 * @throws {InvalidClientError} {UnauthorizedClientError} {InvalidAudienceError} the token's client may not do this
 * @throws {InvalidScopeError} a scope asked for is beyond the token
 * @throws {BadUserInputError} the life is not a positive number of seconds, or the chain of exchanges is too long
 */
export async function tokenExchangeGrant(
  authority: Authority,
  token: AccessToken,
  { scopes: asked, audience: askedAudience, lifetimeSeconds }: TokenExchangeRequest,
  origin: RequestOrigin,
): Promise<TokenSet> {
  const { settings, storage, keyRing } = authority
  if (lifetimeSeconds != null && lifetimeSeconds < 1)
    throw new BadUserInputError('lifetimeSeconds', 'A life is at least 1 second.')
  if (tokenIdLineage(token.tokenId).length > maxExchanges) {
    throw new BadUserInputError('scopes', `A token can be exchanged ${maxExchanges} times over. Exchange an earlier one.`)
  }
  // Read before the checks, so that a revocation after them is later than the new token.
  const now = authority.now()
  if (token.expiresAt <= now)
    throw new UnauthenticatedError('EXPIRED', 'The access token has expired. Refresh it, in a request without it.')
  await assertNotRevoked(storage, token)
  const key = await keyRing.activeKey()
  if (key.id !== token.keyId)
    throw new UnauthenticatedError('UNKNOWN_KEY', 'The key of the access token signs no new ones. Refresh it, and try again.')
  const client = await storage.findClient(token.clientId)
  if (!client?.isEnabled) throw new InvalidClientError()
  assertGrantAllowed(client, 'TOKEN_EXCHANGE')
  const audience = askedAudience == null ? token.audience : chooseAudience(client, askedAudience, settings)
  const definitions = await storage.listScopeDefinitions()
  const ceilings = [client.allowedScopes, ...(await subjectCeiling(authority, token, definitions))]
  const scopes = grantScopes({ asked, defaults: [], ceilings, held: token.scopes, definitions })
  const tokenId = exchangedTokenId(token.tokenId, newId('tok', now))
  const end = accessTokenEnd(client, settings, { now, notAfter: token.expiresAt })
  const askedEnd = lifetimeSeconds == null ? end : addSeconds(now, lifetimeSeconds)
  const facts = { actorId: token.subject, clientId: client.id, targetId: tokenId, data: { scopes, audience } }
  await storage.recordEvent(auditEntry('token.exchanged', now, origin, facts))
  return issueTokens(authority, {
    subject: token.subject,
    clientId: token.clientId,
    ...(token.sessionId !== undefined && { sessionId: token.sessionId }),
    tokenId,
    audience,
    scopes,
    issuedAt: now,
    expiresAt: askedEnd < end ? askedEnd : end,
    refresh: null,
    key,
  })
}

// What the user may do now, which may be less than when the token was issued.
async function subjectCeiling(
  { storage }: Authority,
  { subject, clientId }: AccessToken,
  definitions: readonly ScopeDefinition[],
): Promise<string[][]> {
  if (subject === clientId) return []
  const user = await storage.findUser(subject)
  if (!user?.isEnabled) throw new UnauthenticatedError('REVOKED', 'The user is disabled or gone.')
  return [effectiveScopes(user, definitions)]
}
