import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenBatch } from '../../src/authorization-server/clean-up.ts'
import { startCleaning } from '../../src/authorization-server/start-cleaning.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createClock, type TestClock } from '../support/clock.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'

const day = 86_400
const patience = { timeout: 20_000 }

describe.each(engines)('cleaning while a service on %s runs', (engine) => {
  let database: TestDatabase
  let store: Store
  let clock: TestClock
  beforeAll(async () => {
    database = await createDatabase(engine)
    store = await openStore(database.url)
  })
  beforeEach(() => {
    clock = createClock()
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  function start(storage: Store, onError: (error: unknown) => void = () => undefined) {
    const options = { now: clock.now, holder: 'node 1', sessionRetentionDays: 30, everySeconds: 0.01, onError }
    return startCleaning({ ...options, storage })
  }
  const holders = async () => (await query(database.url, 'SELECT holder FROM leases')).map(({ holder }) => holder)

  it('is done again and again, until it is stopped, and leaves the work to another node', async () => {
    let runs = 0
    const storage: Store = {
      ...store,
      takeLease: (lease) => {
        runs += 1
        return store.takeLease(lease)
      },
    }
    const stop = start(storage)
    await vi.waitFor(() => expect(runs).toBeGreaterThan(2), patience)
    expect(await holders()).toEqual(['node 1'])
    await stop()
    expect(await holders()).toEqual([])
    const before = runs
    // Another one, as often, has had its turn several times meanwhile.
    let others = 0
    const stopOther = start({
      ...store,
      takeLease: (lease) => {
        others += 1
        return store.takeLease(lease)
      },
    })
    await vi.waitFor(() => expect(others).toBeGreaterThan(2), patience)
    await stopOther()
    expect(runs).toBe(before)
  })

  it('goes on after a run that failed, and tells of it', async () => {
    const fault = new Error('the disk is full')
    let isBroken = true
    let runs = 0
    const storage: Store = {
      ...store,
      deleteRevocations: (batch) => {
        if (isBroken) throw fault
        runs += 1
        return store.deleteRevocations(batch)
      },
    }
    const onError = vi.fn(() => {
      isBroken = false
    })
    const stop = start(storage, onError)
    await vi.waitFor(() => expect(runs).toBeGreaterThan(0), patience)
    expect(onError).toHaveBeenCalledExactlyOnceWith(fault)
    await stop()
  })

  it('looks at all expired tokens once a day, and in between at those that expired since', async () => {
    const batches: TokenBatch[] = []
    const storage: Store = {
      ...store,
      deleteExpiredRefreshTokens: (batch) => {
        batches.push(batch)
        return store.deleteExpiredRefreshTokens(batch)
      },
    }
    const stop = start(storage)
    const seen = (expiresAt: Date | undefined) =>
      vi.waitFor(() => expect(batches.at(-1)?.after).toEqual(expiresAt && { expiresAt }), patience)
    const ago = (seconds: number) => new Date(clock.now().getTime() - seconds * 1000)
    await seen(ago(2 * day))
    expect(batches[0]?.after).toBeUndefined()
    clock.advance(60)
    await seen(ago(2 * day))
    const before = batches.length
    clock.advance(day - 60)
    await vi.waitFor(() => expect(batches.length).toBeGreaterThan(before + 2), patience)
    expect(batches.slice(before).some(({ after }) => after === undefined)).toBe(true)
    await stop()
  })
})
