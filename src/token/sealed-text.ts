// Bytes under a key, as text: encrypted with XChaCha20, authenticated with keyed BLAKE2b. The construction is PASERK's PIE, version 4.

import { timingSafeEqual } from 'node:crypto'
import { blake2b } from '@noble/hashes/blake2.js'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { xchacha20 } from './xchacha20.ts'

const tagLength = 32
const nonceLength = 32

/** What seals and opens. */
export interface SealingKey {
  /** What the text begins with; authenticated too, so that a text for one purpose never passes for another's. */
  readonly header: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

/**
 * The bytes under the key.
 *
 * @param nonce 32 bytes, never the same for different bytes
 * @see PASERK operations/Wrap/pie.md, PIE encryption, version 2/4
 */
export function sealBytes(bytes: Uint8Array, { header, key }: SealingKey, nonce: Uint8Array): string {
  const keys = deriveKeys(key, nonce)
  const ciphertext = xchacha20(bytes, keys.encryption, keys.cipherNonce)
  return (
    header + encodeBase64url(Buffer.concat([authenticate(header, keys.authentication, [nonce, ciphertext]), nonce, ciphertext]))
  )
}

/**
 * The bytes that were sealed; undefined when the key is another one, or the text was changed.
 *
 * @throws {TypeError} when the text has not the form of a sealed one
 * @see PASERK operations/Wrap/pie.md, PIE decryption, version 2/4
 */
export function openBytes(text: string, { header, key }: SealingKey): Buffer | undefined {
  const bytes = text.startsWith(header) ? decodeBase64url(text.slice(header.length)) : undefined
  if (!bytes || bytes.length < tagLength + nonceLength) throw new TypeError(`A sealed text must begin with "${header}".`)
  const tag = bytes.subarray(0, tagLength)
  const nonce = bytes.subarray(tagLength, tagLength + nonceLength)
  const ciphertext = bytes.subarray(tagLength + nonceLength)
  const keys = deriveKeys(key, nonce)
  // Compare before decrypting, in constant time: PIE decryption step 4.
  if (!timingSafeEqual(tag, authenticate(header, keys.authentication, [nonce, ciphertext]))) return undefined
  return xchacha20(ciphertext, keys.encryption, keys.cipherNonce)
}

/**
 * A nonce made of the bytes themselves: the same bytes give the same sealed text, others another one, and it tells nothing else.
 *
 * @param key 32 bytes, and not those that seal
 * @see RFC 5297, whose synthetic IV is the model
 */
export function nonceOf(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  return blake2b(bytes, { key, dkLen: nonceLength })
}

function deriveKeys(key: Uint8Array, nonce: Uint8Array) {
  const derived = blake2b(Buffer.concat([Buffer.of(0x80), nonce]), { key, dkLen: 56 })
  return {
    encryption: derived.subarray(0, 32),
    cipherNonce: derived.subarray(32),
    authentication: blake2b(Buffer.concat([Buffer.of(0x81), nonce]), { key, dkLen: 32 }),
  }
}

function authenticate(header: string, key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  return blake2b(Buffer.concat([Buffer.from(header, 'ascii'), ...parts]), { key, dkLen: tagLength })
}
