// PASERK's platform-agnostic key wrapping (PIE), version 4, for secret keys: `k4.secret-wrap.pie.…`.

import { openBytes, sealBytes } from './sealed-text.ts'

const header = 'k4.secret-wrap.pie.'
/** 128 bytes in base64url: tag, nonce, and the 64 of the secret. */
const sealedLength = header.length + 171

/**
 * The secret under the wrapping key.
 *
 * @param secret 64 bytes: seed and public key
 * @param wrappingKey 32 bytes
 * @param nonce 32 random bytes
 * @see PASERK operations/Wrap/pie.md
 */
export function wrapSecret(secret: Uint8Array, wrappingKey: Uint8Array, nonce: Uint8Array): string {
  return sealBytes(secret, { header, key: wrappingKey }, nonce)
}

/**
 * The secret that was wrapped; undefined when the wrapping key is another one, or the text was changed.
 *
 * @param wrappingKey 32 bytes
 * @throws {TypeError} when the text is not a wrapped secret key of version 4
 * @see PASERK operations/Wrap/pie.md
 */
export function unwrapSecret(wrapped: string, wrappingKey: Uint8Array): Buffer | undefined {
  if (wrapped.length !== sealedLength) throw new TypeError(`A wrapped signing key must be "${header}" and 128 bytes.`)
  return openBytes(wrapped, { header, key: wrappingKey })
}
