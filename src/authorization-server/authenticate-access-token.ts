// Is this access token good here and now? Verified against our own keys, then against the revocations in the database.

import { UnauthenticatedError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import type { Audience } from '../token/claims.ts'
import { tokenIdLineage } from '../token/token-id.ts'
import { verifyAccessToken } from '../token/verify.ts'
import type { Authority } from './authority.ts'
import type { AuthorizationStorage, Revocation, RevocationKind } from './storage.ts'

/**
 * Verifies an access token that this server issued.
 *
 * The database is asked each time, so a revocation holds at once on every node.
 *
 * @param audience who must be meant; our own API passes its own
 * @throws {UnauthenticatedError} malformed, unknown key, bad signature, outside its life, wrong audience, revoked
 * @throws {InternalError} the database did not answer: refused, for the token may be revoked
 */
export async function authenticateAccessToken(authority: Authority, token: string, audience: Audience): Promise<AccessToken> {
  const { settings, keyRing, storage, now } = authority
  const verified = await verifyAccessToken(token, { issuer: settings.issuer, audience, findKey: keyRing.findKey, now })
  await assertNotRevoked(storage, verified)
  return verified
}

/** @throws {UnauthenticatedError} the token was revoked, itself or with its session, user, client or key */
export async function assertNotRevoked(
  storage: Pick<AuthorizationStorage, 'findRevocations'>,
  token: AccessToken,
): Promise<void> {
  const revocations = await storage.findRevocations(revocableNames(token))
  if (revocations.some((revocation) => isHit(token, revocation))) {
    throw new UnauthenticatedError('REVOKED', 'The token was revoked. Log in again.')
  }
}

function revocableNames(token: AccessToken): { kind: RevocationKind; targetId: string }[] {
  const names: { kind: RevocationKind; targetId: string }[] = [
    { kind: 'user', targetId: token.subject },
    { kind: 'client', targetId: token.clientId },
    { kind: 'key', targetId: token.keyId },
    ...tokenIdLineage(token.tokenId).map((targetId) => ({ kind: 'token' as const, targetId })),
  ]
  return token.sessionId === undefined ? names : [...names, { kind: 'session', targetId: token.sessionId }]
}

// Users and clients live on after a revocation, so it names what was issued until then; the others are gone for good.
function isHit(token: AccessToken, { kind, revokedAt }: Revocation): boolean {
  return kind === 'user' || kind === 'client' ? token.issuedAt <= revokedAt : true
}
