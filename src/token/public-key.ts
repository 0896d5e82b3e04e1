// The public half of a signing key, checked and ready to verify with.

import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Key } from 'paseto'
import { assertPublicPoint } from './ed25519-point.ts'
import { decodePublicPaserk, publicKeyId } from './key-id.ts'

/** A verification key. Made by importPublicKey alone. */
export interface PublicKey extends Key {
  /** PASERK `k4.pid.…`. */
  readonly id: string
  /** PASERK `k4.public.…`, safe to publish. */
  readonly paserk: string
  /** The key as node:crypto has it. */
  readonly native: KeyObject
}

/** SubjectPublicKeyInfo of Ed25519 up to the key's 32 bytes (RFC 8410 section 4). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * A verification key from its PASERK.
 *
 * @param paserk `k4.public.…`
 * @throws {TypeError} malformed, of small order, not canonical, or not on the curve
 * @see PASERK types/public.md; RFC 8032 section 5.1.3
 */
export function importPublicKey(paserk: string): PublicKey {
  const bytes = decodePublicPaserk(paserk)
  assertPublicPoint(bytes)
  return Object.freeze({
    algorithm: Object.freeze({ name: 'PASETO v4.public' }),
    type: 'public',
    extractable: true,
    id: publicKeyId(paserk),
    paserk,
    native: createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: 'der', type: 'spki' }),
  })
}
