// Signing keys under the root secret: made, opened, and sealed anew when the root secret was replaced.

import { deriveKey } from '../../token/derive-key.ts'
import { importPublicKey, type PublicKey } from '../../token/public-key.ts'
import { generateSigningKey, openSigningKey, type SigningKey, sealSigningKey } from '../../token/signing-key.ts'
import type { SigningKeyRecord } from './key-storage.ts'
import type { SealedKey } from './spare-key.ts'

/** Seals and opens with the keys of one root secret, and opens with those of others. */
export interface KeySeal {
  create(): Promise<SealedKey>
  /** @throws when no root secret opens it, or it holds another key than its row says */
  open(record: SigningKeyRecord): Promise<SigningKey>
  /**
   * The key sealed under the current root secret; undefined when it is.
   *
   * @throws like open
   */
  reseal(record: SigningKeyRecord): Promise<string | undefined>
}

/**
 * @param rootSecret seals; at least 32 bytes
 * @param previousSecrets open too
 */
export function createKeySeal(rootSecret: Uint8Array, previousSecrets: readonly Uint8Array[]): KeySeal {
  const current = deriveKey(rootSecret, 'signing-key-seal')
  const wrappingKeys = [current, ...previousSecrets.map((secret) => deriveKey(secret, 'signing-key-seal'))]

  async function unseal(record: SigningKeyRecord) {
    const opened = await openSigningKey(record.sealedSecretKey, wrappingKeys)
    if (opened.key.id !== record.id)
      throw new Error(`The signing key ${record.id} was exchanged for another one in the database.`)
    return opened
  }

  return {
    async create() {
      const key = await generateSigningKey()
      return { id: key.id, publicKey: key.publicPaserk, sealedSecretKey: await sealSigningKey(key, current) }
    },
    open: async (record) => (await unseal(record)).key,
    async reseal(record) {
      const { key, isCurrent } = await unseal(record)
      return isCurrent ? undefined : sealSigningKey(key, current)
    },
  }
}

/** @throws when the row holds the public half of another key */
export function importRecord(record: SigningKeyRecord): PublicKey {
  const key = importPublicKey(record.publicKey)
  if (key.id !== record.id) throw new Error(`The public key stored for ${record.id} is another one's.`)
  return key
}
