// What an access token shows before its signature holds: its size, its shape, and the id of the key to try.

import { UnauthenticatedError } from '../errors.ts'
import { decodeBase64url } from './base64url.ts'

/** The longest access token, in characters. Longer ones are refused unread. */
export const maxTokenLength = 4096

/** One kind of token, one shape of footer, 61 bytes long: anything else in it would be read before the signature holds. */
const footerPattern = /^\{"kid":"(k4\.pid\.[A-Za-z0-9_-]{44})"\}$/

/** The footer `{"kid":"k4.pid.…"}` that names the signing key. */
export function formatFooter(keyId: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ kid: keyId }))
}

/**
 * The key id a token names: a hint, which may choose a key that is known already and decide nothing else.
 *
 * @param token untrusted text
 * @param maxLength in characters; longer ones are refused unread
 * @throws {UnauthenticatedError} MALFORMED: too long, not v4.public, not canonical base64url, or a footer of another shape
 */
export function readKeyId(token: string, maxLength: number = maxTokenLength): string {
  // Length first: nothing is spent on a text of any size.
  if (typeof token !== 'string' || token.length > maxLength) throw malformedToken()

  const [version, purpose, payload, footer, ...rest] = token.split('.')
  if (version !== 'v4' || purpose !== 'public' || payload === undefined || footer === undefined || rest.length > 0)
    throw malformedToken()
  if (decodeBase64url(payload) === undefined) throw malformedToken()

  const keyId = footerPattern.exec(decodeBase64url(footer)?.toString('latin1') ?? '')?.[1]
  if (keyId === undefined) throw malformedToken()
  return keyId
}

/** The one answer to every token that is not of our kind. */
export function malformedToken(cause?: unknown): UnauthenticatedError {
  return new UnauthenticatedError('MALFORMED', 'The access token is malformed. Log in again.', cause)
}
