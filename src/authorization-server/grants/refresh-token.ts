// Refresh: a new pair for the old refresh token, the same one again for a retry, the end of the session for a thief. RFC 9700 section 4.14.2.

import { InvalidGrantError } from '../../errors.ts'
import { chooseAudience } from '../audience.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import { type Authority, addSeconds } from '../authority.ts'
import { assertGrantAllowed, authenticateClient, type PresentedClient } from '../client-authentication.ts'
import { isRefreshToken } from '../credentials.ts'
import { newId } from '../identifiers.ts'
import { accessTokenEnd, issueTokens, lifetimesOf, type TokenSet } from '../issue.ts'
import { effectiveScopes, grantScopes } from '../scope-policy.ts'
import { sessionEnd } from '../session-end.ts'
import type { Client, RefreshToken, Rotation, Session } from '../storage.ts'

/** A client shows a refresh token. */
export interface RefreshTokenGrantRequest extends PresentedClient {
  readonly refreshToken: string
  /** Narrows the access token; the refresh token keeps its own (RFC 6749 section 6). */
  readonly scopes?: readonly string[] | null | undefined
}

/**
 * Exchanges a refresh token for its successor and a new access token.
 *
 * @throws {InvalidClientError} {UnauthorizedClientError} the app may not do this
 * @throws {InvalidGrantError} unknown, expired, revoked, reused, or another client's: one answer, and another client's is not consumed
 * @throws {InvalidScopeError} wider than the refresh token; it is not consumed
 * @throws {InvalidAudienceError} the client may no longer ask for the session's audience
 */
export async function refreshTokenGrant(
  authority: Authority,
  request: RefreshTokenGrantRequest,
  origin: RequestOrigin,
): Promise<TokenSet> {
  // Read before the checks, so that a revocation after them is later than the token.
  const now = authority.now()
  const { client } = await authenticateClient(authority, request, origin)
  assertGrantAllowed(client, 'REFRESH_TOKEN')
  const { token, session } = await findOwnToken(authority, request.refreshToken, client)
  // Expiry beats the replay window: a retry does not outlive its token.
  if (token.expiresAt <= now || session.absoluteExpiresAt <= now) throw new InvalidGrantError('It has expired.')
  const audience = chooseAudience(client, session.audience, authority.settings)
  const { kept, granted } = await narrow(authority, { client, token, session, asked: request.scopes })
  const refreshToken = authority.credentials.successorOf(request.refreshToken)
  const idleEnd = addSeconds(now, lifetimesOf(client, authority.settings).refreshTokenIdleSeconds)
  const expiresAt = idleEnd < session.absoluteExpiresAt ? idleEnd : session.absoluteExpiresAt
  const hash = authority.credentials.hashRefreshToken(refreshToken)
  const successor = { id: newId('rft', now), hash, scopes: kept, expiresAt }
  const outcome = await authority.storage.rotateRefreshToken(rotation(authority, { token, session, successor, now }, origin))
  if (outcome.kind === 'reused' || outcome.kind === 'dead') throw new InvalidGrantError(outcome.kind)
  const refreshExpiresAt = outcome.successorExpiresAt
  if (refreshExpiresAt <= now) throw new InvalidGrantError('Its successor has expired.')
  return issueTokens(authority, {
    subject: session.userId,
    clientId: client.id,
    sessionId: session.id,
    tokenId: newId('tok', now),
    audience,
    scopes: granted,
    issuedAt: now,
    expiresAt: accessTokenEnd(client, authority.settings, now, refreshExpiresAt),
    refresh: { token: refreshToken, expiresAt: refreshExpiresAt },
  })
}

async function findOwnToken(
  { storage, credentials }: Authority,
  refreshToken: string,
  client: Client,
): Promise<{ token: RefreshToken; session: Session }> {
  const found = isRefreshToken(refreshToken)
    ? await storage.findRefreshToken(credentials.hashRefreshToken(refreshToken))
    : undefined
  if (!found) throw new InvalidGrantError('It is unknown.')
  if (found.session.clientId !== client.id) throw new InvalidGrantError('It belongs to another client.')
  if (found.session.revokedAt) throw new InvalidGrantError('Its session has ended.')
  return found
}

interface Narrowing {
  client: Client
  token: RefreshToken
  session: Session
  asked: readonly string[] | null | undefined
}

// A ceiling that was lowered since counts from the next refresh, for both tokens; one that was raised changes nothing.
async function narrow(
  { storage }: Authority,
  { client, token, session, asked }: Narrowing,
): Promise<{ kept: string[]; granted: string[] }> {
  const [user, definitions] = await Promise.all([storage.findUser(session.userId), storage.listScopeDefinitions()])
  if (!user?.isEnabled) throw new InvalidGrantError('The user is disabled or gone.')
  const limits = { ceilings: [client.allowedScopes, effectiveScopes(user, definitions)], held: token.scopes, definitions }
  const kept = grantScopes({ asked: null, defaults: token.scopes, ...limits })
  const granted = grantScopes({ asked, defaults: kept, ...limits })
  return { kept, granted }
}

type RotationFacts = Pick<Rotation, 'successor' | 'now'> & { token: RefreshToken; session: Session }

function rotation({ settings }: Authority, { token, session, successor, now }: RotationFacts, origin: RequestOrigin): Rotation {
  const facts = { actorId: session.userId, clientId: session.clientId, targetId: session.id }
  return {
    refreshTokenId: token.id,
    sessionId: session.id,
    now,
    replayWindowSeconds: settings.replayWindowSeconds,
    successor,
    audit: {
      rotated: auditEntry('refresh.rotated', now, origin, facts),
      retried: auditEntry('refresh.retried', now, origin, facts),
    },
    reused: {
      ...sessionEnd('refresh token reused', session.clientId, now, origin),
      audit: () => auditEntry('refresh.reused', now, origin, facts),
    },
  }
}
