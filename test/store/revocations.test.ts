import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Revocation } from '../../src/authorization-server/storage.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import { event, eventsAbout, inSeconds, now, openStores } from './records.ts'

describe.each(engines)('revocations on %s', (engine) => {
  let database: TestDatabase
  let nodes: [Store, Store, Store]
  let store: Store
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = (await openStores(database.url, 3)) as [Store, Store, Store]
    ;[store] = nodes
  })
  beforeEach(async () => {
    await query(database.url, 'DELETE FROM revocations')
    await query(database.url, 'DELETE FROM audit_events')
  })
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
    expect(await store.listRevocations(now)).toHaveLength(1)
  })

  it('are listed in the order they were written, until the last token they name has expired', async () => {
    const [long, short, longest] = [
      revocation({ targetId: 'tok_z' }),
      revocation({ targetId: 'tok_y', expiresAt: inSeconds(60) }),
      revocation({ targetId: 'tok_a', kind: 'session', expiresAt: inSeconds(900) }),
    ]
    for (const each of [long, short, longest]) await store.revoke(each, event('token.revoked'))
    expect(await store.listRevocations(new Date(inSeconds(60).getTime() - 1))).toEqual([long, short, longest])
    expect(await store.listRevocations(inSeconds(60))).toEqual([long, longest])
  })

  it.each([
    ['later', 5],
    ['earlier', -5],
  ])('made a second time, %s, stay one and count from the later instant', async (_name, seconds) => {
    const [first, second] = [revocation(), revocation({ revokedAt: inSeconds(seconds), expiresAt: inSeconds(300 + seconds) })]
    for (const each of [first, second]) await store.revoke(each, event('token.revoked', 'tok_1'))
    expect(await store.listRevocations(now)).toEqual([seconds > 0 ? second : first])
    expect(await eventsAbout(database.url, 'tok_1')).toEqual(['token.revoked'])
  })

  it('of one target by many at once are one, and so is its event', async () => {
    const asked = Array.from({ length: 5 }, () => nodes).flat()
    await Promise.all(asked.map((node) => node.revoke(revocation(), event('token.revoked', 'tok_1'))))
    expect(await store.listRevocations(now)).toEqual([revocation()])
    expect(await eventsAbout(database.url, 'tok_1')).toEqual(['token.revoked'])
  })
})

function revocation(traits: Partial<Revocation> = {}): Revocation {
  return { kind: 'token', targetId: 'tok_1', revokedAt: now, expiresAt: inSeconds(300), ...traits }
}

function byTarget(revocations: readonly Revocation[]): Revocation[] {
  return [...revocations].sort((a, b) => (a.targetId < b.targetId ? -1 : 1))
}
