// A signing key is dead at once, with every token it signed; the key that waits takes its place.

import { NotFoundError } from '../../errors.ts'
import { auditEntry } from '../audit.ts'
import { tokensExpireAt } from '../authority.ts'
import type { KeyActor, KeyKeeper } from './key-rotation.ts'
import type { KeyChange, KeyUpdate, SigningKeyRecord } from './key-storage.ts'
import { addSpareKey, type Ring, type SpareKeyOptions } from './spare-key.ts'

/** The keys after a revocation. */
export interface RevokedKey {
  readonly revokedKey: SigningKeyRecord
  readonly activeKey: SigningKeyRecord
}

/**
 * Revokes a key, whatever its state. One that is revoked already gets the same answer, and nothing more happens.
 *
 * @throws {NotFoundError} there is no such key
 */
export async function revokeSigningKey(
  { keyRing, settings: policy, now }: KeyKeeper,
  { id }: { id: string },
  actor: KeyActor,
): Promise<RevokedKey> {
  const ring = await keyRing.change((before, spare) => {
    const key = getKey(before, id)
    return key.status === 'REVOKED' ? undefined : planRevocation(before, key, { spare, policy, at: now(), actor })
  })
  return { revokedKey: getKey(ring, id), activeKey: ring.active }
}

function getKey({ keys }: Ring, id: string): SigningKeyRecord {
  const key = keys.find((each) => each.id === id)
  if (!key) throw new NotFoundError('There is no signing key of that id.')
  return key
}

type RevocationOptions = Omit<SpareKeyOptions, 'origin'> & { actor: KeyActor }

function planRevocation({ active, pending }: Ring, key: SigningKeyRecord, { actor, ...options }: RevocationOptions): KeyChange {
  const { at } = options
  const expiresAt = tokensExpireAt(at)
  const isActive = key.id === active.id
  const retiresAt = isActive ? at : key.retiresAt
  const revoked: KeyUpdate = { id: key.id, from: key.status, to: { status: 'REVOKED', retiresAt, expiresAt } }
  const heir: KeyUpdate = { id: pending.id, from: 'PENDING', to: { status: 'ACTIVE', activatesAt: at } }
  const spare = isActive || key.id === pending.id ? addSpareKey({ ...options, origin: actor.origin }) : undefined
  const data = { cause: actor.cause, status: key.status, ...(isActive && { activatedKeyId: pending.id }) }
  return {
    activeId: active.id,
    updated: isActive ? [revoked, heir] : [revoked],
    ...(spare && { added: spare.added }),
    revocation: { kind: 'key', targetId: key.id, revokedAt: at, expiresAt },
    events: [auditEntry('key.revoked', at, actor.origin, { ...actor, targetId: key.id, data }), ...(spare ? [spare.event] : [])],
  }
}
