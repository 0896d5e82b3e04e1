import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SealedEvent } from '../../../src/authorization-server/audit-log/chain-storage.ts'
import { type AuditReader, createReading, type ReaderStep } from '../../../src/authorization-server/audit-log/reading.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'
import { engines } from '../../support/databases.ts'
import type { KeyNode } from '../../support/key-nodes.ts'

describe.each(engines)('reading the sealed log on %s', (engine) => {
  let log: TestAuditLog
  let seen: number[]
  beforeEach(async () => {
    seen = []
    log = await openAuditLog(engine, 3, 3)
  })
  afterEach(() => log.stop())

  /** Notes the sequences it was given, when it may move. */
  const readerOf = ({ store }: KeyNode, traits: Partial<AuditReader> = {}): AuditReader => ({
    name: 'test',
    begins: 'oldest',
    async take(events: readonly SealedEvent[], step: ReaderStep) {
      const isMoved = await store.moveReader(step)
      if (isMoved) seen.push(...events.map(({ sequence }) => sequence))
      return isMoved
    },
    ...traits,
  })
  const readingOf = (node: KeyNode, traits: Partial<AuditReader> = {}) =>
    createReading({
      storage: node.store,
      reader: readerOf(node, traits),
      now: log.clock.now,
      holder: `node ${log.nodes.indexOf(node)}`,
    })
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  /** Those of the first two keys, and three more. */
  const sealedAtFirst = 5

  it('gives every event once and in order, also when more are sealed than fit into a batch', async () => {
    const reading = readingOf(log.node)
    expect(await reading.readOn()).toBe(sealedAtFirst)
    await log.write(210)
    expect(await reading.readOn()).toBe(0)
    await log.sealer.seal()
    expect(await reading.readOn()).toBe(210)
    expect(seen).toEqual(upTo(sealedAtFirst + 210))
  })

  it('passes over what was sealed before its first start, and nothing after, for one that begins with the newest', async () => {
    expect(await readingOf(log.node, { begins: 'newest' }).readOn()).toBe(0)
    await log.write(2)
    await log.sealer.seal()
    // As after a restart.
    expect(await readingOf(log.node, { begins: 'newest' }).readOn()).toBe(2)
    expect(seen).toEqual([sealedAtFirst + 1, sealedAtFirst + 2])
  })

  it('gives the same events again after a failure', async () => {
    const failing = readingOf(log.node, { take: () => Promise.reject(new Error('not now')) })
    await expect(failing.readOn()).rejects.toThrow('not now')
    expect(await readingOf(log.node).readOn()).toBe(sealedAtFirst)
    expect(seen).toEqual(upTo(sealedAtFirst))
  })

  it('gives each event to one of many nodes that read at once', async () => {
    const readings = log.nodes.map((node) => readingOf(node))
    await log.write(60)
    await Promise.all([log.sealer.seal(), ...Array.from({ length: 20 }, () => readings.map((each) => each.readOn())).flat()])
    await Promise.all(readings.map((each) => each.readOn()))
    expect(seen).toEqual(upTo(sealedAtFirst + 60))
  })

  it('keeps a step from being made twice, whoever holds the lease', async () => {
    await readingOf(log.node).readOn()
    const step = { reader: 'test', from: 0, to: sealedAtFirst }
    expect(await log.node.store.moveReader(step)).toBe(false)
    expect(await log.node.store.findReaderPlace('test')).toBe(sealedAtFirst)
  })

  it('is taken over from a node that died once its lease has ended, and at once from one that stopped', async () => {
    const [first, second, third] = log.nodes.map((node) => readingOf(node))
    const write = async () => {
      await log.write(1)
      await log.sealer.seal()
    }
    await first?.readOn()
    await write()
    expect(await second?.readOn()).toBe(0)
    log.clock.advance(3)
    expect(await second?.readOn()).toBe(1)
    await second?.release()
    await write()
    expect(await third?.readOn()).toBe(1)
  })
})
