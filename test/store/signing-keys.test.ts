import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import { event, eventsAbout, everything, inSeconds, newSigningKey, openStores } from './records.ts'

describe.each(engines)('signing keys on %s', (engine) => {
  let database: TestDatabase
  let nodes: [Store, Store, Store, Store]
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = (await openStores(database.url, 4)) as [Store, Store, Store, Store]
  })
  beforeEach(() => query(database.url, 'DELETE FROM signing_keys'))
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  it('are listed whole, oldest first', async () => {
    const [store] = nodes
    expect(await store.listSigningKeys()).toEqual([])
    const older = newSigningKey({ createdAt: inSeconds(-60), retiresAt: inSeconds(60), expiresAt: inSeconds(120) })
    await store.addFirstSigningKey(older, event('key.created', older.id))
    await query(database.url, `UPDATE signing_keys SET "activeSlot" = NULL`)
    const newer = newSigningKey()
    await store.addFirstSigningKey(newer, event('key.created', newer.id))
    expect(await store.listSigningKeys()).toEqual([older, newer])
  })

  it('have one first, and a second first one is false and writes nothing', async () => {
    const [store, other] = nodes
    const first = newSigningKey()
    expect(await store.addFirstSigningKey(first, event('key.created', first.id))).toBe(true)
    const before = await everything(database.url)
    expect(await other.addFirstSigningKey(newSigningKey(), event('key.created'))).toBe(false)
    expect(await everything(database.url)).toEqual(before)
  })

  it('have one first, however many nodes start together', async () => {
    const keys = Array.from({ length: 12 }, () => newSigningKey())
    const results = await Promise.all(
      keys.map((key, index) => (nodes[index % 4] as Store).addFirstSigningKey(key, event('key.created', 'first'))),
    )
    const winners = keys.filter((_, index) => results[index])
    expect(winners).toHaveLength(1)
    expect(await nodes[3].listSigningKeys()).toEqual(winners)
    expect(await eventsAbout(database.url, 'first')).toEqual(['key.created'])
  })

  describe('that are changed', () => {
    const waiting = () => newSigningKey({ status: 'PENDING' })
    async function begin() {
      const [store] = nodes
      const active = newSigningKey()
      await store.addFirstSigningKey(active, event('key.created', active.id))
      return { store, active }
    }

    it('are changed whole while the active one is the one that was read, and not at all otherwise', async () => {
      const { store, active } = await begin()
      const added = waiting()
      expect(await store.changeSigningKeys({ activeId: active.id, updated: [], added, events: [] })).toBe(true)
      const retired = { id: active.id, from: 'ACTIVE', to: { status: 'RETIRED', retiresAt: inSeconds(1) } } as const
      const activated = { id: added.id, from: 'PENDING', to: { status: 'ACTIVE', activatesAt: inSeconds(1) } } as const
      const before = await everything(database.url)
      const refused = [
        { activeId: added.id, updated: [], events: [event('key.rotated')] },
        { activeId: active.id, updated: [retired, { ...activated, from: 'RETIRED' as const }], events: [event('key.rotated')] },
        { activeId: active.id, updated: [], added: waiting(), events: [event('key.created')] },
      ]
      for (const change of refused) expect(await store.changeSigningKeys(change)).toBe(false)
      expect(await everything(database.url)).toEqual(before)
      const change = { activeId: active.id, updated: [retired, activated], added: waiting(), events: [] }
      expect(await store.changeSigningKeys(change)).toBe(true)
      expect((await store.listSigningKeys()).map(({ status }) => status).sort()).toEqual(['ACTIVE', 'PENDING', 'RETIRED'])
    })

    it('are sealed anew only from what was read', async () => {
      const { store, active } = await begin()
      const reseal = { id: active.id, from: active.sealedSecretKey, to: 'sealed anew', audit: event('key.resealed', active.id) }
      expect(await store.resealSigningKey({ ...reseal, from: 'something else' })).toBe(false)
      expect(await store.listSigningKeys()).toEqual([active])
      expect(await store.resealSigningKey(reseal)).toBe(true)
      expect(await store.listSigningKeys()).toEqual([{ ...active, sealedSecretKey: 'sealed anew' }])
      expect(await eventsAbout(database.url, active.id)).toEqual(['key.created', 'key.resealed'])
    })
  })
})
