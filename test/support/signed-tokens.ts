// Access tokens of a service as it would issue them, signed by its own key, for whomever a test wants.

import { randomUUID } from 'node:crypto'
import { type AccessTokenClaims, signAccessToken } from '../../src/token/sign.ts'
import type { TestService } from './service.ts'

/** A token that lives for five minutes; of a user, an app and a session that need not exist. */
export async function signToken(
  { authority: { keyRing, settings, now } }: TestService,
  claims: Partial<AccessTokenClaims> = {},
): Promise<string> {
  const [issuedAt, unique] = [now(), randomUUID()]
  const { issuer, audience } = settings
  const whom = { subject: `usr_${unique}`, clientId: 'cli_none', sessionId: `ses_${unique}`, tokenId: unique }
  const life = { issuedAt, expiresAt: new Date(issuedAt.getTime() + 300_000) }
  return signAccessToken({ ...whom, ...life, issuer, audience, scopes: [], ...claims }, await keyRing.activeKey())
}
