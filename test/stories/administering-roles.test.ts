import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminScopes } from '../../src/administration/built-in-scopes.ts'
import { engines } from '../support/databases.ts'
import {
  CreateRoleDocument,
  type CreateRoleMutationVariables,
  DeleteRoleDocument,
  LoginDocument,
  RefreshDocument,
  RolesDocument,
  type RolesQuery,
  UpdateRoleDocument,
  type UpdateRoleMutationVariables,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

type NewRole = CreateRoleMutationVariables['input']
type Patch = UpdateRoleMutationVariables['input']['patch']
type Refused = Promise<{ errors: readonly { extensions: Record<string, unknown> }[] }>

describe.each(engines)('administering roles on %s', (engine) => {
  let service: TestService
  let app: string
  let boss: { id: string; email: string }
  let admin: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    app = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    boss = await addUser(service, { scopes: ['*'] })
    admin = (await logIn(boss.email)).accessToken
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(email: string, scopes?: string[]) {
    const { data, errors } = await service.send(LoginDocument, {
      input: { email, password, clientId: app, ...(scopes && { scopes }) },
    })
    if (!data) throw new Error(errors[0]?.extensions.code)
    return { ...data.login.tokens, refreshToken: data.login.tokens.refreshToken ?? '' }
  }
  const refresh = async (refreshToken: string) =>
    (await service.send(RefreshDocument, { input: { refreshToken, clientId: app } })).data?.refresh.tokens.scopes
  let count = 0
  const create = (traits: Partial<NewRole> = {}, by = admin) =>
    service.send(CreateRoleDocument, { input: { name: `Role ${count++}`, scopes: ['orders:read'], ...traits } }, by)
  const update = (id: string, patch: Patch, { by = admin, ifVersion }: { by?: string; ifVersion?: number } = {}) =>
    service.send(UpdateRoleDocument, { input: { id, patch, ...(ifVersion && { ifVersion }) } }, by)
  const remove = (id: string, { force, by = admin }: { force?: boolean; by?: string } = {}) =>
    service.send(DeleteRoleDocument, { input: { id, ...(force !== undefined && { force }) } }, by)
  async function make(traits: Partial<NewRole> = {}) {
    service.clock.advance(0.001)
    const { data, errors } = await create(traits)
    if (!data) throw new Error(errors[0]?.message)
    return data.createRole.role
  }
  const refusal = async (answer: Refused) => {
    const { code, field, scopes } = (await answer).errors[0]?.extensions ?? {}
    return { code, ...(field !== undefined && { field }), ...(scopes !== undefined && { scopes }) }
  }
  const find = async (id: string) => (await query(service.databaseUrl, `SELECT * FROM roles WHERE id = '${id}'`))[0]
  const eventsAbout = async (id: string) =>
    (await query(service.databaseUrl, `SELECT type, data FROM audit_events WHERE "targetId" = '${id}' ORDER BY type, id`)).map(
      ({ type, data }) => [type, JSON.parse(String(data))],
    )
  /** The token of somebody who administers roles, and may do nothing else but what is named. */
  async function narrowAdmin(...scopes: string[]): Promise<string> {
    const all = ['roles:read', 'roles:write', ...scopes]
    return (await logIn((await addUser(service, { scopes: all })).email, all)).accessToken
  }

  it('makes a role whose scopes its users are issued, with all they imply', async () => {
    const made = await create({ name: ' Sellers ', description: ' Sell. ', scopes: ['orders:write', 'orders:write'] })
    const role = made.data?.createRole.role
    expect(role).toMatchObject({ name: 'Sellers', description: 'Sell.', scopes: ['orders:write'], version: 1 })
    const { email } = await addUser(service, { scopes: [], roleIds: [role?.id ?? ''] })
    expect((await logIn(email)).scopes).toEqual(['orders:read', 'orders:write'])
    expect(await eventsAbout(role?.id ?? '')).toEqual([['role.created', {}]])
  })

  it.each<[string, Partial<NewRole>, object]>([
    ['no name', { name: ' ' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a long name', { name: 'x'.repeat(101) }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name with a NUL', { name: 'a\0b' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name with half a letter', { name: 'a\ud800' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a long description', { description: 'x'.repeat(1_001) }, { code: 'BAD_USER_INPUT', field: 'description' }],
    ['a scope that nobody registered', { scopes: ['made:up'] }, { code: 'INVALID_SCOPE', scopes: ['made:up'] }],
    ['a scope that is none', { scopes: ['a\0', 'a b'] }, { code: 'INVALID_SCOPE', scopes: ['a\0', 'a b'] }],
    ['more than 500 scopes', { scopes: Array(501).fill('orders:read') }, { code: 'BAD_USER_INPUT', field: 'scopes' }],
  ])('refuses %s', async (_what, traits, expected) => {
    const before = await service.store.countRoles()
    expect(await refusal(create(traits))).toEqual(expected)
    expect(await service.store.countRoles()).toBe(before)
  })

  it('has one role of a name, in whatever form it is written', async () => {
    const [{ id }, other] = [await make({ name: 'Verkäufer' }), await make()]
    const taken = { code: 'CONFLICT', field: 'name' }
    expect(await refusal(create({ name: ' Verka\u0308ufer ' }))).toEqual(taken)
    expect(await refusal(update(other.id, { name: 'Verka\u0308ufer' }))).toEqual(taken)
    expect((await update(id, { name: 'Verka\u0308ufer' })).data?.updateRole.role.name).toBe('Verkäufer')
    expect((await make({ name: 'verkäufer' })).name).toBe('verkäufer')
    expect((await make({ name: '__proto__' })).name).toBe('__proto__')
  })

  it.each(['id: "rol_mine"', 'version: 7', 'users: []', 'userIds: ["usr_1"]', 'createdAt: "2026-01-01T00:00:00Z"'])(
    'takes no %s with a new role',
    async (field) => {
      const before = await service.store.countRoles()
      const document = `mutation { createRole(input: { name: "mine", scopes: [], ${field} }) { role { id } } }`
      expect((await send(service.url, { query: document }, admin)).status).toBe(400)
      expect(await service.store.countRoles()).toBe(before)
    },
  )

  describe('nobody grants what they do not hold', () => {
    it('by a new role', async () => {
      const by = await narrowAdmin('orders:read')
      for (const scope of ['orders:write', 'orders:*', '*', 'users:*', 'users:write'])
        expect(await refusal(create({ scopes: ['orders:read', scope] }, by))).toEqual({ code: 'INVALID_SCOPE', scopes: [scope] })
      expect((await create({ scopes: ['orders:read'] }, by)).errors).toEqual([])
    })

    it('by a role that they hold themselves', async () => {
      const { id } = await make({ scopes: ['roles:write', 'orders:read'] })
      const { email } = await addUser(service, { scopes: [], roleIds: [id] })
      const { accessToken: by } = await logIn(email)
      const expected = { code: 'INVALID_SCOPE', scopes: ['users:write'] }
      expect(await refusal(update(id, { scopes: ['roles:write', 'orders:read', 'users:write'] }, { by }))).toEqual(expected)
      expect(await find(id)).toMatchObject({ scopes: 'roles:write orders:read', version: 1 })
    })

    it('with a token that is narrower than its user', async () => {
      const { accessToken: by } = await logIn(boss.email, ['roles:write'])
      expect(await refusal(create({}, by))).toEqual({ code: 'INVALID_SCOPE', scopes: ['orders:read'] })
    })

    it('but renames, and leaves what others granted', async () => {
      const by = await narrowAdmin('orders:read')
      const { id } = await make({ scopes: ['invoices:read'] })
      expect((await update(id, { name: `Other ${id}` }, { by })).errors).toEqual([])
      expect((await update(id, { scopes: ['invoices:read', 'orders:read'] }, { by })).errors).toEqual([])
      expect(await refusal(update(id, { scopes: [] }, { by }))).toEqual({ code: 'INVALID_SCOPE', scopes: ['invoices:read'] })
      expect((await update(id, { scopes: ['invoices:read'] }, { by })).data?.updateRole.role.scopes).toEqual(['invoices:read'])
    })
  })

  it('narrows at the next refresh, and widens at the next login', async () => {
    const { id } = await make({ scopes: ['orders:read'] })
    const { email } = await addUser(service, { scopes: ['order:*:read'], roleIds: [id] })
    const login = await logIn(email)
    await update(id, { scopes: ['invoices:read'] })
    expect(await refresh(login.refreshToken)).toEqual(['order:*:read'])
    expect((await logIn(email)).scopes).toEqual(['invoices:read', 'order:*:read'])
  })

  describe('deleting a role', () => {
    it('that nobody holds leaves nothing of it', async () => {
      const { id, name } = await make()
      expect((await remove(id)).data).toEqual({ deleteRole: { deletedId: id } })
      expect(await refusal(remove(id))).toEqual({ code: 'NOT_FOUND' })
      expect((await make({ name })).id).not.toBe(id)
      expect(await eventsAbout(id)).toEqual([
        ['role.created', {}],
        ['role.deleted', { holderCount: 0 }],
      ])
    })

    it('that is held tells by whom, and with force takes it from them all', async () => {
      const [{ id }, other] = [await make(), await make({ scopes: ['invoices:read'] })]
      const users: { id: string; email: string }[] = []
      for (let index = 0; index < 12; index++) users.push(await addUser(service, { scopes: [], roleIds: [id, other.id] }))
      const stranger = await addUser(service, { scopes: [], roleIds: [other.id] })
      const login = await logIn(users[0]?.email ?? '')
      const refused = (await remove(id)).errors
      const ids = users.map((user) => user.id).sort()
      expect(refused[0]?.extensions).toEqual({
        ...{ code: 'CONFLICT', field: 'id' },
        usedBy: { users: { count: 12, ids: ids.slice(0, 10) } },
      })
      expect(JSON.stringify(refused)).not.toContain('@')
      expect(await find(id)).toBeDefined()

      expect((await remove(id, { force: true })).errors).toEqual([])
      for (const user of await service.store.findUsers(ids))
        expect([user.roles.map((role) => role.id), user.version]).toEqual([[other.id], 2])
      expect((await service.store.findUser(stranger.id))?.version).toBe(1)
      expect(await refresh(login.refreshToken)).toEqual(['invoices:read'])
      expect(await eventsAbout(id)).toEqual([
        ['role.created', {}],
        ['role.deleted', { holderCount: 12 }],
      ])
    })
  })

  it('keeps the last administrator, who is one through a role', async () => {
    const { id } = await make({ scopes: [...adminScopes] })
    await addUser(service, { scopes: [], roleIds: [id] })
    const last = { code: 'CONFLICT', field: 'administrators' }
    await query(service.databaseUrl, `UPDATE users SET scopes = 'orders:read' WHERE id = '${boss.id}'`)
    expect(await refusal(update(id, { scopes: adminScopes.slice(1) }))).toEqual(last)
    expect(await refusal(remove(id, { force: true }))).toEqual(last)
    expect(await find(id)).toMatchObject({ version: 1 })
    expect((await update(id, { scopes: ['*'] })).errors).toEqual([])
    await query(service.databaseUrl, `UPDATE users SET scopes = '*' WHERE id = '${boss.id}'`)
    expect((await update(id, { scopes: [] })).errors).toEqual([])
    expect((await remove(id, { force: true })).errors).toEqual([])
  })

  describe('changes of one role by several at once', () => {
    it('are refused when it changed since it was read, and win once', async () => {
      const { id } = await make()
      const patches = ['a', 'b', 'c'].map((description) => update(id, { description }, { ifVersion: 1 }))
      const answers = await Promise.all(patches)
      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
      expect(await refusal(update(id, {}, { ifVersion: 1 }))).toEqual({ code: 'CONFLICT', field: 'version' })
    })

    it('do not undo each other when they change different things', async () => {
      const { id } = await make()
      await Promise.all([
        update(id, { name: `New ${id}` }),
        update(id, { description: 'new' }),
        update(id, { scopes: ['invoices:read'] }),
      ])
      expect(await find(id)).toMatchObject({ name: `New ${id}`, description: 'new', scopes: 'invoices:read', version: 4 })
    })
  })

  it('keeps what a patch leaves out, clears what is null, and refuses to clear the rest', async () => {
    const { id, name } = await make({ description: 'x' })
    const { data } = await update(id, { description: null })
    expect(data?.updateRole.role).toMatchObject({ name, description: null, scopes: ['orders:read'], version: 2 })
    for (const field of ['name', 'scopes'])
      expect(await refusal(update(id, { [field]: null }))).toEqual({ code: 'BAD_USER_INPUT', field })
    for (const none of ['rol_none', '', '\0', '\ud800']) {
      expect(await refusal(update(none, {}))).toEqual({ code: 'NOT_FOUND' })
      expect(await refusal(remove(none, { force: true }))).toEqual({ code: 'NOT_FOUND' })
    }
    expect(await eventsAbout(id)).toEqual([
      ['role.created', {}],
      ['role.updated', { changed: ['description'] }],
    ])
  })

  it('asks for the scopes of each operation', async () => {
    const by = (await logIn((await addUser(service, { scopes: ['roles:read'] })).email)).accessToken
    const { id } = await make()
    for (const answer of [create({}, by), update(id, {}, { by }), remove(id, { by, force: true })])
      expect(await refusal(answer)).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' })
    expect((await service.send(RolesDocument, {}, by)).errors).toEqual([])
    const other = (await logIn((await addUser(service, { scopes: ['scopes:*'] })).email)).accessToken
    expect(await refusal(service.send(RolesDocument, {}, other))).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' })
  })

  describe('the list', () => {
    const list = (variables: { first?: number; after?: string | null }) => service.send(RolesDocument, variables, admin)

    it('is read page by page, each role once, oldest first', async () => {
      const made = [await make(), await make(), await make()].map(({ id }) => id)
      const found: string[] = []
      let after: string | null | undefined = null
      do {
        const page: RolesQuery['roles'] | undefined = (await list({ first: 5, after })).data?.roles
        expect(page?.totalCount).toBe(await service.store.countRoles())
        found.push(...(page?.nodes ?? []).map(({ id }) => id))
        after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined
      } while (after)
      expect([found.slice(-3), new Set(found).size]).toEqual([made, await service.store.countRoles()])
      expect(found).toEqual([...found].sort())
    })

    it.each([0, -1, 101])('refuses %d at once', async (first) => {
      expect(await refusal(list({ first }))).toEqual({ code: 'BAD_USER_INPUT', field: 'first' })
    })

    it.each([
      ['of another list', Buffer.from('scope a').toString('base64url')],
      ['with a NUL', Buffer.from('role a\0').toString('base64url')],
      ['that is empty', ''],
    ])('refuses a cursor %s', async (_what, after) => {
      expect(await refusal(list({ after }))).toEqual({ code: 'BAD_USER_INPUT', field: 'after' })
    })
  })
})
