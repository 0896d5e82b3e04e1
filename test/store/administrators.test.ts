// The last administrator stays, also when several nodes take one away at the same time.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { administratorTestOf } from '../../src/administration/administrators.ts'
import { adminScopes, builtInScopes } from '../../src/administration/built-in-scopes.ts'
import type { FirstAdministrator } from '../../src/administration/user-storage.ts'
import type { User } from '../../src/authorization-server/storage.ts'
import { ConflictError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import * as make from './records.ts'

const last = 'This would leave nobody who can administer. Make another administrator first.'

describe.each(engines)('administrators on %s', (engine) => {
  let database: TestDatabase
  let nodes: [Store, Store, Store]
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = (await make.openStores(database.url, 3)) as [Store, Store, Store]
    await nodes[0].ensureScopeDefinitions(builtInScopes(make.now))
  })
  beforeEach(async () => {
    for (const table of ['users', 'roles', 'clients']) await query(database.url, `DELETE FROM ${table}`)
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  const addAdmin = (traits = {}) => make.addUser(nodes[0], { scopes: ['*'], ...traits })
  function change(id: string, difference: Partial<User>, { node = nodes[0], administrators = administratorTestOf } = {}) {
    return node.changeUser({ id, administrators }, (user) => ({
      next: { ...user, ...difference },
      at: make.now,
      audit: () => [make.event('user.updated', id)],
    }))
  }
  /** Several things at once; those that were refused for the last administrator's sake. */
  async function countRefused(works: readonly Promise<unknown>[]): Promise<number> {
    const results = await Promise.allSettled(works)
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(reasons).toEqual(reasons.map(() => expect.objectContaining({ code: 'CONFLICT' })))
    return reasons.length
  }

  it.each<[string, Partial<User>]>([
    ['disabled', { isEnabled: false }],
    ['narrowed', { scopes: adminScopes.slice(1) }],
  ])('the last one is not %s, and nothing is written', async (_what, difference) => {
    const admin = await addAdmin()
    const before = await make.everything(database.url)
    await expect(change(admin.id, difference)).rejects.toEqual(new ConflictError('administrators', last))
    expect(await make.everything(database.url)).toEqual(before)
    await addAdmin()
    expect(await change(admin.id, difference)).toMatchObject({ user: difference })
  })

  it('one through a role counts, and loses it only when there is another', async () => {
    const role = make.newRole({ scopes: adminScopes.slice(1) })
    await nodes[0].createRole(role, make.event('role.created', role.id))
    const admin = await addAdmin({ scopes: adminScopes.slice(0, 1), roleIds: [role.id] })
    await addAdmin({ scopes: [], roleIds: [role.id] })
    await addAdmin({ isEnabled: false })
    await expect(change(admin.id, { roles: [] })).rejects.toThrow(last)
    await addAdmin()
    expect((await change(admin.id, { roles: [] }))?.user.roles).toEqual([])
  })

  it('where there is none, nobody is missed', async () => {
    const user = await make.addUser(nodes[0], { scopes: ['users:*'] })
    expect(await change(user.id, { isEnabled: false })).toBeDefined()
  })

  it('three, each of whom is disabled by another node at once, leave one', async () => {
    for (let round = 0; round < 5; round++) {
      await query(database.url, 'DELETE FROM users')
      const admins = [await addAdmin(), await addAdmin(), await addAdmin()]
      const refused = await countRefused(
        admins.map(({ id }, index) => change(id, { isEnabled: false }, { node: nodes[index as 0 | 1 | 2] })),
      )
      const left = await nodes[0].countUsers({ isEnabled: true })
      expect({ refused, left }).toEqual({ refused: 1, left: 1 })
    }
  })

  it('are found among many users without a look at each', async () => {
    for (let count = 0; count < 300; count++) await make.addUser(nodes[0], { scopes: ['orders:*', 'users:read'] })
    const admin = await addAdmin()
    let looks = 0
    const administrators: typeof administratorTestOf = (definitions) => {
      const test = administratorTestOf(definitions)
      const isAdministrator = (scopes: readonly string[]) => {
        looks += 1
        return test.isAdministrator(scopes)
      }
      return { ...test, isAdministrator }
    }
    await change(admin.id, { displayName: 'Ada' }, { administrators })
    expect(looks).toBe(2)
  })

  it('are found behind more than a page of users who could be', async () => {
    const role = make.newRole({ scopes: ['users:read'] })
    await nodes[0].createRole(role, make.event('role.created', role.id))
    // Ids of one millisecond are in no order.
    const id = (count: number) => `usr_${String(count).padStart(4, '0')}`
    const narrow = (count: number) => make.newUser({ id: id(count), scopes: ['users:write'], roleIds: [role.id] })
    for (let count = 0; count < 505; count++) await nodes[count % 3]?.createUser(narrow(count), make.event('user.created'))
    const admin = await addAdmin({ id: id(9_999) })
    await expect(change(admin.id, { isEnabled: false })).rejects.toThrow(last)
    await change(id(0), { scopes: ['*'] })
    expect(await change(admin.id, { isEnabled: false })).toBeDefined()
  })

  describe('the first one', () => {
    const isWayIn: FirstAdministrator['isWayIn'] = ({ name }) => name === 'Way in'
    function first(traits = {}): FirstAdministrator {
      const [user, client] = [make.newUser({ scopes: ['*'], ...traits }), make.newClient({ name: 'Way in' })]
      const audit = { user: make.event('user.created', user.id), client: make.event('client.created', client.id) }
      return { user, client, audit, administrators: administratorTestOf, isWayIn }
    }

    it('is made once by many who try at once, with one app', async () => {
      const asked = Array.from({ length: 9 }, () => first())
      expect(await countRefused(asked.map((each, index) => (nodes[index % 3] as Store).createFirstAdministrator(each)))).toBe(8)
      expect([await nodes[0].countUsers({}), await nodes[0].countClients({})]).toEqual([1, 1])
    })

    it('gets the app that is there', async () => {
      const known = await make.addClient(nodes[0], { name: 'Way in' })
      await make.addClient(nodes[0], { name: 'Way in', isEnabled: false })
      const made = await nodes[0].createFirstAdministrator(first())
      expect(made).toEqual({ clientId: known.id, isNewClient: false })
      expect(await nodes[0].countClients({})).toBe(2)
    })

    it.each([
      ['an email that is taken', 'email', {}],
      ['an administrator who is there', 'administrators', { scopes: ['*'] }],
    ])('is refused beside %s, and nothing is written', async (_what, field, traits) => {
      const { email } = await make.addUser(nodes[0], traits)
      const before = await make.everything(database.url)
      const refused = nodes[1].createFirstAdministrator(first(field === 'email' ? { email } : {}))
      await expect(refused).rejects.toMatchObject({ code: 'CONFLICT', extensions: { field } })
      expect(await make.everything(database.url)).toEqual(before)
    })
  })
})
