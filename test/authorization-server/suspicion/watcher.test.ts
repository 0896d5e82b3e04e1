import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AuditType, auditEntry } from '../../../src/authorization-server/audit.ts'
import { createReading } from '../../../src/authorization-server/audit-log/reading.ts'
import { quietSeconds, thresholds, windowSeconds } from '../../../src/authorization-server/suspicion/thresholds.ts'
import { createSuspicionWatcher } from '../../../src/authorization-server/suspicion/watcher.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'
import { engines } from '../../support/databases.ts'
import type { KeyNode } from '../../support/key-nodes.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('watching for the suspicious on %s', (engine) => {
  let log: TestAuditLog
  beforeEach(async () => {
    log = await openAuditLog(engine, 0, 3)
    await readingOf(log.node).readOn()
  })
  afterEach(() => log.stop())

  const readingOf = (node: KeyNode, holder = `node ${log.nodes.indexOf(node)}`) => {
    const { now } = log.clock
    return createReading({ storage: node.store, reader: createSuspicionWatcher({ storage: node.store, now }), now, holder })
  }
  const write = (type: AuditType, ipAddress: string, facts: { actorId?: string; targetId?: string } = {}) => {
    const origin = { ipAddress, userAgent: null, requestId: null }
    return log.node.store.recordEvent(auditEntry(type, log.clock.now(), origin, { clientId: 'cli_1', ...facts }))
  }
  const sealAndRead = async () => {
    await log.sealer.seal()
    await readingOf(log.node).readOn()
  }
  /** Guesses at one account from so many networks. */
  const guess = async (networks: readonly number[], actorId = 'usr_1') => {
    for (const network of networks) await write('login.failed', `10.0.${network}.1`, { actorId })
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const enough = upTo(thresholds.guessingNetworks)
  const found = async () =>
    (await query(log.databaseUrl, `SELECT type, "targetId" FROM audit_events WHERE type LIKE 'suspicion.%' ORDER BY id`)).map(
      ({ type, targetId }) => [type, targetId],
    )
  const guessing = ['suspicion.distributed_guessing', 'usr_1']

  it('finds a thing once, however many nodes read', async () => {
    await guess(enough)
    await log.sealer.seal()
    const readings = log.nodes.flatMap((node) => [readingOf(node), readingOf(node)])
    await Promise.all(Array.from({ length: 2 }, () => readings.map((each) => each.readOn())).flat())
    expect(await found()).toEqual([guessing])
  })

  it('finds a thing once, also when a node that was held up comes with what it found before', async () => {
    await guess(enough)
    await log.sealer.seal()
    const events = await log.node.store.listSealedEvents({ after: 0, limit: 200 })
    const from = (await log.node.store.findReaderPlace('suspicion')) ?? 0
    const step = { reader: 'suspicion', from, to: events.at(-1)?.sequence ?? 0 }
    const takes = log.nodes.map(({ store }) => createSuspicionWatcher({ storage: store, now: log.clock.now }).take(events, step))
    expect((await Promise.all(takes)).sort()).toEqual([false, false, true])
    expect(await found()).toEqual([guessing])
  })

  it('sees the rest also beside an event that was changed past the service', async () => {
    await guess(enough)
    await log.sealer.seal()
    const from = (await log.node.store.findReaderPlace('suspicion')) ?? 0
    const events = await log.node.store.listSealedEvents({ after: from, limit: 200 })
    const changed = events.slice(0, 1).map((event) => ({ ...event, at: 'never' }))
    const watcher = createSuspicionWatcher({ storage: log.node.store, now: log.clock.now })
    await watcher.take([...changed, ...events], { reader: 'suspicion', from, to: events.at(-1)?.sequence ?? 0 })
    expect(await found()).toEqual([guessing])
  })

  it('puts together what was read before and after a restart', async () => {
    await guess(enough.slice(1))
    await sealAndRead()
    expect(await found()).toEqual([])
    await readingOf(log.node).release()
    await guess(enough.slice(0, 1))
    await log.sealer.seal()
    await readingOf(log.nodes[1] ?? log.node, 'started anew').readOn()
    expect(await found()).toEqual([guessing])
  })

  it('puts together what an event of a late commit belongs to', async () => {
    const late = log.clock.now()
    log.clock.advance(60)
    await guess(enough.slice(1))
    await sealAndRead()
    const origin = { ipAddress: `10.0.${enough[0]}.1`, userAgent: null, requestId: null }
    await log.node.store.recordEvent(auditEntry('login.failed', late, origin, { actorId: 'usr_1' }))
    await sealAndRead()
    expect(await found()).toEqual([guessing])
  })

  it('is quiet about the same of the same for an hour, and tells of it again when it goes on after that', async () => {
    await guess(enough)
    await sealAndRead()
    log.clock.advance(quietSeconds - windowSeconds / 2)
    await guess(enough)
    await sealAndRead()
    await guess(enough, 'usr_2')
    await sealAndRead()
    expect(await found()).toEqual([guessing, ['suspicion.distributed_guessing', 'usr_2']])
    log.clock.advance(windowSeconds / 2 + 1)
    await guess(enough.slice(0, 1))
    await sealAndRead()
    expect(await found()).toEqual([guessing, ['suspicion.distributed_guessing', 'usr_2'], guessing])
  })

  it('does not put together what is further apart than the window', async () => {
    await guess(enough.slice(1))
    await sealAndRead()
    log.clock.advance(windowSeconds)
    await guess(enough.slice(0, 1))
    await sealAndRead()
    expect(await found()).toEqual([])
  })

  it('finds several things in one batch, of many events', async () => {
    for (const session of upTo(150)) await write('refresh.rotated', '10.1.0.1', { targetId: `ses_${session}` })
    for (const network of upTo(thresholds.sessionNetworks))
      await write('refresh.rotated', `10.2.${network}.1`, { actorId: 'usr_3', targetId: 'ses_9' })
    await guess(enough)
    await sealAndRead()
    expect((await found()).sort()).toEqual([guessing, ['suspicion.many_networks', 'ses_9']])
  })

  it('takes the addresses of one network for one', async () => {
    for (const host of upTo(50)) await write('refresh.rotated', `10.2.0.${host}`, { targetId: 'ses_1' })
    for (const host of upTo(50)) await write('login.failed', `2001:db8:0:${host}::1`, { actorId: 'usr_1' })
    await sealAndRead()
    expect(await found()).toEqual([])
  })

  it('draws nothing from what it found itself', async () => {
    await guess(enough)
    await sealAndRead()
    await sealAndRead()
    await sealAndRead()
    expect(await found()).toEqual([guessing])
  })
})
