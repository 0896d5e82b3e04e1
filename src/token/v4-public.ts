// PASETO v4.public over node's own Ed25519.

import { sign, verify } from 'node:crypto'
import { UnauthenticatedError } from '../errors.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { malformedToken } from './footer.ts'
import type { PublicKey } from './public-key.ts'
import type { SigningKey } from './signing-key.ts'

const header = Buffer.from('v4.public.', 'ascii')
const nothing = Buffer.alloc(0)
const signatureLength = 64
const lengthBytes = 8

/** What goes into a token besides its message. */
export interface TokenParts {
  readonly key: SigningKey
  /** Signed, and sent as it is. */
  readonly footer: Uint8Array
  /** Signed, and not sent: whoever reads must know it, so that tokens of two kinds never pass for each other. */
  readonly implicitAssertion?: Uint8Array
}

/**
 * A signed token, `v4.public.…`, of a message and a footer.
 *
 * Not the paseto package's Sign: on Node 20 that writes base64url letter by letter, which took longer than the signature, and 30 times as
 * long on a page of revocations (bench/README.md). The official vectors are the test, and the package reads what is written here.
 *
 * @see PASETO docs/01-Protocol-Versions/Version4.md, Sign
 */
export function signV4Public(message: string, { key, footer, implicitAssertion = nothing }: TokenParts): string {
  const bytes = Buffer.from(message)
  const signature = sign(null, encodePieces([header, bytes, footer, implicitAssertion]), key.native)
  const token = `${header}${Buffer.concat([bytes, signature]).toString('base64url')}`
  return footer.length === 0 ? token : `${token}.${encodeBase64url(footer)}`
}

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
  if (!verify(null, encodePieces([header, message, footerBytes, implicitAssertion]), key.native, signature)) {
    throw new UnauthenticatedError('BAD_SIGNATURE', 'The access token was not signed by the key it names. Log in again.')
  }
  return message
}

/**
 * The pieces as one unambiguous text: PASETO's pre-authentication encoding, in one buffer.
 *
 * @see PASETO docs/01-Protocol-Versions/Common.md, PAE
 */
function encodePieces(pieces: readonly Uint8Array[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + lengthBytes + piece.length, lengthBytes)
  const encoded = Buffer.alloc(length)
  encoded.writeUInt32LE(pieces.length, 0)
  let offset = lengthBytes
  for (const piece of pieces) {
    // The upper half of each 64-bit length stays zero: nothing here is near 4 GiB.
    encoded.writeUInt32LE(piece.length, offset)
    encoded.set(piece, offset + lengthBytes)
    offset += lengthBytes + piece.length
  }
  return encoded
}
