import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditEntry, internalOrigin } from '../../../src/authorization-server/audit.ts'
import { openAuditMark } from '../../../src/token/audit-mark.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'
import { engines } from '../../support/databases.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('sealing on %s', (engine) => {
  let log: TestAuditLog
  beforeEach(async () => {
    log = await openAuditLog(engine)
  })
  afterEach(() => log.stop())

  const rows = () => query(log.databaseUrl, 'SELECT * FROM audit_events ORDER BY sequence')
  const head = async () => (await query(log.databaseUrl, `SELECT token FROM audit_marks WHERE name = 'head'`))[0]?.token

  it('gives each event the next place and a hash over all before it', async () => {
    await log.write(3)
    expect(await log.sealer.seal()).toBe(3)
    // As docs/operate.md tells it, and not with the code that is tested.
    let before = createHash('sha256').update('fieldgate audit log v1').digest('hex')
    const events = await log.node.store.listSealedEvents({ after: undefined, limit: 10 })
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
    for (const { sequence, id, at, type, actorId, clientId, targetId, ipAddress, requestId, data, hash } of events) {
      const text = JSON.stringify([sequence, id, at, type, actorId, clientId, targetId, ipAddress, requestId, data])
      before = createHash('sha256').update(`${before}${text}`).digest('hex')
      expect(hash).toBe(before)
    }
    expect(events.at(-1)).toMatchObject({
      at: '2026-05-01T12:00:03.000Z',
      type: 'login.succeeded',
      data: '{"scopes":["a \\"b\\"","ç"]}',
    })
  })

  it('signs the head, and signs it anew each time', async () => {
    const key = await log.node.keyRing.activeKey()
    const publicKey = await log.node.keyRing.findKey(key.id)
    if (!publicKey) throw new Error('There is no key.')
    const first = String(await head())
    await log.write(2)
    await log.sealer.seal()
    const second = openAuditMark('head', String(await head()), publicKey)
    const last = (await rows()).at(-1)
    expect(second).toMatchObject({ sequence: 4, hash: last?.hash, issuer: 'http://localhost:4000', issuedAt: log.clock.now() })
    expect(openAuditMark('head', first, publicKey).sequence).toBe(2)
  })

  it('writes nothing when nothing waits, not even a lease', async () => {
    const before = [await head(), await query(log.databaseUrl, 'SELECT * FROM leases')]
    log.clock.advance(60)
    expect(await log.sealer.seal()).toBe(0)
    expect([await head(), await query(log.databaseUrl, 'SELECT * FROM leases')]).toEqual(before)
  })

  it('takes up events that are committed late, after some that began later', async () => {
    const early = auditEntry('token.revoked', log.clock.now(), internalOrigin, { targetId: 'tok_late' })
    await log.write(2)
    await log.sealer.seal()
    await log.node.store.recordEvent(early)
    expect(await log.sealer.seal()).toBe(1)
    expect((await rows()).at(-1)).toMatchObject({ id: early.id, sequence: 5 })
    expect(await log.verify()).toEqual({ isIntact: true, checkedCount: 5, firstBrokenSequence: null })
  })

  it('seals more than fit into a batch', async () => {
    await log.write(1_100)
    expect(await log.sealer.seal()).toBe(1_100)
    expect(await log.verify()).toEqual({ isIntact: true, checkedCount: 1_102, firstBrokenSequence: null })
  })

  it('is one node’s to do until it stops or dies', async () => {
    const other = log.sealerOf(await log.open(), 'node 2')
    await log.write(1)
    await log.sealer.seal()
    await log.write(1)
    expect(await other.seal()).toBe(0)
    log.clock.advance(3)
    expect(await other.seal()).toBe(1)
    await log.write(1)
    expect(await log.sealer.seal()).toBe(0)
    await other.release()
    expect(await log.sealer.seal()).toBe(1)
  })

  it('has no fork when several nodes seal at once, lease or not', async () => {
    const nodes = [log.node, await log.open(), await log.open()]
    const sealers = nodes.map((node, index) =>
      log.sealerOf({ ...node, store: { ...node.store, takeLease: async () => true } }, `node ${index}`),
    )
    for (let round = 0; round < 10; round++) {
      await log.write(5)
      await Promise.all(sealers.map((sealer) => sealer.seal()))
    }
    await sealers[0]?.seal()
    expect(await log.verify()).toEqual({ isIntact: true, checkedCount: 52, firstBrokenSequence: null })
  })

  it('writes nothing when another node sealed the events while they were read', async () => {
    const [here, there] = [await log.open(), log.sealerOf(log.node, 'node 1')]
    async function listUnsealedEvents(limit: number) {
      const events = await here.store.listUnsealedEvents(limit)
      await there.seal()
      return events
    }
    const late = log.sealerOf({ ...here, store: { ...here.store, listUnsealedEvents, takeLease: async () => true } }, 'node 2')
    await log.write(3)
    expect(await late.seal()).toBe(0)
    expect(await log.verify()).toMatchObject({ isIntact: true })
  })

  it.each([
    ['was exchanged for a text of somebody’s own', `UPDATE audit_marks SET token = 'v4.public.AAAA.AAAA'`],
    ['is gone', 'DELETE FROM audit_marks'],
  ])('does not go on from a head that %s', async (_what, sql) => {
    await query(log.databaseUrl, sql)
    await log.write(1)
    const fresh = log.sealerOf(log.node, 'node 1')
    await expect(fresh.seal()).rejects.toMatchObject({ name: 'AuditLogError' })
    expect((await rows()).filter(({ sequence }) => sequence === null)).toHaveLength(1)
  })

  it('does not go on from a head that it has seen go back', async () => {
    const old = await head()
    await log.write(1)
    await log.sealer.seal()
    await query(log.databaseUrl, `UPDATE audit_marks SET token = '${old}'`)
    await log.write(1)
    await expect(log.sealer.seal()).rejects.toThrow('went back')
  })

  it.each([
    ['change an event that is sealed', `UPDATE audit_events SET data = '{}' WHERE sequence = 1`],
    ['seal an event again', `UPDATE audit_events SET hash = 'x', sequence = 77 WHERE sequence = 1`],
    ['take its place away', 'UPDATE audit_events SET sequence = NULL, hash = NULL WHERE sequence = 1'],
    ['change an event that waits', `UPDATE audit_events SET type = 'other' WHERE sequence IS NULL`],
    ['change it while it is sealed', `UPDATE audit_events SET sequence = 9, hash = 'x', "clientId" = 'c' WHERE sequence IS NULL`],
    ['give it a place without a hash', 'UPDATE audit_events SET sequence = 9 WHERE sequence IS NULL'],
    ['delete an event that is sealed', 'DELETE FROM audit_events WHERE sequence = 1'],
    ['delete an event that waits', 'DELETE FROM audit_events WHERE sequence IS NULL'],
    ...(engine === 'sqlite' ? [] : [['empty the table', 'TRUNCATE audit_events']]),
  ])('lets nobody %s', async (_what, sql) => {
    await log.write(1)
    const before = await rows()
    await expect(query(log.databaseUrl, String(sql))).rejects.toThrow('An audit event is never')
    expect(await rows()).toEqual(before)
  })
})
