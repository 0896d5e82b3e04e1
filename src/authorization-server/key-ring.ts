// The signing keys by PASERK id: one signs, all that may still have signed something are published.

import { deriveKey } from '../token/derive-key.ts'
import { importPublicKey, type PublicKey } from '../token/public-key.ts'
import { generateSigningKey, openSigningKey, type SigningKey, sealSigningKey } from '../token/signing-key.ts'
import { auditEntry, internalOrigin } from './audit.ts'
import type { AuditEntry } from './storage.ts'

/** Where a key is in its life: published and waiting, signing, kept for what it signed, or dead with all it signed. */
export type SigningKeyStatus = 'PENDING' | 'ACTIVE' | 'RETIRED' | 'REVOKED'

/** A key as it is remembered: its secret half only sealed under the root secret. */
export interface SigningKeyRecord {
  readonly id: string
  readonly publicKey: string
  readonly sealedSecretKey: string
  readonly status: SigningKeyStatus
  readonly createdAt: Date
  readonly activatesAt: Date
  readonly retiresAt: Date | null
  readonly expiresAt: Date | null
}

/** What the key ring asks of its store. */
export interface KeyStorage {
  listSigningKeys(): Promise<readonly SigningKeyRecord[]>
  /** False, and nothing written, when there is an active key; however many nodes ask at once, one gets true. */
  addFirstSigningKey(key: SigningKeyRecord, audit: AuditEntry): Promise<boolean>
}

/** The keys of one authorization server, as of at most a second ago. */
export interface KeyRing {
  /** The key that signs new tokens. */
  activeKey(): Promise<SigningKey>
  /** A key that tokens may still be signed with; undefined for any other, revoked ones included. */
  findKey(keyId: string): Promise<PublicKey | undefined>
  /** Every key, revoked ones too, so that verifiers hear of it. */
  listKeys(): Promise<readonly SigningKeyRecord[]>
}

/** Keys may have changed on another node: what is known of them is read again after this long. */
const maxAgeMs = 1_000

interface Loaded {
  readonly at: number
  readonly records: readonly SigningKeyRecord[]
  readonly active: SigningKey
  readonly verifying: ReadonlyMap<string, PublicKey>
}

/**
 * Opens the key ring, and makes the first key when there is none.
 *
 * @throws when a key cannot be opened with this root secret; nothing is written then
 */
export async function openKeyRing(options: { storage: KeyStorage; rootSecret: Uint8Array; now: () => Date }): Promise<KeyRing> {
  const { storage, now } = options
  const wrappingKey = deriveKey(options.rootSecret, 'signing-key-seal')
  if ((await storage.listSigningKeys()).length === 0) await addFirstKey(storage, wrappingKey, now())
  let loading: Promise<Loaded> | undefined
  let loaded = await load(storage, wrappingKey, now(), undefined)

  async function current(): Promise<Loaded> {
    const at = now()
    if (Math.abs(at.getTime() - loaded.at) < maxAgeMs) return loaded
    loading ??= load(storage, wrappingKey, at, loaded).finally(() => {
      loading = undefined
    })
    loaded = await loading
    return loaded
  }

  return {
    activeKey: async () => (await current()).active,
    findKey: async (keyId) => (await current()).verifying.get(keyId),
    listKeys: async () => (await current()).records,
  }
}

async function addFirstKey(storage: KeyStorage, wrappingKey: Uint8Array, now: Date): Promise<void> {
  const key = await generateSigningKey()
  const record: SigningKeyRecord = {
    id: key.id,
    publicKey: key.publicPaserk,
    sealedSecretKey: await sealSigningKey(key, wrappingKey),
    status: 'ACTIVE',
    createdAt: now,
    activatesAt: now,
    retiresAt: null,
    expiresAt: null,
  }
  await storage.addFirstSigningKey(record, auditEntry('key.created', now, internalOrigin, { targetId: key.id }))
}

async function load(storage: KeyStorage, wrappingKey: Uint8Array, now: Date, before: Loaded | undefined): Promise<Loaded> {
  const records = await storage.listSigningKeys()
  const signing = records.find(({ status }) => status === 'ACTIVE')
  if (!signing) throw new Error('There is no active signing key.')
  const active = before?.active.id === signing.id ? before.active : await open(signing, wrappingKey)
  const verifying = new Map(
    records
      .filter(({ status, expiresAt }) => status !== 'REVOKED' && (expiresAt === null || expiresAt > now))
      .map((record) => [record.id, before?.verifying.get(record.id) ?? importRecord(record)]),
  )
  return { at: now.getTime(), records, active, verifying }
}

async function open(record: SigningKeyRecord, wrappingKey: Uint8Array): Promise<SigningKey> {
  const key = await openSigningKey(record.sealedSecretKey, wrappingKey)
  if (key.id !== record.id) throw new Error(`The signing key ${record.id} was exchanged for another one in the database.`)
  return key
}

function importRecord(record: SigningKeyRecord): PublicKey {
  const key = importPublicKey(record.publicKey)
  if (key.id !== record.id) throw new Error(`The public key stored for ${record.id} is another one's.`)
  return key
}
