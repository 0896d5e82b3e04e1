// Refresh: a new pair for the old refresh token, the same one again for a retry, the end of the session for a thief. RFC 9700 section 4.14.2.

import { InvalidGrantError } from '../../errors.ts'
import { countWrongSecret } from '../attempts/attempts.ts'
import { chooseAudience } from '../audience.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import { type Authority, addSeconds } from '../authority.ts'
import { assertGrantAllowed, authenticateClient, type PresentedClient } from '../client-authentication.ts'
import { newId } from '../identifiers.ts'
import { accessTokenEnd, issueTokens, lifetimesOf, type TokenSet } from '../issue.ts'
import { effectiveScopes, grantScopes } from '../scope-policy.ts'
import { type FoundRefreshToken, findRefreshToken } from '../sessions/find-refresh-token.ts'
import { sessionEnd } from '../sessions/session-end.ts'
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
 * @throws {RateLimitedError} unknown or another client's, and too many of them came from this address before
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
  const presented = { refreshToken: request.refreshToken, client, origin }
  const { token, session, successor: refreshToken } = await findOwnToken(authority, presented)
  // Expiry beats the replay window: a retry does not outlive its token.
  if (token.expiresAt <= now || session.absoluteExpiresAt <= now) throw new InvalidGrantError('It has expired.')
  const audience = chooseAudience(client, session.audience, authority.settings)
  const { kept, granted } = await narrow(authority, { client, token, session, asked: request.scopes })
  const idleEnd = addSeconds(now, lifetimesOf(client, authority.settings).refreshTokenIdleSeconds)
  const expiresAt = idleEnd < session.absoluteExpiresAt ? idleEnd : session.absoluteExpiresAt
  const [hash = '', ...otherSuccessorHashes] = authority.credentials.refreshTokenForms(refreshToken).map((form) => form.hash)
  const successor = { id: newId('rft', now), hash, scopes: kept, expiresAt }
  const facts = { token, session, successor, otherSuccessorHashes, now }
  const outcome = await authority.storage.rotateRefreshToken(rotation(authority, facts, origin))
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
    expiresAt: accessTokenEnd(client, authority.settings, { now, notAfter: refreshExpiresAt }),
    refresh: { token: refreshToken, expiresAt: refreshExpiresAt },
  })
}

async function findOwnToken(
  authority: Authority,
  { refreshToken, client, origin }: { refreshToken: string; client: Client; origin: RequestOrigin },
): Promise<FoundRefreshToken> {
  const found = await findRefreshToken(authority, refreshToken)
  if (found?.session.clientId !== client.id) {
    // Another client's counts too: the limit must not tell it from one that is unknown.
    await countWrongSecret(authority, { kind: 'refreshToken', origin })
    throw new InvalidGrantError(found ? 'It belongs to another client.' : 'It is unknown.')
  }
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

type RotationFacts = Pick<Rotation, 'successor' | 'otherSuccessorHashes' | 'now'> & { token: RefreshToken; session: Session }

function rotation({ settings }: Authority, { token, session, ...presented }: RotationFacts, origin: RequestOrigin): Rotation {
  const { now } = presented
  const facts = { actorId: session.userId, clientId: session.clientId, targetId: session.id }
  return {
    refreshTokenId: token.id,
    sessionId: session.id,
    replayWindowSeconds: settings.replayWindowSeconds,
    ...presented,
    audit: {
      rotated: auditEntry('refresh.rotated', now, origin, facts),
      retried: auditEntry('refresh.retried', now, origin, facts),
    },
    reused: {
      ...sessionEnd({ actorId: session.clientId, reason: 'refresh token reused', origin }, now),
      audit: (kind) => auditEntry('refresh.reused', now, origin, { ...facts, data: { kind } }),
    },
  }
}
