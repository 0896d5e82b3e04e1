import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import { inSeconds, now, openStores } from './records.ts'

describe.each(engines)('a lease on %s', (engine) => {
  let database: TestDatabase
  let nodes: [Store, Store, Store]
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = (await openStores(database.url, 3)) as [Store, Store, Store]
  })
  beforeEach(() => query(database.url, 'DELETE FROM leases'))
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  const lease = (holder: string, at = now, seconds = 60) => {
    return { name: 'work', holder, now: at, expiresAt: new Date(at.getTime() + seconds * 1000) }
  }

  it('goes to one of many who ask at once, whether there was one before or not', async () => {
    for (const at of [now, inSeconds(60)]) {
      const asked = Array.from({ length: 5 }, () => nodes).flat()
      const got = await Promise.all(asked.map((node, index) => node.takeLease(lease(`node ${at.getTime()} ${index}`, at))))
      expect(got.filter((isMine) => isMine)).toHaveLength(1)
    }
  })

  it('stays with its holder until it ends, and not a moment longer', async () => {
    expect(await nodes[0].takeLease(lease('a'))).toBe(true)
    const last = new Date(inSeconds(60).getTime() - 1)
    expect(await nodes[1].takeLease(lease('b', last))).toBe(false)
    expect(await nodes[1].takeLease(lease('b', inSeconds(60)))).toBe(true)
    expect(await nodes[0].takeLease(lease('a', inSeconds(60)))).toBe(false)
  })

  it('is taken again by its holder at any time', async () => {
    expect(await nodes[0].takeLease(lease('a'))).toBe(true)
    expect(await nodes[0].takeLease(lease('a', inSeconds(30)))).toBe(true)
    expect(await nodes[1].takeLease(lease('b', inSeconds(89)))).toBe(false)
  })

  it('is extended by its holder while it lasts, and by no other', async () => {
    expect(await nodes[0].extendLease(lease('a'))).toBe(false)
    await nodes[0].takeLease(lease('a'))
    expect(await nodes[1].extendLease(lease('b', inSeconds(10)))).toBe(false)
    expect(await nodes[0].extendLease(lease('a', inSeconds(59)))).toBe(true)
    expect(await nodes[1].takeLease(lease('b', inSeconds(118)))).toBe(false)
    expect(await nodes[0].extendLease(lease('a', inSeconds(119)))).toBe(false)
  })

  it('is released by its holder, and by no other', async () => {
    await nodes[0].takeLease(lease('a'))
    await nodes[1].releaseLease({ name: 'work', holder: 'b' })
    expect(await nodes[1].takeLease(lease('b'))).toBe(false)
    await nodes[0].releaseLease({ name: 'work', holder: 'a' })
    expect(await nodes[1].takeLease(lease('b'))).toBe(true)
  })

  it('is one of its name', async () => {
    await nodes[0].takeLease(lease('a'))
    expect(await nodes[1].takeLease({ ...lease('b'), name: 'other work' })).toBe(true)
  })
})
