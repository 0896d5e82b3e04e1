// Tokens for tests of your own schema: made up, signed by no one.

import { randomUUID } from 'node:crypto'
import { isGrantableScope } from '../scope/scope.ts'
import type { AccessToken } from '../token/access-token.ts'

/** What a test may choose about a token. */
export interface TestClaims {
  /** Default: none. */
  scopes?: readonly string[]
  /** Default `usr_test`. */
  subject?: string
  /** Default `test-client`. */
  clientId?: string
  /** Default: none, as for client credentials. */
  sessionId?: string
  /** Default: five minutes from now. */
  expiresAt?: Date
}

const lifetimeSeconds = 300

const claimNames = ['scopes', 'subject', 'clientId', 'sessionId', 'expiresAt']

/**
 * A token as a TokenVerifier would return it. Gates take it; no server takes it over HTTP, as there is no text of it.
 *
 * @throws {TypeError} a claim that there is not, or scopes that no one can be granted
 */
export function accessToken(claims: TestClaims = {}): AccessToken {
  assertClaims(claims)
  const issuedAt = new Date()
  return Object.freeze({
    subject: claims.subject ?? 'usr_test',
    clientId: claims.clientId ?? 'test-client',
    ...(claims.sessionId !== undefined && { sessionId: claims.sessionId }),
    tokenId: randomUUID(),
    issuer: 'https://issuer.test',
    audience: 'https://api.test',
    scopes: Object.freeze([...(claims.scopes ?? [])]),
    issuedAt,
    expiresAt: claims.expiresAt ?? new Date(issuedAt.getTime() + lifetimeSeconds * 1000),
    keyId: 'k4.pid.test',
  })
}

function assertClaims(claims: TestClaims): void {
  const unknown = Object.keys(claims).find((name) => !claimNames.includes(name))
  if (unknown !== undefined) throw new TypeError(`"${unknown}" is no claim of accessToken. There are ${claimNames.join(', ')}.`)
  const { scopes = [] } = claims
  if (!Array.isArray(scopes)) throw new TypeError('"scopes" must be a list: accessToken({ scopes: ["orders:read"] }).')
  if (scopes.every((scope) => typeof scope === 'string' && isGrantableScope(scope))) return
  throw new TypeError(
    '"scopes" has a member that is no scope. Write segments joined by ":", such as "orders:read" or "orders:*".',
  )
}
