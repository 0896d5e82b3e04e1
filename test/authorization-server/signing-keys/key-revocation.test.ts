import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { revokeSigningKey } from '../../../src/authorization-server/signing-keys/key-revocation.ts'
import { rotateSigningKey } from '../../../src/authorization-server/signing-keys/key-rotation.ts'
import { NotFoundError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { admin, type KeyNodes, openKeyNodes } from '../../support/key-nodes.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('revocation of signing keys on %s', (engine) => {
  let ring: KeyNodes
  beforeEach(async () => {
    ring = await openKeyNodes(engine, 3)
    // One of each kind that can be revoked.
    await rotateSigningKey(ring.node, { immediately: true }, admin)
    ring.clock.advance(5)
  })
  afterEach(async () => {
    await expectInvariants(ring.databaseUrl)
    await ring.stop()
  })

  const inSeconds = (seconds: number) => new Date(ring.clock.now().getTime() + seconds * 1000)
  const revoke = (id: string, node = ring.node) => revokeSigningKey(node, { id }, admin)
  const idOf = async (status: 'ACTIVE' | 'PENDING' | 'RETIRED') => (await ring.byStatus())[status][0]?.id ?? ''
  const revocations = () => query(ring.databaseUrl, 'SELECT kind, "targetId", position FROM revocations')

  it.each([
    ['ACTIVE', true],
    ['PENDING', true],
    ['RETIRED', false],
  ] as const)('ends a key that is %s at once, with one event and a place in the feed', async (status, isReplaced) => {
    const before = await ring.byStatus()
    const key = before[status][0]
    let answer: unknown
    const events = await eventsOf(ring.databaseUrl, async () => {
      answer = await revoke(key?.id ?? '')
    })
    const after = await ring.byStatus()
    const retiresAt = status === 'ACTIVE' ? ring.clock.now() : (key?.retiresAt ?? null)
    const revokedKey = { ...key, status: 'REVOKED', retiresAt, expiresAt: inSeconds(3_660) }
    expect(answer).toEqual({ revokedKey, activeKey: after.ACTIVE[0] })
    expect(after.REVOKED).toEqual([revokedKey])
    const heir = before.PENDING[0]
    const isActive = status === 'ACTIVE'
    expect(after.ACTIVE).toEqual(isActive ? [{ ...heir, status: 'ACTIVE', activatesAt: ring.clock.now() }] : before.ACTIVE)
    expect(after.PENDING).toHaveLength(1)
    expect(after.PENDING[0]?.id === heir?.id).toBe(!isReplaced)
    const data = { cause: 'request', status, ...(isActive && { activatedKeyId: heir?.id }) }
    expect(events).toEqual([
      ...(isReplaced ? [{ type: 'key.created', actorId: null, clientId: null, targetId: after.PENDING[0]?.id, data: {} }] : []),
      { type: 'key.revoked', actorId: 'usr_admin', clientId: 'cli_console', targetId: key?.id, data },
    ])
    expect(await revocations()).toMatchObject([{ kind: 'key', targetId: key?.id }])
    expect(await ring.node.keyRing.findKey(key?.id ?? '')).toBeUndefined()
    expect((await ring.node.keyRing.activeKey()).id).toBe(after.ACTIVE[0]?.id)
    // Published as dead, until its tokens have expired.
    expect((await ring.node.keyRing.listKeys()).find(({ id }) => id === key?.id)?.status).toBe('REVOKED')
    ring.clock.advance(3_660)
    expect((await ring.node.keyRing.listKeys()).map(({ id }) => id)).not.toContain(key?.id)
  })

  it('answers the same a second time, and does nothing more', async () => {
    const id = await idOf('ACTIVE')
    const first = await revoke(id)
    const before = [await ring.byStatus(), await revocations()]
    ring.clock.advance(5)
    let second: unknown
    const events = await eventsOf(ring.databaseUrl, async () => {
      second = await revoke(id, ring.nodes[1])
    })
    expect(second).toEqual(first)
    expect(events).toEqual([])
    expect([await ring.byStatus(), await revocations()]).toEqual(before)
  })

  it.each(['k4.pid.unknown', '', 'k4.pid.\0'])('knows no key %j, and changes nothing', async (id) => {
    const before = await ring.byStatus()
    let refusal: unknown
    const events = await eventsOf(ring.databaseUrl, () =>
      revoke(id).catch((error: unknown) => {
        refusal = error
      }),
    )
    expect(refusal).toBeInstanceOf(NotFoundError)
    expect(events).toEqual([])
    expect(await ring.byStatus()).toEqual(before)
  })

  it('leaves one key that signs and one that waits when many keys are revoked and rotated on three nodes together', async () => {
    const ids = [await idOf('ACTIVE'), await idOf('PENDING'), await idOf('RETIRED')]
    const acts = ring.nodes.flatMap((node) => [
      ...ids.map((id) => revoke(id, node)),
      rotateSigningKey(node, { immediately: true }, admin),
    ])
    await Promise.all(acts)
    const { ACTIVE, PENDING, REVOKED } = await ring.byStatus()
    expect([ACTIVE, PENDING].map((keys) => keys.length)).toEqual([1, 1])
    expect(REVOKED.map(({ id }) => id).sort()).toEqual([...ids].sort())
    const events = await query(ring.databaseUrl, `SELECT "targetId" FROM audit_events WHERE type = 'key.revoked'`)
    expect(events.map(({ targetId }) => targetId).sort()).toEqual([...ids].sort())
  })

  it('is heard of on the other nodes without waiting for the second', async () => {
    const other = ring.nodes[1] ?? ring.node
    const id = await idOf('ACTIVE')
    expect((await other.keyRing.activeKey()).id).toBe(id)
    const heard = new Promise<void>((resolve) => other.store.onRevoked(resolve))
    await revoke(id, engine === 'postgresql' ? ring.node : other)
    await heard
    expect((await other.keyRing.activeKey()).id).toBe(await idOf('ACTIVE'))
    expect(await other.keyRing.findKey(id)).toBeUndefined()
  })
})
