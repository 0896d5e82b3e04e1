import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConflictError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { addClient, event, eventsAbout, everything, freshId, inSeconds, newClient, now, openStores } from './records.ts'

describe.each(engines)('clients on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  let nodes: Store[]
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = await openStores(database.url, 3)
    store = nodes[0] as Store
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  it('are found by id, whole, with their secrets oldest first', async () => {
    const newer = newSecret({ createdAt: inSeconds(1), expiresAt: inSeconds(60) })
    const older = newSecret()
    const client = await addClient(store, { type: 'CONFIDENTIAL', description: 'Sells 漢字', secrets: [newer, older] })
    expect(await store.findClient(client.id)).toEqual({ ...client, version: 1, updatedAt: now, secrets: [older, newer] })
    expect(await eventsAbout(database.url, client.id)).toEqual(['client.created'])
  })

  it('tell settings that are null from those that are not, and keep empty lists empty', async () => {
    const lifetimes = { accessTokenLifetimeSeconds: 60, refreshTokenIdleSeconds: null, refreshTokenAbsoluteSeconds: 2 ** 31 - 1 }
    const lists = { grantTypes: [], allowedScopes: [], defaultScopes: [], allowedAudiences: [] }
    const client = await addClient(store, { ...lifetimes, ...lists })
    expect(await store.findClient(client.id)).toEqual({ ...client, version: 1, updatedAt: now })
  })

  it.each([
    ['an unknown id', (id: string) => `x${id}`],
    ['an id with a null character', (id: string) => `${id}\0`],
    ['a very long id', (id: string) => id.repeat(5_000)],
    ['an id in another case', (id: string) => id.toUpperCase()],
  ])('are not found by %s', async (_name, wrong) => {
    const { id } = await addClient(store)
    expect(await store.findClient(wrong(id))).toBeUndefined()
    expect(await store.findClient(id)).toMatchObject({ id })
  })

  it('refuse an id that is taken, and write nothing', async () => {
    const { id } = await addClient(store)
    const before = await everything(database.url)
    const second = newClient({ id, type: 'CONFIDENTIAL', secrets: [newSecret()] })
    await expect(store.createClient(second, event('client.created'))).rejects.toEqual(
      new ConflictError('id', 'A client with this id exists.'),
    )
    expect(await everything(database.url)).toEqual(before)
    const otherId = freshId('cli')
    await store.createClient({ ...second, id: otherId }, event('client.created'))
    expect(await store.findClient(otherId)).toMatchObject({ secrets: second.secrets })
  })

  it('give an id to one of many who ask at once, with one audit event', async () => {
    const id = freshId('cli')
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) =>
        (nodes[index % nodes.length] as Store).createClient(newClient({ id, name: `${index}` }), event('client.created', id)),
      ),
    )
    const winners = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [`${index}`] : []))
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(winners).toEqual([(await store.findClient(id))?.name])
    expect(refusals).toEqual(Array(8).fill(new ConflictError('id', 'A client with this id exists.')))
    expect(await eventsAbout(database.url, id)).toEqual(['client.created'])
  })

  it('note when a secret was used, and no other one', async () => {
    const [used, unused] = [newSecret(), newSecret()]
    const client = await addClient(store, { secrets: [used, unused] })
    await store.recordSecretUse(used.id, { ...event('token.issued', client.id), at: inSeconds(5) })
    const { secrets = [] } = (await store.findClient(client.id)) ?? {}
    const expected = [
      [used.id, inSeconds(5)],
      [unused.id, null],
    ]
    expect(secrets.map(({ id, lastUsedAt }) => [id, lastUsedAt])).toEqual(expect.arrayContaining(expected))
    expect(await eventsAbout(database.url, client.id)).toEqual(['client.created', 'token.issued'])
  })

  it('record the use of a secret that was removed meanwhile all the same', async () => {
    const target = freshId('cli')
    await store.recordSecretUse('sec_none', event('token.issued', target))
    expect(await eventsAbout(database.url, target)).toEqual(['token.issued'])
  })
})

function newSecret(traits = {}) {
  const id = freshId('sec')
  return { id, hash: `hash of ${id}`, hint: 'abcd', createdAt: now, expiresAt: null, lastUsedAt: null, ...traits }
}
