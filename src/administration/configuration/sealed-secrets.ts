// The secrets of clients in a document: what is kept of them, sealed in one piece under the root secret.
//
// They are keyed hashes under that secret, and good for nothing without it; sealed, so that whoever reads the document cannot exchange,
// add or count them either.

import type { ClientSecret } from '../../authorization-server/storage.ts'
import { DocumentError } from '../../errors.ts'
import { deriveKey } from '../../token/derive-key.ts'
import { nonceOf, openBytes, sealBytes } from '../../token/sealed-text.ts'

const header = 'fieldgate-secrets.v1.'

/** A secret and its client. When it was last used belongs to one database, and stays there. */
export type SecretEntry = Omit<ClientSecret, 'lastUsedAt'> & { readonly clientId: string }

/** Seals under the key of one root secret, and opens with those of others too. */
export interface SecretSeal {
  /** Of the same secrets always the same text. */
  seal(secrets: readonly SecretEntry[]): string
  /** @throws {DocumentError} it was sealed under none of the root secrets, or was changed */
  open(sealed: string): SecretEntry[]
}

/**
 * @param rootSecret seals; at least 32 bytes
 * @param previousSecrets open too
 */
export function createSecretSeal(rootSecret: Uint8Array, previousSecrets: readonly Uint8Array[]): SecretSeal {
  const keys = [rootSecret, ...previousSecrets].map((secret) => deriveKey(secret, 'configuration-secrets-seal'))
  const [current] = keys as [Uint8Array]
  const nonceKey = deriveKey(rootSecret, 'configuration-secrets-nonce')
  return {
    seal(secrets) {
      const bytes = Buffer.from(JSON.stringify([...secrets].sort(byClient).map(toFacts)))
      return sealBytes(bytes, { header, key: current }, nonceOf(bytes, nonceKey))
    },
    open(sealed) {
      const bytes = keys.map((key) => tryOpen(sealed, key)).find((opened) => opened !== undefined)
      if (bytes) return (JSON.parse(bytes.toString()) as ReturnType<typeof toFacts>[]).map(toSecret)
      throw new DocumentError([
        'sealedSecrets: they were sealed under another root secret than FIELDGATE_SECRET and FIELDGATE_PREVIOUS_SECRETS, or changed since.',
      ])
    },
  }
}

function tryOpen(sealed: string, key: Uint8Array): Buffer | undefined {
  try {
    return openBytes(sealed, { header, key })
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function byClient(a: SecretEntry, b: SecretEntry): number {
  return `${a.clientId} ${a.id}` < `${b.clientId} ${b.id}` ? -1 : 1
}

function toFacts({ clientId, id, hash, hint, createdAt, expiresAt }: SecretEntry) {
  return { clientId, id, hash, hint, createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null }
}

function toSecret({ createdAt, expiresAt, ...facts }: ReturnType<typeof toFacts>): SecretEntry {
  return { ...facts, createdAt: new Date(createdAt), expiresAt: expiresAt === null ? null : new Date(expiresAt) }
}
