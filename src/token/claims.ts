// Signed claims -> AccessToken: every claim checked and copied field by field (RFC 9068 section 2.2).

import type { Claims } from 'paseto'
import { UnauthenticatedError } from '../errors.ts'
import { parseScopeClaim } from '../scope/claim.ts'
import type { AccessToken } from './access-token.ts'
import { malformedToken } from './footer.ts'

/** The longest life of an access token, in seconds. */
export const maxLifetimeSeconds = 3600

/** Accepts whatever audience a token names: for the issuer itself, which revokes and introspects tokens meant for others. */
export const anyAudience = Symbol('any audience')

/** The one audience that is accepted, or deliberately any. */
export type Audience = string | typeof anyAudience

/** What the claims must fit. */
export interface ExpectedClaims {
  readonly issuer: string
  readonly audience: Audience
  readonly now: Date
  /** How far ahead of `now` the issuer's clock may be. Expiry is exact all the same. */
  readonly clockToleranceSeconds: number
}

/**
 * The access token that these claims describe, frozen and without a prototype.
 *
 * @param claims of a token whose signature holds
 * @throws {UnauthenticatedError} MALFORMED, WRONG_ISSUER, WRONG_AUDIENCE, NOT_YET_VALID or EXPIRED
 * @see RFC 9068 section 4
 */
export function readClaims(claims: Claims, keyId: string, expected: ExpectedClaims): AccessToken {
  if (Object.hasOwn(claims, '__proto__')) throw malformedToken()

  const issuer = readText(claims, 'iss')
  const audience = readText(claims, 'aud')
  const sessionId = Object.hasOwn(claims, 'sid') ? readText(claims, 'sid') : undefined
  const scopes = parseScopeClaim(readOwn(claims, 'scope'))
  if (scopes === undefined) throw malformedToken()
  const life = {
    issuedAt: readInstant(claims, 'iat'),
    notBefore: readInstant(claims, 'nbf'),
    expiresAt: readInstant(claims, 'exp'),
  }
  const token: AccessToken = {
    subject: readText(claims, 'sub'),
    clientId: readText(claims, 'client_id'),
    ...(sessionId !== undefined && { sessionId }),
    tokenId: readText(claims, 'jti'),
    issuer,
    audience,
    scopes,
    issuedAt: life.issuedAt,
    expiresAt: life.expiresAt,
    keyId,
  }

  if (issuer !== expected.issuer) throw new UnauthenticatedError('WRONG_ISSUER', 'The access token comes from another issuer.')
  if (expected.audience !== anyAudience && audience !== expected.audience)
    throw new UnauthenticatedError('WRONG_AUDIENCE', 'The access token is meant for another audience.')
  assertWithinLife(life, expected)
  // Taken away, not left out from the start: V8 keeps an object that never had a prototype as a table, slow to make and to read.
  return Object.freeze(Object.setPrototypeOf(token, null))
}

interface Life {
  issuedAt: Date
  notBefore: Date
  expiresAt: Date
}

/** Each comparison states what must hold, so that a clock that is no number refuses. */
function assertWithinLife({ issuedAt, notBefore, expiresAt }: Life, { now, clockToleranceSeconds }: ExpectedClaims): void {
  const lifetimeMilliseconds = expiresAt.getTime() - issuedAt.getTime()
  if (!(lifetimeMilliseconds > 0 && lifetimeMilliseconds <= maxLifetimeSeconds * 1000)) throw malformedToken()

  const latestStart = now.getTime() + clockToleranceSeconds * 1000
  if (!(issuedAt.getTime() <= latestStart && notBefore.getTime() <= latestStart)) {
    throw new UnauthenticatedError('NOT_YET_VALID', 'The access token is not valid yet. Check the clocks.')
  }
  // RFC 7519 section 4.1.4: "on or after which" it must not be accepted.
  if (!(now.getTime() < expiresAt.getTime()))
    throw new UnauthenticatedError('EXPIRED', 'The access token has expired. Refresh it, in a request without it.')
}

function readOwn(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}

function readText(claims: Claims, name: string): string {
  const value = readOwn(claims, name)
  if (typeof value !== 'string' || value === '') throw malformedToken()
  return value
}

/** RFC 3339 as toISOString writes it, the one form signAccessToken uses. */
function readInstant(claims: Claims, name: string): Date {
  const text = readText(claims, name)
  const instant = new Date(text)
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== text) throw malformedToken()
  return instant
}
