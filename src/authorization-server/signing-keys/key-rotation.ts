// The key that waits takes over: because somebody asks, because it was scheduled, or because the active key is old.

import { auditEntry, internalOrigin, type RequestOrigin } from '../audit.ts'
import { type Authority, addSeconds, tokensExpireAt } from '../authority.ts'
import type { KeyChange, SigningKeyRecord } from './key-storage.ts'
import { addSpareKey, type Ring, type SpareKeyOptions } from './spare-key.ts'

/** Who changes the key ring, for the audit log. */
export interface KeyActor {
  readonly actorId: string | null
  readonly clientId: string | null
  readonly origin: RequestOrigin
  /** What made them: a request of the API, the command line, or the service itself. */
  readonly cause: 'request' | 'command' | 'maintenance'
}

/** The keys after a rotation. */
export interface RotatedKeys {
  readonly activeKey: SigningKeyRecord
  /** The next one to sign. */
  readonly pendingKey: SigningKeyRecord
}

/** Changes that are thought out with the settings and the clock. */
export type KeyKeeper = Pick<Authority, 'keyRing' | 'settings' | 'now'>

const maintenance: KeyActor = { actorId: null, clientId: null, origin: internalOrigin, cause: 'maintenance' }
const daySeconds = 86_400

/**
 * Lets the key that waits take over: now if it has been published for long enough, else as soon as it will have been. However many nodes
 * ask together, it happens once.
 *
 * @param options.immediately now in any case; tokens are refused where the key is not known yet
 */
export async function rotateSigningKey(
  { keyRing, settings, now }: KeyKeeper,
  { immediately }: { immediately: boolean },
  actor: KeyActor,
): Promise<RotatedKeys> {
  const { id: knownId } = await keyRing.activeKey()
  const { active, pending } = await keyRing.change((ring, spare) => {
    // Another node was asked as well, and was faster.
    if (ring.active.id !== knownId) return undefined
    const at = now()
    const isKnown = ring.pending.activatesAt <= at
    return immediately || isKnown ? planRotation(ring, { spare, policy: settings, at, actor }) : planSchedule(ring, at, actor)
  })
  return { activeKey: active, pendingKey: pending }
}

/**
 * What each node does about once a minute: makes a key that waits where there is none, and lets it take over when that was scheduled, or
 * the active key is older than the settings allow. Several nodes at once are harmless.
 */
export async function maintainKeys({ keyRing, settings, now }: KeyKeeper): Promise<void> {
  await keyRing.change((ring, spare) => {
    const at = now()
    if (ring.pending.activatesAt > at || !isDue(ring.active, settings.keyRotationDays, at)) return undefined
    return planRotation(ring, { spare, policy: settings, at, actor: maintenance })
  })
}

function isDue({ activatesAt, retiresAt }: SigningKeyRecord, rotationDays: number, at: Date): boolean {
  const isScheduled = retiresAt !== null && retiresAt <= at
  return isScheduled || (rotationDays > 0 && addSeconds(activatesAt, rotationDays * daySeconds) <= at)
}

type RotationOptions = Omit<SpareKeyOptions, 'origin'> & { actor: KeyActor }

function planRotation({ active, pending }: Ring, { actor, ...options }: RotationOptions): KeyChange {
  const { at } = options
  const { added, event } = addSpareKey({ ...options, origin: actor.origin })
  const data = { retiredKeyId: active.id, cause: actor.cause }
  return {
    activeId: active.id,
    updated: [
      // Kept until the last token has expired that a node signs with it before it hears of this.
      { id: active.id, from: 'ACTIVE', to: { status: 'RETIRED', retiresAt: at, expiresAt: tokensExpireAt(at) } },
      { id: pending.id, from: 'PENDING', to: { status: 'ACTIVE', activatesAt: at } },
    ],
    added,
    events: [auditEntry('key.rotated', at, actor.origin, { ...actor, targetId: pending.id, data }), event],
  }
}

function planSchedule({ active, pending }: Ring, at: Date, actor: KeyActor): KeyChange | undefined {
  if (active.retiresAt) return undefined
  const retiresAt = pending.activatesAt
  const data = { activatesAt: retiresAt, cause: actor.cause }
  return {
    activeId: active.id,
    updated: [{ id: active.id, from: 'ACTIVE', to: { retiresAt } }],
    events: [auditEntry('key.rotation_scheduled', at, actor.origin, { ...actor, targetId: pending.id, data })],
  }
}
