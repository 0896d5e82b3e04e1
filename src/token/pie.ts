// PASERK's platform-agnostic key wrapping (PIE), version 4, for secret keys: `k4.secret-wrap.pie.…`.

import { timingSafeEqual } from 'node:crypto'
import { blake2b } from '@noble/hashes/blake2.js'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { xchacha20 } from './xchacha20.ts'

const header = 'k4.secret-wrap.pie.'
const tagLength = 32
const nonceLength = 32
const secretLength = 64

/**
 * The secret under the wrapping key.
 *
 * @param secret 64 bytes: seed and public key
 * @param wrappingKey 32 bytes
 * @param nonce 32 random bytes
 * @see PASERK operations/Wrap/pie.md, PIE encryption, version 2/4
 */
export function wrapSecret(secret: Uint8Array, wrappingKey: Uint8Array, nonce: Uint8Array): string {
  const keys = deriveKeys(wrappingKey, nonce)
  const ciphertext = xchacha20(secret, keys.encryption, keys.cipherNonce)
  return header + encodeBase64url(Buffer.concat([authenticate(keys.authentication, nonce, ciphertext), nonce, ciphertext]))
}

/**
 * The secret that was wrapped; undefined when the wrapping key is another one, or the text was changed.
 *
 * @param wrappingKey 32 bytes
 * @throws {TypeError} when the text is not a wrapped secret key of version 4
 * @see PASERK operations/Wrap/pie.md, PIE decryption, version 2/4
 */
export function unwrapSecret(wrapped: string, wrappingKey: Uint8Array): Buffer | undefined {
  const bytes = wrapped.startsWith(header) ? decodeBase64url(wrapped.slice(header.length)) : undefined
  if (bytes?.length !== tagLength + nonceLength + secretLength)
    throw new TypeError(`A wrapped signing key must be "${header}" and 128 bytes.`)

  const tag = bytes.subarray(0, tagLength)
  const nonce = bytes.subarray(tagLength, tagLength + nonceLength)
  const ciphertext = bytes.subarray(tagLength + nonceLength)
  const keys = deriveKeys(wrappingKey, nonce)
  // Compare before decrypting, in constant time: PIE decryption step 4.
  if (!timingSafeEqual(tag, authenticate(keys.authentication, nonce, ciphertext))) return undefined
  return xchacha20(ciphertext, keys.encryption, keys.cipherNonce)
}

function deriveKeys(wrappingKey: Uint8Array, nonce: Uint8Array) {
  const derived = blake2b(Buffer.concat([Buffer.of(0x80), nonce]), { key: wrappingKey, dkLen: 56 })
  return {
    encryption: derived.subarray(0, 32),
    cipherNonce: derived.subarray(32),
    authentication: blake2b(Buffer.concat([Buffer.of(0x81), nonce]), { key: wrappingKey, dkLen: 32 }),
  }
}

function authenticate(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  return blake2b(Buffer.concat([Buffer.from(header, 'ascii'), nonce, ciphertext]), { key, dkLen: tagLength })
}
