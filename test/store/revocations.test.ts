import { setImmediate } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Revocation } from '../../src/authorization-server/storage.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import { event, eventsAbout, freshId, inSeconds, now, openStores } from './records.ts'

describe.each(engines)('revocations on %s', (engine) => {
  let database: TestDatabase
  let nodes: [Store, Store, Store]
  let store: Store
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = (await openStores(database.url, 3)) as [Store, Store, Store]
    ;[store] = nodes
  })
  // Events stay, so whoever counts those of a target takes one of its own.
  beforeEach(() => query(database.url, 'DELETE FROM revocations'))
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  it('are found by kind and target, those that are there', async () => {
    const [token, user] = [revocation(), revocation({ kind: 'user', targetId: 'usr_1' })]
    for (const each of [token, user, revocation({ targetId: 'tok_other' })]) await store.revoke(each, event('token.revoked'))
    const targets = [
      { kind: 'token', targetId: 'tok_1' },
      { kind: 'user', targetId: 'usr_1' },
      // Of another kind, and so another target.
      { kind: 'session', targetId: 'tok_1' },
      { kind: 'token', targetId: 'tok_none' },
    ] as const
    expect(byTarget(await store.findRevocations(targets))).toEqual([token, user])
    expect(await store.findRevocations(targets.slice(2))).toEqual([])
  })

  it('are none for no targets', async () => {
    await store.revoke(revocation(), event('token.revoked'))
    expect(await store.findRevocations([])).toEqual([])
    expect(await list()).toHaveLength(1)
  })

  it('are listed in the order they were written, until the last token they name has expired', async () => {
    const [long, short, longest] = [
      revocation({ targetId: 'tok_z' }),
      revocation({ targetId: 'tok_y', expiresAt: inSeconds(60) }),
      revocation({ targetId: 'tok_a', kind: 'session', expiresAt: inSeconds(900) }),
    ]
    for (const each of [long, short, longest]) await store.revoke(each, event('token.revoked'))
    expect(await list(new Date(inSeconds(60).getTime() - 1))).toEqual([long, short, longest])
    expect(await list(inSeconds(60))).toEqual([long, longest])
  })

  it.each([
    ['later', 5],
    ['earlier', -5],
  ])('made a second time, %s, stay one and count from the later instant', async (_name, seconds) => {
    const targetId = freshId('tok')
    const first = revocation({ targetId })
    const second = revocation({ targetId, revokedAt: inSeconds(seconds), expiresAt: inSeconds(300 + seconds) })
    for (const each of [first, second]) await store.revoke(each, event('token.revoked', targetId))
    expect(await list()).toEqual([seconds > 0 ? second : first])
    expect(await eventsAbout(database.url, targetId)).toEqual(['token.revoked'])
  })

  it('of one target by many at once are one, and so is its event', async () => {
    const asked = Array.from({ length: 5 }, () => nodes).flat()
    const targetId = freshId('tok')
    await Promise.all(asked.map((node) => node.revoke(revocation({ targetId }), event('token.revoked', targetId))))
    expect(await list()).toEqual([revocation({ targetId })])
    expect(await eventsAbout(database.url, targetId)).toEqual(['token.revoked'])
  })

  async function list(at = now) {
    return (await store.readRevocations({ after: 0, mark: null, limit: 100, now: at })).revocations
  }
})

