// Reads PASETO v4.public over node's own Ed25519. What writes it is in sign-v4-public.ts, which nobody loads who only verifies.

import { verify } from 'node:crypto'
import { UnauthenticatedError } from '../errors.ts'
import { decodeBase64url } from './base64url.ts'
import { malformedToken } from './footer.ts'
import type { PublicKey } from './public-key.ts'
import { signedBytes } from './signed-bytes.ts'

const nothing = Buffer.alloc(0)
const signatureLength = 64

/**
 * The message of a v4.public token, once its signature holds.
 *
 * Not the paseto package's Verify: on Node 20 that reads base64url and dates letter by letter, which took a third as long again as the
 * signature (bench/README.md). The steps are the same, and the official vectors are their test.
 *
 * @throws {UnauthenticatedError} MALFORMED, or BAD_SIGNATURE when it is a token of this kind that the key did not sign
 * @see PASETO docs/01-Protocol-Versions/Version4.md, Verify
 */
export function openV4Public(token: string, key: PublicKey, implicitAssertion: Uint8Array = nothing): Buffer {
  const [version, purpose, body = '', footer, ...rest] = token.split('.')
  // A footer that is there and empty would be a second text for one token.
  if (version !== 'v4' || purpose !== 'public' || footer === '' || rest.length > 0) throw malformedToken()
  const payload = decodeBase64url(body)
  const footerBytes = footer === undefined ? nothing : decodeBase64url(footer)
  if (payload === undefined || footerBytes === undefined || payload.length <= signatureLength) throw malformedToken()

  const message = payload.subarray(0, -signatureLength)
  const signature = payload.subarray(-signatureLength)
  if (!verify(null, signedBytes({ message, footer: footerBytes, implicitAssertion }), key.native, signature)) {
    throw new UnauthenticatedError('BAD_SIGNATURE', 'The access token was not signed by the key it names. Log in again.')
  }
  return message
}
