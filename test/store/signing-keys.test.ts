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
})
