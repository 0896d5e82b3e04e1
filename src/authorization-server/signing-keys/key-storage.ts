// What the key ring remembers, as it needs it: the store implements this, and each method says which race it survives.

import type { AuditEntry, Revocation } from '../storage.ts'

/** Where a key is in its life: published and waiting, signing, kept for what it signed, or dead with all it signed. */
export type SigningKeyStatus = 'PENDING' | 'ACTIVE' | 'RETIRED' | 'REVOKED'

/** A key as it is remembered: its secret half only sealed under the root secret. */
export interface SigningKeyRecord {
  readonly id: string
  readonly publicKey: string
  readonly sealedSecretKey: string
  readonly status: SigningKeyStatus
  readonly createdAt: Date
  /** From when it may sign, known to every verifier; once it is active, since when it does. */
  readonly activatesAt: Date
  /** When it stopped signing; of the active key, when it is to stop, if that was asked for. */
  readonly retiresAt: Date | null
  /** When the last token it signed has expired. */
  readonly expiresAt: Date | null
}

/** A change of the ring, thought out from its keys as they were read. */
export interface KeyChange {
  /** The change is made only while this key is the active one. */
  readonly activeId: string
  /** In this order, each only while the key has the status it was read with: the active slot is given up before it is taken. */
  readonly updated: readonly KeyUpdate[]
  /** A key to wait for its turn, made only when no other one waits. */
  readonly added?: SigningKeyRecord
  readonly revocation?: Revocation
  readonly events: readonly AuditEntry[]
}

/** What becomes of one key. */
export interface KeyUpdate {
  readonly id: string
  readonly from: SigningKeyStatus
  readonly to: Partial<Pick<SigningKeyRecord, 'status' | 'activatesAt' | 'retiresAt' | 'expiresAt'>>
}

/** What the key ring asks of its store. */
export interface KeyStorage {
  /** All of them, oldest first. */
  listSigningKeys(): Promise<readonly SigningKeyRecord[]>
  /** False, and nothing written, when there is an active key; however many nodes ask at once, one gets true. */
  addFirstSigningKey(key: SigningKeyRecord, audit: AuditEntry): Promise<boolean>
  /**
   * Makes a change in one transaction. False, and nothing written, when the keys it names are no longer as they were read. However many
   * nodes change the ring at once, there is always one active key, and never more than one that waits.
   */
  changeSigningKeys(change: KeyChange): Promise<boolean>
  /** Replaces the sealed secret of a key; false, and nothing written, when it is no longer the one that was read. */
  resealSigningKey(reseal: { id: string; from: string; to: string; audit: AuditEntry }): Promise<boolean>
  /** Calls the listener soon after a revocation was written, by any node as a rule; a hint, and no promise. Returns how to stop. */
  onRevoked(listener: () => void): () => void
}
