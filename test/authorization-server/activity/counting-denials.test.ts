import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { grains } from '../../../src/authorization-server/activity/counts.ts'
import { createDenialTally } from '../../../src/authorization-server/activity/denial-tally.ts'
import {
  type DenialCountingOptions,
  startCountingDenials,
} from '../../../src/authorization-server/activity/start-counting-denials.ts'
import { openStore, type Store } from '../../../src/store/store.ts'
import { createClock, type TestClock } from '../../support/clock.ts'
import { createDatabase, engines, type TestDatabase } from '../../support/databases.ts'

const minute = new Date('2026-05-01T12:00:00.000Z')
const patience = { timeout: 20_000 }

describe('a tally of denials', () => {
  it('adds up by minute and client', () => {
    const clock = createClock()
    const tally = createDenialTally(clock)
    for (const [clientId, count] of [['cli_a', 1] as const, ['cli_b', 2] as const, ['cli_a', 4] as const, [null, 8] as const])
      tally.count(clientId, count)
    clock.advance(60)
    tally.count('cli_a', 16)
    expect(tally.take()).toEqual([
      { clientId: 'cli_a', minute, count: 5 },
      { clientId: 'cli_b', minute, count: 2 },
      { clientId: '', minute, count: 8 },
      { clientId: 'cli_a', minute: new Date('2026-05-01T12:01:00.000Z'), count: 16 },
    ])
    expect(tally.take()).toEqual([])
  })

  it('tells so many apart and no more, and loses none', () => {
    const tally = createDenialTally({ ...createClock(), maxKeys: 2 })
    for (const clientId of ['cli_a', 'cli_b', 'cli_c', 'cli_d', 'cli_a']) tally.count(clientId, 1)
    const counted = [
      { clientId: 'cli_a', minute, count: 2 },
      { clientId: 'cli_b', minute, count: 1 },
      { clientId: '', minute, count: 2 },
    ]
    const taken = tally.take()
    expect(taken).toEqual(counted)
    tally.count('cli_e', 1)
    tally.putBack(taken)
    expect(tally.take().reduce((sum, { count }) => sum + count, 0)).toBe(6)
  })
})

describe.each(engines)('counting denials on %s', (engine) => {
  let database: TestDatabase
  let stores: Store[]
  let clock: TestClock
  let errors: unknown[]
  beforeEach(async () => {
    errors = []
    clock = createClock()
    database = await createDatabase(engine)
    stores = [await openStore(database.url), await openStore(database.url), await openStore(database.url)]
  })
  afterEach(async () => {
    for (const store of stores) await store.close()
    await database.drop()
  })

  const [since, until] = [new Date(0), new Date('2100-01-01')]
  const start = (storage: DenialCountingOptions['storage']) =>
    startCountingDenials({ storage, now: clock.now, everySeconds: 0.05, onError: (error) => errors.push(error) })
  const list = (clientId?: string) => stores[0]?.listDenials({ since, until, clientId })
  const charted = async () =>
    Promise.all(
      grains.map(async (grain) => (await stores[0]?.listActivity({ grain, since, until }))?.map(({ denials }) => denials)),
    )

  it('stores them again and again, and what is left when it stops', async () => {
    const [store] = stores as [Store]
    const counting = start(store)
    counting.count('cli_a', 1)
    counting.count(null, 2)
    await vi.waitFor(async () => expect(await list()).toHaveLength(2), patience)
    counting.count('cli_a', 4)
    await vi.waitFor(async () => expect(await list('cli_a')).toEqual([{ clientId: 'cli_a', minute, count: 5 }]), patience)
    counting.count('cli_a', 8)
    await counting.stop()
    expect(await list()).toEqual([
      { clientId: '', minute, count: 2 },
      { clientId: 'cli_a', minute, count: 13 },
    ])
    expect(await charted()).toEqual([[15], [15], [15]])
  })

  it('adds up what several nodes count at once', async () => {
    const countings = stores.map((store) => start(store))
    for (let each = 0; each < 60; each++) {
      for (const [index, counting] of countings.entries()) counting.count(`cli_${(each + index) % 7}`, 1)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await Promise.all(countings.map((counting) => counting.stop()))
    expect((await list())?.reduce((sum, { count }) => sum + count, 0)).toBe(180)
    expect(await charted()).toEqual([[180], [180], [180]])
    expect(errors).toEqual([])
  })

  it('keeps what could not be stored for the next time', async () => {
    const [store] = stores as [Store]
    let isDown = true
    const storage: DenialCountingOptions['storage'] = {
      addDenials: async (...given) => {
        if (isDown) throw new Error('not now')
        await store.addDenials(...given)
      },
    }
    const counting = start(storage)
    counting.count('cli_a', 1)
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1), patience)
    counting.count('cli_a', 2)
    isDown = false
    await vi.waitFor(async () => expect(await list()).toEqual([{ clientId: 'cli_a', minute, count: 3 }]), patience)
    await counting.stop()
    expect(await charted()).toEqual([[3], [3], [3]])
  })

  it('stores more than one statement takes', async () => {
    const [store] = stores as [Store]
    const clients = Array.from({ length: 2_500 }, (_, index) => ({ clientId: `cli_${index}`, minute, count: 1 }))
    await store.addDenials(clients, [])
    await store.addDenials([...clients].reverse(), [])
    const found = await list()
    expect([found?.length, new Set(found?.map(({ count }) => count))]).toEqual([2_500, new Set([2])])
  })

  it('lists minutes from since on and before until', async () => {
    const [store] = stores as [Store]
    const at = (text: string) => new Date(`2026-05-01T${text}:00.000Z`)
    await store.addDenials(
      ['12:00', '12:01', '12:02'].map((text) => ({ clientId: 'cli_a', minute: at(text), count: 1 })),
      [],
    )
    const found = await store.listDenials({ clientId: 'cli_a', since: at('12:00'), until: at('12:02') })
    expect(found.map(({ minute: each }) => each)).toEqual([at('12:00'), at('12:01')])
  })
})