describe.each(engines)('the feed of revocations on %s', (engine) => {
  let database: TestDatabase
  let nodes: [Store, Store, Store]
  beforeEach(async () => {
    database = await createDatabase(engine)
    nodes = (await openStores(database.url, 3)) as [Store, Store, Store]
  })
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  it('is empty and ends at 0 in the beginning', async () => {
    expect(await read(0)).toEqual({ from: 0, to: 0, mark: '', isLast: true, revocations: [] })
  })

  it('goes on from a place, and comes in stretches no longer than asked for', async () => {
    for (const targetId of ['tok_1', 'tok_2', 'tok_3']) await nodes[0].revoke(revocation({ targetId }), event('token.revoked'))
    expect(await read(0, 2)).toMatchObject({ to: 2, isLast: false, revocations: [{ targetId: 'tok_1' }, { targetId: 'tok_2' }] })
    expect(await read(2, 2)).toMatchObject({ to: 3, isLast: true, revocations: [{ targetId: 'tok_3' }] })
    expect(await read(3, 2)).toMatchObject({ from: 3, to: 3, isLast: true, revocations: [] })
  })

  it('begins anew where something else stands than the follower was told, as after a backup that has grown as long', async () => {
    for (const targetId of ['tok_1', 'tok_2']) await nodes[0].revoke(revocation({ targetId }), event('token.revoked'))
    const { mark, to } = await read(0)
    expect(await read(to, 100, mark)).toMatchObject({ from: 2, to: 2, mark, revocations: [] })
    await query(database.url, 'UPDATE revocations SET "targetId" = \'tok_3\' WHERE "targetId" = \'tok_2\'')
    expect(await read(to, 100, mark)).toMatchObject({
      from: 0,
      to: 2,
      revocations: [{ targetId: 'tok_1' }, { targetId: 'tok_3' }],
    })
    expect(await read(3)).toMatchObject({ from: 0, to: 2 })
  })

  it('knows its end for ever, also once all that stood there has expired', async () => {
    await nodes[0].revoke(revocation(), event('token.revoked'))
    const { mark, to } = await read(0)
    expect(await nodes[0].deleteRevocations({ before: inSeconds(9_000), limit: 10 })).toBe(0)
    const later = await nodes[0].readRevocations({ after: to, mark, limit: 10, now: inSeconds(9_000) })
    expect(later).toEqual({ from: to, to, mark, isLast: true, revocations: [] })
  })

  it('passes the places of what has expired', async () => {
    await nodes[0].revoke(revocation({ expiresAt: inSeconds(1) }), event('token.revoked'))
    expect(await nodes[0].readRevocations({ after: 0, mark: null, limit: 10, now: inSeconds(1) })).toEqual({
      from: 0,
      to: 1,
      mark: expect.stringMatching(/^[\w-]{22}$/),
      isLast: true,
      revocations: [],
    })
  })

  it('tells of a revocation again when it was made again, later', async () => {
    await nodes[0].revoke(revocation(), event('token.revoked'))
    const { to } = await read(0)
    const again = revocation({ revokedAt: inSeconds(9) })
    await nodes[0].revoke(again, event('token.revoked'))
    expect((await read(to)).revocations).toEqual([again])
    await nodes[0].revoke(again, event('token.revoked'))
    expect((await read(to + 1)).revocations).toEqual([])
  })

  it('misses nothing while many nodes write, some of what they write is rolled back, and one follows', async () => {
    const count = 36
    const heard: string[] = []
    let place = 0
    let isOver = false
    const follow = async () => {
      for (;;) {
        const wasOver = isOver
        const stretch = await read(place, 7)
        place = stretch.to
        heard.push(...stretch.revocations.map(({ targetId }) => targetId))
        if (wasOver && stretch.isLast) return
        // SQLite answers without ever leaving the turn of the loop that the writers wait for.
        await setImmediate()
      }
    }
    const following = follow()
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const node = nodes[index % 3] as Store
        const audit = event('token.revoked')
        // An event that cannot be written takes the revocation back with it.
        const bad = node.revoke(revocation({ targetId: `tok_bad_${index}` }), { ...audit, type: undefined as unknown as string })
        await expect(bad).rejects.toThrow()
        await node.revoke(revocation({ targetId: `tok_${index}` }), audit)
      }),
    )
    isOver = true
    await following
    expect(heard.sort()).toEqual(Array.from({ length: count }, (_, index) => `tok_${index}`).sort())
    expect(place).toBe(count)
  })

  it('tells listeners on the node that wrote, until they stop', async () => {
    if (engine === 'postgresql') await listening(database, 3)
    let told = 0
    const stop = nodes[0].onRevoked(() => {
      told += 1
    })
    await nodes[0].revoke(revocation(), event('token.revoked'))
    await vi.waitFor(() => expect(told).toBe(1))
    stop()
    await nodes[0].revoke(revocation({ targetId: 'tok_2' }), event('token.revoked'))
    expect(told).toBe(1)
  })

  function read(after: number, limit = 100, mark: string | null = null) {
    return nodes[0].readRevocations({ after, mark, limit, now })
  }
})

describe('the feed of revocations on several nodes', () => {
  it('tells listeners on every node of a PostgreSQL, also after their connections were cut', async () => {
    const database = await createDatabase('postgresql')
    const [writer, listener] = (await openStores(database.url, 2)) as [Store, Store]
    await listening(database, 2)
    let told = 0
    listener.onRevoked(() => {
      told += 1
    })
    await writer.revoke(revocation(), event('token.revoked'))
    await vi.waitFor(() => expect(told).toBe(1))
    await query(database.url, `SELECT pg_terminate_backend(pid) ${listeners}`)
    // A new connection counts as news.
    await vi.waitFor(() => expect(told).toBe(2), { timeout: 5_000 })
    await writer.revoke(revocation({ targetId: 'tok_2' }), event('token.revoked'))
    await vi.waitFor(() => expect(told).toBe(3))
    await Promise.all([writer.close(), listener.close()])
    await database.drop()
  })
})

const listeners = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'fieldgate news'"

function listening({ url }: TestDatabase, count: number): Promise<void> {
  return vi.waitFor(async () => expect(await query(url, `SELECT pid ${listeners}`)).toHaveLength(count))
}

function revocation(traits: Partial<Revocation> = {}): Revocation {
  return { kind: 'token', targetId: 'tok_1', revokedAt: now, expiresAt: inSeconds(300), ...traits }
}

function byTarget(revocations: readonly Revocation[]): Revocation[] {
  return [...revocations].sort((a, b) => (a.targetId < b.targetId ? -1 : 1))
}
