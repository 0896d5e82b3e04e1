import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createActivityReader } from '../../../src/authorization-server/activity/activity-reader.ts'
import { type Grain, grains, noCounts, tally } from '../../../src/authorization-server/activity/counts.ts'
import { type AuditType, auditCatalogue, auditEntry } from '../../../src/authorization-server/audit.ts'
import { createReading } from '../../../src/authorization-server/audit-log/reading.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'
import { testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import type { KeyNode } from '../../support/key-nodes.ts'
import { query } from '../../support/sql.ts'
import { dropTriggers } from '../../support/tampering.ts'

describe.each(engines)('counting the sealed log on %s', (engine) => {
  let log: TestAuditLog
  beforeEach(async () => {
    log = await openAuditLog(engine, 0, 3)
  })
  afterEach(() => log.stop())

  const readingOf = (node: KeyNode, holder = `node ${log.nodes.indexOf(node)}`) =>
    createReading({ storage: node.store, reader: createActivityReader(node.store), now: log.clock.now, holder })
  const write = (type: AuditType, at = log.clock.now()) => log.node.store.recordEvent(auditEntry(type, at, testOrigin, {}))
  const list = (grain: Grain) => log.node.store.listActivity({ grain, since: new Date(0), until: new Date('2100-01-01') })
  const logins = async () => (await list('DAY')).map(({ logins }) => logins)
  const sealAndRead = async () => {
    await log.sealer.seal()
    await readingOf(log.node).readOn()
  }

  it('counts each type of event as what it is, and others not at all', async () => {
    for (const type of Object.keys(auditCatalogue) as AuditType[]) await write(type)
    await sealAndRead()
    const counts = { ...noCounts, logins: 1, failedLogins: 1, refreshes: 1, reuses: 1, tokensIssued: 5 }
    expect(await list('MINUTE')).toEqual([{ grain: 'MINUTE', at: new Date('2026-05-01T12:00:00Z'), ...counts }])
    expect(await list('HOUR')).toEqual([{ grain: 'HOUR', at: new Date('2026-05-01T12:00:00Z'), ...counts }])
    expect(await list('DAY')).toEqual([{ grain: 'DAY', at: new Date('2026-05-01T00:00:00Z'), ...counts }])
  })

  it('counts an event in its own minute, however late it was sealed', async () => {
    const early = log.clock.now()
    log.clock.advance(3 * 86_400)
    await write('login.succeeded')
    await sealAndRead()
    await write('login.failed', early)
    await sealAndRead()
    for (const grain of grains)
      expect(await list(grain)).toMatchObject([
        { logins: 0, failedLogins: 1, tokensIssued: 0 },
        { logins: 1, failedLogins: 0, tokensIssued: 1 },
      ])
  })

  it('counts every event once when three nodes read at once, again and again', async () => {
    const readings = log.nodes.map((node) => readingOf(node))
    let total = 0
    for (const count of [210, 20, 20]) {
      total += count
      await log.write(count)
      await log.sealer.seal()
      await Promise.all(Array.from({ length: 5 }, () => readings.map((each) => each.readOn())).flat())
      await Promise.all(readings.map((each) => each.release()))
      expect(await logins()).toEqual([total])
    }
  })

  it('counts nothing twice when a node that was thought dead goes on', async () => {
    await log.write(5)
    await log.sealer.seal()
    const place = Number(await log.node.store.lastSealedSequence())
    let isLate = true
    // It was given its events, and slept while another node took over.
    const slow = createReading({
      storage: log.node.store,
      reader: createActivityReader({
        async addActivity(counts, step) {
          if (isLate) {
            isLate = false
            log.clock.advance(3)
            expect(await readingOf(log.nodes[1] ?? log.node).readOn()).toBe(place)
          }
          const isAdded = await log.node.store.addActivity(counts, step)
          expect(isAdded).toBe(false)
          return isAdded
        },
      }),
      now: log.clock.now,
      holder: 'slow',
    })
    expect(await slow.readOn()).toBe(0)
    expect(isLate).toBe(false)
    expect(await logins()).toEqual([5])
  })

  it('keeps neither counts nor its place when it fails on the way', async () => {
    await log.write(5)
    await log.sealer.seal()
    const step = { reader: 'activity', from: 0, to: Number(await log.node.store.lastSealedSequence()) }
    await log.node.store.beginReader('activity', 0)
    const counts = tally([{ at: log.clock.now(), counter: 'logins', count: 5 }])
    const broken = [...counts, { grain: 'DAY' as const, at: new Date(0), ...noCounts, denials: null as never }]
    await expect(log.node.store.addActivity(broken, step)).rejects.toThrow()
    expect([await logins(), await log.node.store.findReaderPlace('activity')]).toEqual([[], 0])
    await readingOf(log.node).readOn()
    expect(await logins()).toEqual([5])
  })

  it('counts on where an event was given an instant that is none', async () => {
    await log.write(3)
    await log.sealer.seal()
    await dropTriggers(engine, log.databaseUrl)
    const nonsense = engine === 'sqlite' ? `'never'` : `'294276-01-01'`
    await query(log.databaseUrl, `UPDATE audit_events SET at = ${nonsense} WHERE sequence = 4`)
    await readingOf(log.node).readOn()
    expect(await logins()).toEqual([2])
  })
})
