// Scopes and roles that several nodes change at the same time: an administrator stays, and nobody holds what is gone.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/administration/actor.ts'
import type { Administration } from '../../src/administration/administration.ts'
import { administratorTestOf as administrators } from '../../src/administration/administrators.ts'
import { adminScopes, builtInScopes } from '../../src/administration/built-in-scopes.ts'
import { checkScopes } from '../../src/administration/checks.ts'
import { createRole, deleteRole, updateRole } from '../../src/administration/roles.ts'
import { createScope, deleteScope, updateScope } from '../../src/administration/scopes.ts'
import { updateUser } from '../../src/administration/users.ts'
import type { ScopeDefinition } from '../../src/authorization-server/storage.ts'
import type { Store } from '../../src/store/store.ts'
import { testOrigin } from '../support/authority.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import * as make from './records.ts'

const boss: Actor = { id: 'usr_boss', clientId: 'cli_console', scopes: ['*'], origin: testOrigin }

describe.each(engines)('scopes and roles, changed by several nodes at once on %s', (engine) => {
  let database: TestDatabase
  let stores: Store[]
  let nodes: [Administration, Administration, Administration]
  beforeAll(async () => {
    database = await createDatabase(engine)
    stores = await make.openStores(database.url, 3)
    // Administration of scopes, roles and users that are not made needs no more of it.
    nodes = stores.map((storage) => ({ storage, now: () => make.now }) as unknown as Administration) as typeof nodes
  })
  beforeEach(async () => {
    for (const table of ['users', 'roles', 'clients', 'scopes']) await query(database.url, `DELETE FROM ${table}`)
    await stores[0]?.ensureScopeDefinitions(builtInScopes(make.now))
  })
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()))
    await database.drop()
  })

  const store = () => nodes[0].storage as Store
  const registered = async () => (await store().listScopeDefinitions()).map(({ name }) => name)
  const register = (name: string, implies: readonly string[] = []) =>
    createScope(nodes[0], boss, { name, description: name, implies })
  /** How many did it; the others were refused. */
  async function countDone(works: readonly Promise<unknown>[], refusals: readonly string[]): Promise<number> {
    const results = await Promise.allSettled(works)
    for (const result of results)
      if (result.status === 'rejected') expect(refusals).toContain((result.reason as { code?: string }).code)
    return results.filter(({ status }) => status === 'fulfilled').length
  }

  it('leave one of three administrators, who are each one in another way', async () => {
    for (let round = 0; round < 5; round++) {
      await query(database.url, 'DELETE FROM users')
      await register(`chief${round}`, adminScopes)
      const role = await createRole(nodes[0], boss, { name: `Admins ${round}`, scopes: adminScopes })
      await make.addUser(store(), { scopes: [`chief${round}`] })
      await make.addUser(store(), { scopes: [], roleIds: [role.id] })
      const { id } = await make.addUser(store(), { scopes: ['*'] })
      const scopeIs = (change: 'narrowed' | 'deleted') =>
        change === 'deleted'
          ? deleteScope(nodes[0], boss, { name: `chief${round}`, force: true })
          : updateScope(nodes[0], boss, { name: `chief${round}`, patch: { implies: [] }, seen: null })
      const roleIs = (change: 'narrowed' | 'deleted') =>
        change === 'deleted'
          ? deleteRole(nodes[1], boss, { id: role.id, force: true })
          : updateRole(nodes[1], boss, { id: role.id, patch: { scopes: adminScopes.slice(1) }, seen: null })
      const done = await countDone(
        [
          scopeIs(round % 2 ? 'narrowed' : 'deleted'),
          roleIs(round % 3 ? 'narrowed' : 'deleted'),
          updateUser(nodes[2], boss, { id, patch: { scopes: [] }, seen: null }),
        ],
        ['CONFLICT'],
      )
      expect(done).toBe(2)
    }
  })

  it('write nothing of what would leave no administrator', async () => {
    await register('chief', adminScopes)
    await make.addUser(store(), { scopes: ['chief'] })
    const before = await make.everything(database.url)
    const last = { code: 'CONFLICT', extensions: { field: 'administrators' } }
    await expect(deleteScope(nodes[0], boss, { name: 'chief', force: true })).rejects.toMatchObject(last)
    await expect(updateScope(nodes[1], boss, { name: 'chief', patch: { implies: [] }, seen: 1 })).rejects.toMatchObject(last)
    expect(await make.everything(database.url)).toEqual(before)
  })

  it('leave a deleted scope with nobody who was being granted it', async () => {
    const assertKnown = (name: string) => (definitions: readonly ScopeDefinition[]) =>
      void checkScopes('scopes', [name], definitions)
    for (let round = 0; round < 8; round++) {
      const name = `gone:${round}`
      await register(name)
      const { id } = await make.addClient(store(), { allowedScopes: [] })
      const [user, client] = [make.newUser({ scopes: [name] }), make.newClient({ allowedScopes: [name], defaultScopes: [name] })]
      await Promise.allSettled([
        (stores[0] as Store).createUser(user, make.event('user.created'), (view) => assertKnown(name)(view.definitions)),
        (stores[1] as Store).createClient(client, make.event('client.created'), assertKnown(name)),
        (stores[2] as Store).changeClient(id, (before, definitions) => {
          assertKnown(name)(definitions)
          return { next: { ...before, allowedScopes: [name] }, audit: make.event('client.updated') }
        }),
        deleteScope(nodes[round % 3] as Administration, boss, { name, force: true }),
        createRole(nodes[0], boss, { name: `Role ${round}`, scopes: [name] }),
        createScope(nodes[1], boss, { name: `other:${round}`, description: 'x', implies: [name] }),
      ])
      expect(await registered()).not.toContain(name)
      for (const [table, column] of [
        ['users', 'scopes'],
        ['clients', '"allowedScopes"'],
        ['clients', '"defaultScopes"'],
        ['roles', 'scopes'],
        ['scopes', 'implies'],
      ])
        expect(await query(database.url, `SELECT * FROM ${table} WHERE ${column} = '${name}'`)).toEqual([])
    }
  })

  it('register one scope of a name, also beside a node that starts', async () => {
    const done = await countDone(
      nodes.flatMap((node) => [1, 2].map(() => createScope(node, boss, { name: 'once', description: 'once' }))),
      ['CONFLICT'],
    )
    expect(done).toBe(1)
    const definition = { name: 'late', description: 'late', implies: [], isDefault: false, createdAt: make.now }
    await countDone([register('late'), ...stores.map((node) => node.ensureScopeDefinitions([definition]))], ['CONFLICT'])
    expect((await registered()).filter((name) => ['once', 'late'].includes(name))).toEqual(['late', 'once'])
  })

  it('never close a circle, each adding a part of it', async () => {
    for (let round = 0; round < 5; round++) {
      const names = ['a', 'b', 'c'].map((letter) => `${letter}${round}`)
      for (const name of names) await register(name)
      const done = await countDone(
        names.map((name, index) =>
          updateScope(nodes[index as 0 | 1 | 2], boss, {
            ...{ name, seen: null },
            patch: { implies: [names[(index + 1) % 3] as string] },
          }),
        ),
        ['BAD_USER_INPUT'],
      )
      expect(done).toBe(2)
    }
  })

  it('delete a scope or a role once, and take it from each holder once', async () => {
    await register('shared')
    const role = await createRole(nodes[0], boss, { name: 'Shared', scopes: [] })
    const { id } = await make.addUser(store(), { scopes: ['shared', 'x'], roleIds: [role.id] })
    const scopes = nodes.map((node) => deleteScope(node, boss, { name: 'shared', force: true }))
    const roles = nodes.map((node) => deleteRole(node, boss, { id: role.id, force: true }))
    // Listened to at once: a refusal that comes before would be nobody's.
    expect(await Promise.all([scopes, roles].map((works) => countDone(works, ['NOT_FOUND'])))).toEqual([1, 1])
    expect(await store().findUser(id)).toMatchObject({ scopes: ['x'], roles: [], version: 3 })
    expect(await make.eventsAbout(database.url, 'shared')).toEqual(['scope.created', 'scope.deleted'])
  })

  it('take a scope from a user while the user is changed, and lose neither', async () => {
    await register('lost')
    const { id } = await make.addUser(store(), { scopes: ['lost', 'users:read'] })
    await Promise.all([
      updateUser(nodes[1], boss, { id, patch: { displayName: 'Ada' }, seen: null }),
      deleteScope(nodes[0], boss, { name: 'lost', force: true }),
      updateUser(nodes[2], boss, { id, patch: { email: 'ada@example.com' }, seen: null }),
    ])
    const facts = { scopes: ['users:read'], displayName: 'Ada', email: 'ada@example.com', version: 4 }
    expect(await store().findUser(id)).toMatchObject(facts)
  })

  it('are found in a list word for word and not by what a pattern would take for it', async () => {
    for (const name of ['a_b', 'aXb', 'A_B']) await register(name)
    const holder = await make.addUser(store(), { scopes: ['aXb', 'A_B', 'a_b:c', 'x:a_b'] })
    const which = { name: 'a_b', at: make.now, administrators }
    const counts: number[] = []
    await store().deleteScope(which, ({ users }) => {
      counts.push(users.count)
      return make.event('scope.deleted', 'a_b')
    })
    expect(counts).toEqual([0])
    expect((await store().findUser(holder.id))?.scopes).toEqual(holder.scopes)
  })
})
