// The secret half of a signing key: made, sealed for storage under the root secret, and opened again.

import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Key } from 'paseto'
import { decodePublicPaserk, encodePublicPaserk, publicKeyId } from './key-id.ts'
import { unwrapSecret, wrapSecret } from './pie.ts'

/** A key that signs. Its secret is inside `native`, which neither logs nor serialises it. */
export interface SigningKey extends Key {
  /** PASERK `k4.pid.…` of its public half. */
  readonly id: string
  /** PASERK `k4.public.…`, safe to publish. */
  readonly publicPaserk: string
  /** The key as node:crypto has it. */
  readonly native: KeyObject
}

/** PrivateKeyInfo of Ed25519 up to the 32 bytes of the seed (RFC 8410 section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A new signing key from the system's randomness. */
export async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('ed25519')
  return fromNative(privateKey)
}

/**
 * The key as `k4.secret-wrap.pie.…`, for storage.
 *
 * @param wrappingKey 32 bytes, from deriveKey
 * @throws {TypeError} when the wrapping key has another length
 * @see PASERK operations/Wrap/pie.md
 */
export async function sealSigningKey(key: SigningKey, wrappingKey: Uint8Array): Promise<string> {
  assertWrappingKey(wrappingKey)
  const secret = Buffer.concat([exportSeed(key.native), decodePublicPaserk(key.publicPaserk)])
  const sealed = wrapSecret(secret, wrappingKey, randomBytes(32))
  secret.fill(0)
  return sealed
}

/**
 * The key that was sealed. Compare its id with the one stored beside it: a row may hold another row's key.
 *
 * @param sealed `k4.secret-wrap.pie.…`
 * @param wrappingKeys 32 bytes each, from deriveKey; tried in this order, so the first is the one that is sealed under today
 * @returns the key, and whether the first of them opened it
 * @throws {TypeError} when the sealed text or a wrapping key is malformed
 * @throws {Error} when no root secret fits, or the halves of the key do not belong together
 */
export async function openSigningKey(
  sealed: string,
  wrappingKeys: readonly Uint8Array[],
): Promise<{ key: SigningKey; isCurrent: boolean }> {
  for (const wrappingKey of wrappingKeys) assertWrappingKey(wrappingKey)
  for (const [index, wrappingKey] of wrappingKeys.entries()) {
    const secret = unwrapSecret(sealed, wrappingKey)
    if (secret === undefined) continue
    const key = importSigningKey(secret)
    secret.fill(0)
    return { key, isCurrent: index === 0 }
  }
  throw new Error(
    'The root secret does not fit this sealed signing key. Set FIELDGATE_SECRET to the one it was sealed under, or add that one to FIELDGATE_PREVIOUS_SECRETS.',
  )
}

/**
 * A signing key from its plain form, for opening and for test vectors.
 *
 * @param secret 64 bytes: the seed, then the public key
 * @throws {Error} when the public key is not the seed's: signing with such a pair would give the seed away
 * @see PASERK types/secret.md
 */
export function importSigningKey(secret: Uint8Array): SigningKey {
  const der = Buffer.concat([pkcs8Prefix, secret.subarray(0, 32)])
  const key = fromNative(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
  der.fill(0)
  const expected = secret.subarray(32)
  if (expected.length !== 32 || !timingSafeEqual(decodePublicPaserk(key.publicPaserk), expected)) {
    throw new Error('The public half of this signing key does not belong to its secret half.')
  }
  return key
}

function fromNative(native: KeyObject): SigningKey {
  const { x } = createPublicKey(native).export({ format: 'jwk' })
  const publicPaserk = encodePublicPaserk(Buffer.from(x ?? '', 'base64url'))
  return Object.freeze({
    algorithm: Object.freeze({ name: 'PASETO v4.public' }),
    type: 'secret',
    extractable: true,
    id: publicKeyId(publicPaserk),
    publicPaserk,
    native,
  })
}

function exportSeed(native: KeyObject): Buffer {
  return native.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Prefix.length)
}

function assertWrappingKey(wrappingKey: Uint8Array): void {
  if (wrappingKey.length !== 32) throw new TypeError('"wrappingKey" must have 32 bytes.')
}
