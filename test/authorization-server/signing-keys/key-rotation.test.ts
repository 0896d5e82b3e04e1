import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maintainKeys, rotateSigningKey } from '../../../src/authorization-server/signing-keys/key-rotation.ts'
import { startKeyMaintenance } from '../../../src/authorization-server/signing-keys/start-key-maintenance.ts'
import { anyAudience } from '../../../src/token/claims.ts'
import { signAccessToken } from '../../../src/token/sign.ts'
import { verifyAccessToken } from '../../../src/token/verify.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { admin, type KeyNode, type KeyNodes, openKeyNodes } from '../../support/key-nodes.ts'
import { query } from '../../support/sql.ts'

const [minute, day] = [60, 86_400]

describe.each(engines)('rotation of signing keys on %s', (engine) => {
  let ring: KeyNodes
  beforeEach(async () => {
    ring = await openKeyNodes(engine, 3)
  })
  afterEach(async () => {
    await expectInvariants(ring.databaseUrl)
    await ring.stop()
  })

  const inSeconds = (seconds: number) => new Date(ring.clock.now().getTime() + seconds * 1000)
  const rotate = (immediately: boolean, node: KeyNode = ring.node) => rotateSigningKey(node, { immediately }, admin)
  const idsOf = async () => {
    const { ACTIVE, PENDING } = await ring.byStatus()
    return { active: ACTIVE.map(({ id }) => id), pending: PENDING.map(({ id }) => id) }
  }

  /** A token that a node signs, as good for five minutes. */
  async function sign(node: KeyNode): Promise<string> {
    const facts = { subject: 'usr_1', clientId: 'cli_1', tokenId: 'tok_1', issuer: 'http://issuer', audience: 'http://api' }
    const life = { issuedAt: ring.clock.now(), expiresAt: inSeconds(3_600) }
    return signAccessToken({ ...facts, ...life, scopes: [] }, await node.keyRing.activeKey())
  }
  const verify = (token: string, node: KeyNode) => {
    const options = {
      issuer: 'http://issuer',
      audience: anyAudience,
      findKey: node.keyRing.findKey,
      now: ring.clock.now,
    } as const
    return verifyAccessToken(token, options)
  }

  it('lets the key that waits take over once it was published for long enough', async () => {
    const before = await ring.byStatus()
    ring.clock.advance(600)
    const at = ring.clock.now()
    const { activeKey, pendingKey } = await rotate(false)
    expect(activeKey).toEqual({ ...before.PENDING[0], status: 'ACTIVE', activatesAt: at })
    expect(pendingKey).toMatchObject({ status: 'PENDING', createdAt: at, activatesAt: inSeconds(600), retiresAt: null })
    expect(await ring.byStatus()).toEqual({
      ACTIVE: [activeKey],
      PENDING: [pendingKey],
      RETIRED: [{ ...before.ACTIVE[0], status: 'RETIRED', retiresAt: at, expiresAt: inSeconds(3_660) }],
      REVOKED: [],
    })
    expect((await ring.node.keyRing.activeKey()).id).toBe(activeKey.id)
  })

  it('is scheduled while the next key is not known long enough, once, and happens when it is due', async () => {
    const { ACTIVE, PENDING } = await ring.byStatus()
    ring.clock.advance(599.999)
    const dueAt = PENDING[0]?.activatesAt ?? null
    const answers: unknown[] = []
    const events = await eventsOf(ring.databaseUrl, async () => {
      for (const node of ring.nodes) answers.push(await rotate(false, node))
    })
    const answer = { activeKey: { ...ACTIVE[0], retiresAt: dueAt }, pendingKey: PENDING[0] }
    expect(answers).toEqual([answer, answer, answer])
    const data = { activatesAt: dueAt?.toISOString(), cause: 'request' }
    const targetId = PENDING[0]?.id
    expect(events).toEqual([{ type: 'key.rotation_scheduled', actorId: 'usr_admin', clientId: 'cli_console', targetId, data }])
    for (const node of ring.nodes) await maintainKeys(node)
    expect((await idsOf()).active).toEqual([ACTIVE[0]?.id])
    ring.clock.advance(0.001)
    for (const node of ring.nodes) await maintainKeys(node)
    const after = await ring.byStatus()
    expect(after.ACTIVE).toEqual([{ ...PENDING[0], status: 'ACTIVE', activatesAt: dueAt }])
    expect(after.RETIRED).toEqual([{ ...ACTIVE[0], status: 'RETIRED', retiresAt: dueAt, expiresAt: inSeconds(3_660) }])
  })

  it('happens at once, whatever the age of the next key, when told to', async () => {
    const { ACTIVE, PENDING } = await ring.byStatus()
    let activeId: string | undefined
    const events = await eventsOf(ring.databaseUrl, async () => {
      activeId = (await rotate(true)).activeKey.id
    })
    expect(activeId).toBe(PENDING[0]?.id)
    const { PENDING: next } = await ring.byStatus()
    expect(events).toEqual([
      { type: 'key.created', actorId: null, clientId: null, targetId: next[0]?.id, data: {} },
      {
        type: 'key.rotated',
        actorId: 'usr_admin',
        clientId: 'cli_console',
        targetId: PENDING[0]?.id,
        data: { retiredKeyId: ACTIVE[0]?.id, cause: 'request' },
      },
    ])
  })

  it.each([true, false])('happens once when ten ask together, immediately: %s', async (immediately) => {
    ring.clock.advance(immediately ? 1 : 600)
    for (const node of ring.nodes) await node.keyRing.activeKey()
    const before = await idsOf()
    const asked = Array.from({ length: 10 }, (_, index) => rotate(immediately, ring.nodes[index % 3]))
    const answers = await Promise.all(asked)
    const after = await idsOf()
    expect(after).toEqual({ active: before.pending, pending: [expect.any(String)] })
    expect(new Set(answers.map(({ activeKey }) => activeKey.id))).toEqual(new Set(after.active))
    expect(new Set(answers.map(({ pendingKey }) => pendingKey.id))).toEqual(new Set(after.pending))
    const events = await query(ring.databaseUrl, `SELECT id FROM audit_events WHERE type = 'key.rotated'`)
    expect(events).toHaveLength(1)
  })

  it('happens each time when one node is asked again and again', async () => {
    const ids = new Set<string>()
    for (let count = 0; count < 3; count++) ids.add((await rotate(true)).activeKey.id)
    expect(ids.size).toBe(3)
    expect((await ring.byStatus()).RETIRED).toHaveLength(3)
  })

  it('comes by itself at the age that is set, once, on however many nodes', async () => {
    const before = await idsOf()
    ring.clock.advance(30 * day - 0.001)
    await Promise.all(ring.nodes.map(maintainKeys))
    expect(await idsOf()).toEqual(before)
    ring.clock.advance(0.001)
    const events = await eventsOf(ring.databaseUrl, () => Promise.all(ring.nodes.map(maintainKeys)))
    expect((await idsOf()).active).toEqual(before.pending)
    expect(events.map(({ type, actorId }) => [type, actorId])).toEqual([
      ['key.created', null],
      ['key.rotated', null],
    ])
    ring.clock.advance(30 * day - 1)
    await Promise.all(ring.nodes.map(maintainKeys))
    expect((await ring.byStatus()).RETIRED).toHaveLength(1)
  })

  it('never comes by itself when the age is 0', async () => {
    const never = await ring.open({ keyRotationDays: 0 })
    const before = await idsOf()
    ring.clock.advance(4_000 * day)
    await maintainKeys(never)
    expect(await idsOf()).toEqual(before)
    expect((await rotate(false, never)).activeKey.id).toBe(before.pending[0])
  })

  it('waits for the next key to be known, however old the active one is', async () => {
    ring.clock.advance(30 * day)
    await query(ring.databaseUrl, `DELETE FROM signing_keys WHERE status = 'PENDING'`)
    await Promise.all(ring.nodes.map(maintainKeys))
    const { active, pending } = await idsOf()
    expect(pending).toHaveLength(1)
    ring.clock.advance(599)
    await maintainKeys(ring.node)
    expect(await idsOf()).toEqual({ active, pending })
    ring.clock.advance(1)
    await maintainKeys(ring.node)
    expect((await idsOf()).active).toEqual(pending)
  })

  it('leaves tokens of the old key good until they expire, on every node, and the key goes after the last of them', async () => {
    const [one, two] = ring.nodes as [KeyNode, KeyNode]
    const token = await sign(two)
    await rotate(true, one)
    // The other node has not heard yet, and goes on signing for a second.
    ring.clock.advance(0.999)
    const late = await sign(two)
    ring.clock.advance(0.001)
    const young = await sign(two)
    for (const node of ring.nodes) for (const each of [token, late, young]) await verify(each, node)
    const keyId = (await verify(late, one)).keyId
    expect((await verify(young, one)).keyId).not.toBe(keyId)

    ring.clock.advance(3_600 - 1.001)
    await verify(late, two)
    ring.clock.advance(1 + minute)
    for (const node of ring.nodes) {
      expect((await node.keyRing.findKey(keyId))?.id).toBeUndefined()
      expect((await node.keyRing.listKeys()).map(({ id }) => id)).not.toContain(keyId)
    }
    await expect(verify(late, two)).rejects.toThrow('not in use')
    expect((await ring.byStatus()).RETIRED.map(({ id }) => id)).toEqual([keyId])
  })

  it('is looked after from the start on, and again after a failure', async () => {
    ring.clock.advance(30 * day)
    const { pending } = await idsOf()
    const errors: unknown[] = []
    let calls = 0
    const failing = { ...ring.node.keyRing, change: () => Promise.reject(new Error(`No. ${++calls}`)) }
    const keeper = {
      ...ring.node,
      get keyRing() {
        return errors.length < 2 ? failing : ring.node.keyRing
      },
    }
    const stop = startKeyMaintenance({ keeper, everySeconds: 0.005, onError: (error) => errors.push(error) })
    await expect.poll(async () => (await idsOf()).active).toEqual(pending)
    await stop()
    expect(errors.map(String)).toEqual(['Error: No. 1', 'Error: No. 2'])
  })
})
