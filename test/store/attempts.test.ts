// The buckets of guesses, with several nodes at them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttemptBucket } from '../../src/authorization-server/attempts/attempt-bucket.ts'
import type { AttemptSettlement } from '../../src/authorization-server/storage.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import { event, eventsAbout, freshId, inSeconds, now, openStores } from './records.ts'

const bucket = (traits: Partial<AttemptBucket> = {}): AttemptBucket => {
  return { name: 'test', key: freshId('evt'), capacity: 3, leavesEverySeconds: 10, ...traits }
}
const settlement = (verdict: AttemptSettlement['verdict'], ...buckets: AttemptBucket[]): AttemptSettlement => {
  return { buckets, emptied: [], verdict, takenAt: now, now, events: () => [] }
}
const taken = { kind: 'taken', at: expect.any(Date) }

describe.each(engines)('guesses in %s', (engine) => {
  let database: TestDatabase
  let store: Store
  let nodes: Store[]
  beforeAll(async () => {
    database = await createDatabase(engine)
    store = await openStore(database.url)
    nodes = [store, ...(await openStores(database.url, 2))]
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })
  const contents = async ({ key }: AttemptBucket) => {
    const [row] = await query(database.url, `SELECT level, pending FROM attempts WHERE key = '${key}'`)
    // Two counts in one number.
    const pending = Number(row?.pending)
    return row && { level: Number(row.level), pending: (pending % 10_000) + Math.floor(pending / 10_000) }
  }
  const settle = (given: AttemptSettlement) => store.settleAttempt(given)

  it('take their places in all buckets or in none', async () => {
    const [wide, narrow] = [bucket(), bucket({ capacity: 1 })]
    expect(await store.takeAttempt([wide, narrow], now)).toEqual(taken)
    await settle(settlement('wrong', narrow, wide))
    expect(await store.takeAttempt([wide, narrow], now)).toEqual({ kind: 'full', retryAfterSeconds: 10 })
    expect([await contents(wide), await contents(narrow)]).toEqual([
      { level: 1, pending: 0 },
      { level: 1, pending: 0 },
    ])
  })

  it('are as many as fit, and a place that is given back goes to who waits, on another node too', async () => {
    const shared = bucket()
    const others = [bucket({ capacity: 50 }), bucket({ capacity: 50 }), bucket({ capacity: 50 })]
    const [a, b] = nodes
    if (!a || !b) throw new Error('There are too few nodes.')
    const first = await Promise.all(nodes.map((node, n) => node.takeAttempt([others[n] ?? shared, shared], now)))
    expect(first).toEqual([taken, taken, taken])
    let isLet = false
    const waiting = b.takeAttempt([shared], now).then((room) => {
      isLet = true
      return room
    })
    await a.takeAttempt([bucket()], now)
    expect(isLet).toBe(false)
    await settle(settlement('right', shared))
    expect(await waiting).toEqual(taken)
    expect(await contents(shared)).toEqual({ level: 0, pending: 3 })
  })

  it('are refused at once where wrong ones fill a bucket, and waiting ones with them', async () => {
    const full = bucket()
    for (let n = 0; n < 3; n++) await store.takeAttempt([full], now)
    const waiting = nodes.map((node) => node.takeAttempt([full], now))
    for (let n = 0; n < 3; n++) await settle(settlement('wrong', full))
    expect(await Promise.all(waiting)).toEqual(Array(3).fill({ kind: 'full', retryAfterSeconds: 10 }))
  })

  it('never wait for each other, in whatever order the buckets are named', async () => {
    const [a, b] = [bucket({ capacity: 100 }), bucket({ capacity: 100 })]
    const takes = Array.from({ length: 30 }, (_, n) => nodes[n % 3]?.takeAttempt(n % 2 ? [a, b] : [b, a], now))
    expect(await Promise.all(takes)).toEqual(Array(30).fill(taken))
    expect([await contents(a), await contents(b)]).toEqual(Array(2).fill({ level: 0, pending: 30 }))
  })

  it('leave with time, a part of one as well', async () => {
    const leaky = bucket({ capacity: 2 })
    for (let n = 0; n < 2; n++) {
      await store.takeAttempt([leaky], now)
      await settle(settlement('wrong', leaky))
    }
    expect(await store.takeAttempt([leaky], inSeconds(4))).toEqual({ kind: 'full', retryAfterSeconds: 6 })
    expect(await store.takeAttempt([leaky], inSeconds(9.9))).toEqual({ kind: 'full', retryAfterSeconds: 1 })
    expect(await store.takeAttempt([leaky], inSeconds(10))).toEqual(taken)
    expect(await contents(leaky)).toEqual({ level: 1, pending: 1 })
  })

  it('do not come back when the clock of another node is behind', async () => {
    const leaky = bucket({ capacity: 2 })
    await store.takeAttempt([leaky], inSeconds(5))
    await settle({ ...settlement('wrong', leaky), now: inSeconds(5) })
    await store.takeAttempt([leaky], now)
    await settle({ ...settlement('wrong', leaky), now })
    expect(await store.takeAttempt([leaky], inSeconds(14.9))).toEqual({ kind: 'full', retryAfterSeconds: 1 })
  })

  it('count as wrong half a minute after the node that looked at them was killed, and no earlier', async () => {
    const abandoned = bucket({ capacity: 2, leavesEverySeconds: 1_000 })
    for (let n = 0; n < 2; n++) await store.takeAttempt([abandoned], now)
    expect(await store.takeAttempt([abandoned], inSeconds(30))).toEqual({ kind: 'full', retryAfterSeconds: 970 })
    const recent = bucket({ capacity: 3 })
    for (let n = 0; n < 2; n++) await store.takeAttempt([recent], now)
    expect(await store.takeAttempt([recent], inSeconds(29.9))).toEqual(taken)
    expect(await contents(recent)).toEqual({ level: 0, pending: 3 })
  })

  /** A guess on each node in turn that is settled when the next one has its place: someone is always being looked at. */
  async function relay(busy: AttemptBucket, verdict: AttemptSettlement['verdict'], untilSeconds: number) {
    let takenAt: Date | undefined
    for (let seconds = 5; seconds <= untilSeconds + 5; seconds += 5) {
      const settled = takenAt
      const room = seconds <= untilSeconds ? await nodes[seconds % 3]?.takeAttempt([busy], inSeconds(seconds)) : undefined
      if (settled) await settle({ ...settlement(verdict, busy), takenAt: settled, now: inSeconds(seconds) })
      takenAt = room?.kind === 'taken' ? room.at : undefined
    }
  }

  it('count as wrong after a minute at most, however many come and go meanwhile', async () => {
    const busy = bucket({ capacity: 5, leavesEverySeconds: 1e9 })
    for (let n = 0; n < 2; n++) await store.takeAttempt([busy], now)
    await relay(busy, 'right', 25)
    expect(await contents(busy)).toEqual({ level: 0, pending: 2 })
    await relay(busy, 'right', 60)
    expect(await contents(busy)).toEqual({ level: expect.closeTo(2, 5), pending: 0 })
  })

  it('that are settled in time are never counted as those of a killed node, however busy the bucket', async () => {
    const [right, wrong] = [bucket(), bucket({ capacity: 100, leavesEverySeconds: 1e9 })]
    await relay(right, 'right', 120)
    await relay(wrong, 'wrong', 120)
    expect(await contents(right)).toEqual({ level: 0, pending: 0 })
    expect(await contents(wrong)).toEqual({ level: expect.closeTo(24, 5), pending: 0 })
  })

  it('that are found wrong too late count once, and take the place of no other', async () => {
    const late = bucket({ leavesEverySeconds: 1e9 })
    await store.takeAttempt([late], now)
    expect(await store.takeAttempt([late], inSeconds(31))).toEqual({ kind: 'taken', at: inSeconds(31) })
    await settle({ ...settlement('wrong', late), now: inSeconds(32) })
    expect(await contents(late)).toEqual({ level: expect.closeTo(1, 5), pending: 1 })
    await settle({ ...settlement('wrong', late), takenAt: inSeconds(31), now: inSeconds(33) })
    expect(await contents(late)).toEqual({ level: expect.closeTo(2, 5), pending: 0 })
  })

  it('are settled in the period that the buckets were in, also when the clock of another node is ahead', async () => {
    const [ahead, own] = [bucket(), bucket()]
    await store.takeAttempt([ahead], inSeconds(31))
    expect(await store.takeAttempt([ahead, own], inSeconds(29))).toEqual({ kind: 'taken', at: inSeconds(31) })
    await settle({ ...settlement('right', ahead, own), takenAt: inSeconds(31), now: inSeconds(29) })
    expect([await contents(ahead), await contents(own)]).toEqual([
      { level: 0, pending: 1 },
      { level: 0, pending: 0 },
    ])
  })

  it('empty the buckets that start anew, and no other', async () => {
    const [own, other] = [bucket(), bucket()]
    await store.takeAttempt([own, other], now)
    await settle(settlement('wrong', own, other))
    await store.takeAttempt([own, other], now)
    await settle({ ...settlement('right', own, other), emptied: [own] })
    expect([await contents(own), await contents(other)]).toEqual([
      { level: 0, pending: 0 },
      { level: 1, pending: 0 },
    ])
  })

  it('are settled together with their events, which know the buckets that this one filled', async () => {
    const [wide, narrow] = [bucket(), bucket({ name: 'narrow', capacity: 1 })]
    const target = freshId('usr')
    let filled: unknown
    await store.takeAttempt([wide, narrow], now)
    await settle({
      ...settlement('wrong', wide, narrow),
      events: (buckets) => {
        filled = buckets.map(({ name }) => name)
        return [event('login.failed', target)]
      },
    })
    expect(filled).toEqual(['narrow'])
    expect(await eventsAbout(database.url, target)).toEqual(['login.failed'])
    const broken = { ...event('login.failed', target), id: freshId('evt') }
    await store.takeAttempt([wide], now)
    await expect(settle({ ...settlement('wrong', wide), events: () => [broken, broken] })).rejects.toThrow()
    expect(await contents(wide)).toEqual({ level: 1, pending: 1 })
  })

  it('that are only counted are as many as fit, over all nodes', async () => {
    const counted = bucket({ capacity: 5 })
    const count = (node: Store) => node.countAttempt({ buckets: [counted], now, events: () => [] })
    const rooms = await Promise.all(Array.from({ length: 12 }, (_, n) => count(nodes[n % 3] ?? store)))
    expect(rooms.filter(({ kind }) => kind === 'taken')).toHaveLength(5)
    expect(rooms.filter(({ kind }) => kind === 'full')).toEqual(Array(7).fill({ kind: 'full', retryAfterSeconds: 10 }))
    expect(await contents(counted)).toEqual({ level: 5, pending: 0 })
  })
})
