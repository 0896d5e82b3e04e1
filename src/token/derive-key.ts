// Keys for one purpose each, from the one root secret.

import { hkdfSync } from 'node:crypto'

const minimumRootSecretLength = 32

/**
 * 32 bytes that belong to one purpose: knowing them tells nothing about the root secret or another purpose's key.
 *
 * @param rootSecret at least 32 random bytes
 * @param purpose a fixed name such as `signing-key-seal`; the same name gives the same key for ever
 * @throws {TypeError} when the root secret is shorter or the purpose empty
 * @see RFC 5869: HKDF with SHA-512
 */
export function deriveKey(rootSecret: Uint8Array, purpose: string): Uint8Array {
  if (rootSecret.length < minimumRootSecretLength)
    throw new TypeError(`"rootSecret" must have at least ${minimumRootSecretLength} bytes.`)
  if (purpose === '') throw new TypeError('"purpose" must not be empty.')
  return new Uint8Array(hkdfSync('sha512', rootSecret, '', `fieldgate v1 ${purpose}`, 32))
}
