import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NewScopeDefinition } from '../../src/administration/storage.ts'
import { ConflictError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import { event, eventsAbout, everything, inSeconds, newRole, now, openStores } from './records.ts'

describe.each(engines)('scopes on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  let nodes: Store[]
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = await openStores(database.url, 3)
    store = nodes[0] as Store
  })
  beforeEach(() => query(database.url, 'DELETE FROM scopes'))
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  it('are listed whole, by name', async () => {
    const read = define('orders:read', { description: 'Lesen – 読む', isDefault: true })
    const write = define('orders:write', { implies: ['orders:read', 'stock:read'] })
    await store.ensureScopeDefinitions([write, read])
    expect(await store.listScopeDefinitions()).toEqual([read, write].map(asRead))
  })

  it('that exist stay as they are, and missing ones are added', async () => {
    const first = define('orders:read')
    await store.ensureScopeDefinitions([first])
    const added = define('orders:write')
    await store.ensureScopeDefinitions([{ ...first, description: 'changed', implies: ['x'], createdAt: inSeconds(9) }, added])
    expect(await store.listScopeDefinitions()).toEqual([first, added].map(asRead))
  })

  it('are added once each by many nodes at once, in whatever order they come', async () => {
    const definitions = Array.from({ length: 12 }, (_, index) => define(`scope:${String(index).padStart(2, '0')}`))
    const reversed = [...definitions].reverse()
    await Promise.all([...nodes, ...nodes].map((node, index) => node.ensureScopeDefinitions(index % 2 ? reversed : definitions)))
    expect(await store.listScopeDefinitions()).toEqual(definitions.map(asRead))
  })

  it('are added all or none', async () => {
    const unfit = { ...define('orders:write'), description: null as unknown as string }
    await expect(store.ensureScopeDefinitions([define('orders:read'), unfit])).rejects.toThrow()
    expect(await store.listScopeDefinitions()).toEqual([])
    await store.ensureScopeDefinitions([define('orders:read'), define('orders:write')])
    expect(await store.listScopeDefinitions()).toHaveLength(2)
  })

  it('are held by roles, whose names are taken once', async () => {
    const role = newRole()
    await store.createRole(role, event('role.created', role.id))
    const before = await everything(database.url)
    const second = newRole({ name: role.name })
    await expect(store.createRole(second, event('role.created'))).rejects.toEqual(
      new ConflictError('name', 'A role with this name exists.'),
    )
    expect(await everything(database.url)).toEqual(before)
    await store.createRole({ ...second, name: `${role.name}.` }, event('role.created', second.id))
    expect(await eventsAbout(database.url, second.id)).toEqual(['role.created'])
  })

  it('are in one role of a name, however many ask for it at once', async () => {
    const results = await Promise.allSettled(
      [...nodes, ...nodes].map((node) => node.createRole(newRole({ name: 'sellers' }), event('role.created', 'sellers'))),
    )
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refusals).toEqual(Array(5).fill(new ConflictError('name', 'A role with this name exists.')))
    expect(await eventsAbout(database.url, 'sellers')).toEqual(['role.created'])
  })
})

function define(name: string, traits: Partial<NewScopeDefinition> = {}): NewScopeDefinition {
  return { name, description: `What ${name} allows.`, implies: [], isDefault: false, createdAt: now, ...traits }
}

function asRead(definition: NewScopeDefinition) {
  return { ...definition, version: 1 }
}
