// Tokens for tests of your own schema: made up, signed by no one.

import { randomUUID } from 'node:crypto'
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

/** A token as a TokenVerifier would return it. Gates take it; no server takes it over HTTP, as there is no text of it. */
export function accessToken(claims: TestClaims = {}): AccessToken {
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
