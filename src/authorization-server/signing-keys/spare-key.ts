// The key that waits: published as soon as it is made, so that whoever verifies tokens knows it by the time it signs.

import { auditEntry, internalOrigin, type RequestOrigin } from '../audit.ts'
import type { KeyChange, SigningKeyRecord } from './key-storage.ts'

/** How long keys are used, and how long they are known before. */
export interface KeyPolicy {
  /** A key signs no sooner than so many seconds after it was published: verifiers fetch keys now and then, caches keep them for a minute. */
  readonly keyPublishSeconds: number
  /** The active key is replaced after so many days; 0 is never. */
  readonly keyRotationDays: number
}

/** The keys of a ring, of which one signs. */
export interface Ring {
  /** Every key there ever was, oldest first. */
  readonly keys: readonly SigningKeyRecord[]
  readonly active: SigningKeyRecord
  /** The one that waits. */
  readonly pending: SigningKeyRecord
}

/** A new key, before it has a place in the ring. */
export type SealedKey = Pick<SigningKeyRecord, 'id' | 'publicKey' | 'sealedSecretKey'>

/** What a spare key is made from. */
export interface SpareKeyOptions {
  readonly spare: SealedKey
  readonly policy: KeyPolicy
  readonly at: Date
  readonly origin?: RequestOrigin
}

/**
 * The part of a change that makes a key which waits.
 *
 * It may sign from `activatesAt`, though most wait much longer: verifiers take it from then on without asking anew, so that a revoked key
 * is replaced at once.
 */
export function addSpareKey({ spare, policy, at, origin = internalOrigin }: SpareKeyOptions) {
  const activatesAt = new Date(at.getTime() + policy.keyPublishSeconds * 1000)
  const life = { status: 'PENDING' as const, createdAt: at, activatesAt, retiresAt: null, expiresAt: null }
  return { added: { ...spare, ...life }, event: auditEntry('key.created', at, origin, { targetId: spare.id }) }
}

/** The change that makes a key which waits where there is none, as in a ring that an earlier version made. */
export function planSpareKey(active: SigningKeyRecord, options: SpareKeyOptions): KeyChange {
  const { added, event } = addSpareKey(options)
  return { activeId: active.id, updated: [], added, events: [event] }
}
