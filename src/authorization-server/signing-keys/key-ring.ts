// The signing keys by PASERK id: one signs, one waits and is known already, all that may still have signed something are published.

import { InternalError } from '../../errors.ts'
import type { PublicKey } from '../../token/public-key.ts'
import type { SigningKey } from '../../token/signing-key.ts'
import { auditEntry, internalOrigin } from '../audit.ts'
import { createKeyCache } from './key-cache.ts'
import { createKeySeal, importRecord, type KeySeal } from './key-seal.ts'
import type { KeyChange, KeyStorage, SigningKeyRecord } from './key-storage.ts'
import { type KeyPolicy, planSpareKey, type Ring, type SealedKey } from './spare-key.ts'

/** The keys of one authorization server, as of at most a second ago; at once after a change by this node. */
export interface KeyRing {
  /**
   * The key that signs new tokens.
   *
   * @throws {InternalError} the database does not answer: the key may have been revoked
   */
  activeKey(): Promise<SigningKey>
  /** A key that tokens may be signed with, the one that waits included; undefined for any other, revoked and expired ones too. */
  findKey(keyId: string): Promise<PublicKey | undefined>
  /** The keys to publish: all that tokens may name, and revoked ones until their tokens have expired, so that verifiers hear of it. */
  listKeys(): Promise<readonly SigningKeyRecord[]>
  /** Every key there ever was, oldest first. */
  listAllKeys(): Promise<readonly SigningKeyRecord[]>
  /**
   * Changes the ring.
   *
   * @param plan thinks a change out from the keys as they are now, undefined for none. Another node may be first, and it is asked again.
   *   `spare` is a new key that has no place in the ring yet
   * @returns the ring as it is afterwards
   * @throws {InternalError} too many others change the ring
   */
  change(plan: (ring: Ring, spare: SealedKey) => KeyChange | undefined): Promise<Ring>
}

/** Keys may have changed on another node: what is known of them is read again after this long. */
const maxAgeMs = 1_000
/** Ids that nobody knows cost one reading in this time, however many are asked for. */
const unknownKeyMs = 100
const maxAttempts = 20

interface Loaded {
  readonly keys: readonly SigningKeyRecord[]
  readonly active: SigningKeyRecord
  readonly pending: SigningKeyRecord | undefined
  readonly signing: SigningKey
  readonly verifying: ReadonlyMap<string, PublicKey>
}

/** What a key ring is opened with. */
export interface KeyRingOptions {
  readonly storage: KeyStorage
  readonly rootSecret: Uint8Array
  /** Other root secrets that keys may be sealed under; none by default. */
  readonly previousSecrets?: readonly Uint8Array[]
  readonly policy: KeyPolicy
  readonly now: () => Date
}

/**
 * Opens the key ring, makes the keys that it lacks, and seals under the root secret what was sealed under a previous one.
 *
 * @throws when a key that signs or waits cannot be opened with any of the root secrets; nothing is written then
 */
export async function openKeyRing({ storage, rootSecret, previousSecrets = [], policy, now }: KeyRingOptions): Promise<KeyRing> {
  const seal = createKeySeal(rootSecret, previousSecrets)
  if ((await storage.listSigningKeys()).length === 0) await addFirstKey(storage, seal, now())
  await resealKeys(storage, seal, now())
  const cache = createKeyCache<Loaded>(now, (before) => load({ storage, seal, now, before }))
  storage.onRevoked(cache.expire)
  const ring: KeyRing = {
    activeKey: async () => (await cache.read(maxAgeMs)).signing,
    async findKey(keyId) {
      let loaded = await cache.read(maxAgeMs)
      if (!isKnown(loaded, keyId)) loaded = await cache.read(unknownKeyMs)
      const record = loaded.keys.find(({ id }) => id === keyId)
      return record && !isOver(record, now()) ? loaded.verifying.get(keyId) : undefined
    },
    async listKeys() {
      const { keys } = await cache.read(maxAgeMs)
      return keys.filter((key) => !isOver(key, now()))
    },
    listAllKeys: async () => (await cache.read(maxAgeMs)).keys,
    async change(plan) {
      for (let attempt = 0; attempt < maxAttempts; attempt++) {
        const { active, pending, keys } = await cache.reload()
        // Made and sealed before the transaction, which waits for nothing but the database.
        const spare = await seal.create()
        const change = pending ? plan({ active, pending, keys }, spare) : planSpareKey(active, { spare, policy, at: now() })
        if (pending && !change) return { active, pending, keys }
        const isMade = change !== undefined && (await storage.changeSigningKeys(change))
        cache.expire()
        if (pending && isMade) return ring.change(() => undefined)
      }
      throw new InternalError({ retryAfterSeconds: 1, cause: 'Other nodes keep changing the key ring.' })
    },
  }
  await ring.change(() => undefined)
  return ring
}

async function addFirstKey(storage: KeyStorage, seal: KeySeal, at: Date): Promise<void> {
  const key = await seal.create()
  const life = { status: 'ACTIVE' as const, createdAt: at, activatesAt: at, retiresAt: null, expiresAt: null }
  await storage.addFirstSigningKey({ ...key, ...life }, auditEntry('key.created', at, internalOrigin, { targetId: key.id }))
}

/** The secrets of other keys are never needed again. All are opened before the first is written. */
async function resealKeys(storage: KeyStorage, seal: KeySeal, at: Date): Promise<void> {
  const records = (await storage.listSigningKeys()).filter(({ status }) => status === 'ACTIVE' || status === 'PENDING')
  const resealed = await Promise.all(records.map(async (record) => ({ record, to: await seal.reseal(record) })))
  for (const { record, to } of resealed) {
    if (to === undefined) continue
    const audit = auditEntry('key.resealed', at, internalOrigin, { targetId: record.id })
    // Another node may be first; what it wrote opens as well.
    await storage.resealSigningKey({ id: record.id, from: record.sealedSecretKey, to, audit })
  }
}

interface Loading {
  storage: KeyStorage
  seal: KeySeal
  now: () => Date
  before: Loaded | undefined
}

async function load({ storage, seal, now, before }: Loading): Promise<Loaded> {
  const keys = await storage.listSigningKeys()
  const active = keys.find(({ status }) => status === 'ACTIVE')
  if (!active) throw new Error('There is no active signing key.')
  const signing = before?.signing.id === active.id ? before.signing : await seal.open(active)
  const verifying = keys
    .filter((key) => key.status !== 'REVOKED' && !isOver(key, now()))
    .map((key) => [key.id, before?.verifying.get(key.id) ?? importRecord(key)] as const)
  const pending = keys.find(({ status }) => status === 'PENDING')
  return { keys, active, pending, signing, verifying: new Map(verifying) }
}

function isKnown({ keys }: Loaded, keyId: string): boolean {
  return keys.some(({ id }) => id === keyId)
}

function isOver({ expiresAt }: SigningKeyRecord, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now
}
