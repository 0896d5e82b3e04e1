// Untrusted text -> AccessToken: the one way in for access tokens.

import { isUtf8 } from 'node:buffer'
import type { Claims } from 'paseto'
import { UnauthenticatedError } from '../errors.ts'
import type { AccessToken } from './access-token.ts'
import { type Audience, readClaims } from './claims.ts'
import { malformedToken, readKeyId } from './footer.ts'
import type { PublicKey } from './public-key.ts'
import { openV4Public } from './v4-public.ts'

/** Whose tokens are accepted, for whom, and when. */
export interface VerifyOptions {
  /** The only `iss` accepted, compared exactly. */
  issuer: string
  /** The only `aud` accepted, compared exactly; or `anyAudience`. */
  audience: Audience
  /** The key of that id, if it is known and may still be used. What it throws is thrown on. */
  findKey: (keyId: string) => Promise<PublicKey | undefined> | PublicKey | undefined
  now: () => Date
  /** How far ahead the issuer's clock may be, for `iat` and `nbf`; expiry is exact. Default 5. */
  clockToleranceSeconds?: number
}

/**
 * Checks an access token and returns what it says.
 *
 * The footer's key id is a hint until the signature holds: it may choose a key and decide nothing else.
 *
 * @param token text after "Bearer "; over 4 KiB is refused unread
 * @throws {UnauthenticatedError} malformed, unknown key, bad signature, outside its life, wrong issuer, wrong audience
 * @see PASETO v4.public; RFC 9068 section 4; RFC 6750 section 3.1
 */
export async function verifyAccessToken(token: string, options: VerifyOptions): Promise<AccessToken> {
  const keyId = readKeyId(token)
  const key = await options.findKey(keyId)
  // An id never changes its key: a source that answers with another key is not believed.
  if (key?.id !== keyId)
    throw new UnauthenticatedError('UNKNOWN_KEY', 'The access token names a signing key that is not in use. Log in again.')

  const claims = parseClaims(openV4Public(token, key))
  const { issuer, audience, clockToleranceSeconds = 5 } = options
  return readClaims(claims, keyId, { issuer, audience, now: options.now(), clockToleranceSeconds })
}

/**
 * The claims of a payload that was signed. Whether they are in time and meant for us is for readClaims to say.
 *
 * Signed or not, a payload that is not the one text of its claims is refused: that is how a name given twice shows, which
 * JSON.parse would settle in favour of the last one, and RFC 8259 section 4 leaves open.
 */
function parseClaims(payload: Buffer): Claims {
  // Decoding would replace such bytes, and the text would no longer be what was signed.
  if (!isUtf8(payload)) throw malformedToken()
  const text = payload.toString()
  const claims = parseJson(text)
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw malformedToken()
  if (JSON.stringify(claims) !== text) throw malformedToken()
  return claims as Claims
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw malformedToken(cause)
  }
}
