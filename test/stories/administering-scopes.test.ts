import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminScopes } from '../../src/administration/built-in-scopes.ts'
import { engines } from '../support/databases.ts'
import {
  CreateClientDocument,
  CreateScopeDocument,
  type CreateScopeMutationVariables,
  DeleteScopeDocument,
  LoginDocument,
  RefreshDocument,
  ScopesDocument,
  type ScopesQuery,
  UpdateScopeDocument,
  type UpdateScopeMutationVariables,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addRole } from '../support/records.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

type NewScope = CreateScopeMutationVariables['input']
type Patch = UpdateScopeMutationVariables['input']['patch']
type Refused = Promise<{ errors: readonly { extensions: Record<string, unknown> }[] }>

describe.each(engines)('administering scopes on %s', (engine) => {
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
  const create = (name: string, traits: Partial<NewScope> = {}, by = admin) =>
    service.send(CreateScopeDocument, { input: { name, description: name, ...traits } }, by)
  const update = (name: string, patch: Patch, { by = admin, ifVersion }: { by?: string; ifVersion?: number } = {}) =>
    service.send(UpdateScopeDocument, { input: { name, patch, ...(ifVersion && { ifVersion }) } }, by)
  const remove = (name: string, { force, by = admin }: { force?: boolean; by?: string } = {}) =>
    service.send(DeleteScopeDocument, { input: { name, ...(force !== undefined && { force }) } }, by)
  async function make(name: string, ...implies: string[]) {
    const { errors } = await create(name, { implies })
    if (errors.length > 0) throw new Error(JSON.stringify(errors))
    return name
  }
  const find = async (name: string) => (await service.store.listScopeDefinitions()).find((scope) => scope.name === name)
  const refusal = async (answer: Refused) => {
    const { code, field, scopes } = (await answer).errors[0]?.extensions ?? {}
    return { code, ...(field !== undefined && { field }), ...(scopes !== undefined && { scopes }) }
  }
  const eventsAbout = async (name: string) =>
    (await query(service.databaseUrl, `SELECT type, data FROM audit_events WHERE "targetId" = '${name}' ORDER BY type, id`)).map(
      ({ type, data }) => [type, JSON.parse(String(data))],
    )
  /** The token of somebody who administers scopes, and may do nothing else but what is named. */
  async function narrowAdmin(...scopes: string[]): Promise<string> {
    const all = ['scopes:read', 'scopes:write', ...scopes]
    return (await logIn((await addUser(service, { scopes: all })).email, all)).accessToken
  }
  const wrongImplies = { code: 'BAD_USER_INPUT', field: 'implies' }

  it('registers a scope that users are issued with all it implies', async () => {
    await make('stock:read')
    const made = await create('stock:write', { description: ' Change stock. ', implies: ['stock:read', 'stock:read'] })
    expect(made.data?.createScope.scope).toEqual({
      ...{ name: 'stock:write', description: 'Change stock.', implies: ['stock:read'] },
      ...{ isDefault: false, version: 1 },
    })
    const { email } = await addUser(service, { scopes: ['stock:write'] })
    expect((await logIn(email)).scopes).toEqual(['stock:read', 'stock:write'])
    expect(await eventsAbout('stock:write')).toEqual([['scope.created', {}]])
  })

  it.each<[string, Partial<NewScope>, object]>([
    ['no name', { name: '' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name with a space', { name: 'a b' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name with an empty segment', { name: 'a::b' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a wildcard', { name: 'stock:*' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a wildcard in the middle', { name: 'stock:*:read' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a placeholder', { name: 'stock:{id}' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name with a NUL', { name: 'a\0b' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name with half a letter', { name: 'a\ud800' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name of 257 characters', { name: 'x'.repeat(257) }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['no description', { description: ' ' }, { code: 'BAD_USER_INPUT', field: 'description' }],
    ['a long description', { description: 'x'.repeat(1_001) }, { code: 'BAD_USER_INPUT', field: 'description' }],
    ['a description with a NUL', { description: 'a\0b' }, { code: 'BAD_USER_INPUT', field: 'description' }],
    ['what nobody registered', { implies: ['made:up'] }, { code: 'INVALID_SCOPE', scopes: ['made:up'] }],
    ['what is no scope', { implies: ['a *', 'a\0'] }, { code: 'INVALID_SCOPE', scopes: ['a\0', 'a *'] }],
    ['more than 500 scopes', { implies: Array(501).fill('orders:*') }, wrongImplies],
    ['what brings itself along', { implies: ['fresh:*'] }, wrongImplies],
    ['a name that is taken', { name: 'orders:read' }, { code: 'CONFLICT', field: 'name' }],
    ['the name of an admin scope', { name: 'users:write' }, { code: 'CONFLICT', field: 'name' }],
  ])('refuses %s', async (_what, traits, expected) => {
    const before = await service.store.listScopeDefinitions()
    expect(await refusal(create('fresh:read', traits))).toEqual(expected)
    expect(await service.store.listScopeDefinitions()).toEqual(before)
  })

  it.each(['version: 7', 'createdAt: "2026-01-01T00:00:00Z"', 'force: true'])('takes no %s with a new scope', async (field) => {
    const document = `mutation { createScope(input: { name: "mine", description: "x", ${field} }) { scope { name } } }`
    expect((await send(service.url, { query: document }, admin)).status).toBe(400)
    expect(await find('mine')).toBeUndefined()
  })

  it.each(['__proto__', 'constructor', 'a:__proto__'])('knows %s as a name like any other', async (name) => {
    await make(name, 'orders:read')
    const { email } = await addUser(service, { scopes: [name] })
    expect((await logIn(email)).scopes).toEqual([name, 'orders:read'].sort())
    expect((await remove(name)).errors[0]?.extensions.usedBy).toMatchObject({ users: { count: 1 } })
    expect((await remove(name, { force: true })).data?.deleteScope.deletedName).toBe(name)
  })

  describe('nobody grants what they do not hold', () => {
    it('by a new scope, word for word, by a wildcard, or through what others imply', async () => {
      const [by, bundle] = [await narrowAdmin('orders:read'), await make('bundle', 'invoices:read')]
      for (const [implied, scopes] of [
        ['orders:write', ['orders:write']],
        ['orders:*', ['orders:*']],
        ['users:*', ['users:*']],
        [bundle, ['bundle', 'invoices:read']],
      ] as const)
        expect(await refusal(create('sly', { implies: [implied] }, by))).toMatchObject({ code: 'INVALID_SCOPE', scopes })
      expect(await find('sly')).toBeUndefined()
      expect((await create('honest', { implies: ['orders:read'] }, by)).errors).toEqual([])
    })

    it('by what a scope implies that they hold themselves', async () => {
      const by = await narrowAdmin('orders:read')
      const expected = { code: 'INVALID_SCOPE', scopes: ['invoices:read'] }
      expect(await refusal(update('orders:read', { implies: ['invoices:read'] }, { by }))).toEqual(expected)
      expect(await find('orders:read')).toMatchObject({ implies: [], version: 1 })
    })

    it('with a token that is narrower than its user', async () => {
      const { accessToken: by } = await logIn(boss.email, ['scopes:write'])
      const expected = { code: 'INVALID_SCOPE', scopes: ['orders:read'] }
      expect(await refusal(create('sly', { implies: ['orders:read'] }, by))).toEqual(expected)
    })

    it('but leaves what others granted', async () => {
      const [by, name] = [await narrowAdmin('orders:read'), await make('others', 'invoices:read')]
      expect((await update(name, { implies: ['invoices:read', 'orders:read'] }, { by })).errors).toEqual([])
      const expected = { code: 'INVALID_SCOPE', scopes: ['invoices:read'] }
      expect(await refusal(update(name, { implies: [] }, { by }))).toEqual(expected)
      expect((await update(name, { implies: ['invoices:read'] }, { by })).errors).toEqual([])
    })

    it('of what is registered later either', async () => {
      await make('reports:old')
      const by = await narrowAdmin('reports:*')
      expect((await create('reporter', { implies: ['reports:*'] }, by)).errors).toEqual([])
      const expected = { code: 'INVALID_SCOPE', scopes: ['*:reports'] }
      expect(await refusal(create('sly', { implies: ['*:reports'] }, by))).toEqual(expected)
      expect((await create('planner', { implies: ['plans:*'] })).errors).toEqual([])
    })
  })

  it('lets no scope imply itself, through however many others and wildcards', async () => {
    await make('loop:a')
    await make('loop:b', 'loop:a')
    await make('loops', 'loop:b')
    await make('ring', 'rings:*')
    await make('ring:outer', 'ring')
    for (const implied of ['loop:a', 'loop:b', 'loops', 'loop:*', '*'])
      expect(await refusal(update('loop:a', { implies: [implied] }))).toEqual(wrongImplies)
    expect(await refusal(create('rings:one', { implies: ['ring:outer'] }))).toEqual(wrongImplies)
    await make('rings:one')
    expect(await refusal(update('rings:one', { implies: ['ring:outer'] }))).toEqual(wrongImplies)
    expect((await update('loops', { implies: ['loop:a'] })).errors).toEqual([])
  })

  describe('the scopes of the service itself', () => {
    it.each(['users:write', 'tokens:introspect'])('such as %s are reserved, but for the description', async (name) => {
      for (const force of [false, true])
        expect(await refusal(remove(name, { force }))).toEqual({ code: 'BAD_USER_INPUT', field: 'name' })
      expect(await refusal(update(name, { implies: ['orders:read'] }))).toEqual(wrongImplies)
      expect(await refusal(update(name, { isDefault: true }))).toEqual({ code: 'BAD_USER_INPUT', field: 'isDefault' })
      const before = await find(name)
      expect((await update(name, { description: 'New.', implies: [], isDefault: false })).errors).toEqual([])
      expect(await find(name)).toEqual({ ...before, description: 'New.', version: 2 })
    })

    it('leave names that begin like them free', async () => {
      await make('users:write:some')
      expect((await update('users:write:some', { implies: ['users:read'] })).errors).toEqual([])
      expect((await remove('users:write:some')).errors).toEqual([])
    })
  })

  it('gives a new client without defaults those that lie within its ceiling', async () => {
    expect((await create('news:read', { isDefault: true })).data?.createScope.scope.isDefault).toBe(true)
    await make('news:all', 'news:read')
    const defaultsOf = async (allowedScopes: string[], defaultScopes?: string[]) => {
      const facts = { name: 'Reader', type: 'PUBLIC' as const, grantTypes: [], allowedScopes }
      const input = { ...facts, ...(defaultScopes && { defaultScopes }) }
      return (await service.send(CreateClientDocument, { input }, admin)).data?.createClient.client.defaultScopes
    }
    for (const ceiling of ['news:read', 'news:*', '*', 'news:all']) expect(await defaultsOf([ceiling])).toEqual(['news:read'])
    expect(await defaultsOf(['orders:read'])).toEqual([])
    expect(await defaultsOf(['news:*'], [])).toEqual([])
    await update('news:read', { isDefault: false })
    expect(await defaultsOf(['news:*'])).toEqual([])
  })

  describe('deleting a scope', () => {
    it('that nobody holds takes it out, and it may be registered again', async () => {
      await make('brief')
      expect((await remove('brief')).data).toEqual({ deleteScope: { deletedName: 'brief' } })
      expect(await refusal(remove('brief'))).toEqual({ code: 'NOT_FOUND' })
      await make('brief')
      expect(await eventsAbout('brief')).toEqual([
        ['scope.created', {}],
        ['scope.created', {}],
        ['scope.deleted', { holderCount: 0 }],
      ])
    })

    it('that is held tells by whom, and with force takes it from them all', async () => {
      for (const name of ['part:read', 'part:read:all', 'part:reads', 'Part:read', 'part_read']) await make(name)
      await make('parts', 'orders:read', 'part:read', 'part:read:all')
      const scopes = ['part:reads', 'part:read', 'part:read:all']
      const wide = await addClient(service, { allowedScopes: scopes, defaultScopes: ['part:read'] })
      const strange = await addClient(service, { allowedScopes: ['part:*'], defaultScopes: ['part:read'] })
      const user = await addUser(service, { scopes })
      const role = await addRole(service, ['part:read'])
      const others = [
        await addUser(service, { scopes: ['part:*', 'Part:read', 'part_read', 'part:read:all'] }),
        await addUser(service, { scopes: [], roleIds: [role] }),
      ]
      const before = await service.store.findUsers(others.map(({ id }) => id))

      const refused = await remove('part:read')
      expect(refused.errors[0]?.extensions).toEqual({
        ...{ code: 'CONFLICT', field: 'name' },
        usedBy: {
          clients: { count: 2, ids: [wide, strange].sort() },
          users: { count: 1, ids: [user.id] },
          roles: { count: 1, ids: [role] },
          scopes: { count: 1, names: ['parts'] },
        },
      })
      expect(JSON.stringify(refused.errors)).not.toContain('@')
      expect(await service.store.findUser(user.id)).toMatchObject({ scopes, version: 1 })

      expect((await remove('part:read', { force: true })).errors).toEqual([])
      const rest = ['part:reads', 'part:read:all']
      expect(await service.store.findClient(wide)).toMatchObject({ allowedScopes: rest, defaultScopes: [], version: 2 })
      expect(await service.store.findClient(strange)).toMatchObject({ allowedScopes: ['part:*'], defaultScopes: [], version: 2 })
      expect(await service.store.findUser(user.id)).toMatchObject({ scopes: rest, version: 2 })
      expect((await service.store.findUser(others[1]?.id ?? ''))?.roles).toMatchObject([{ scopes: [], version: 2 }])
      expect(await find('parts')).toMatchObject({ implies: ['orders:read', 'part:read:all'], version: 2 })
      const after = await service.store.findUsers(others.map(({ id }) => id))
      expect(after.map(({ scopes: held, version }) => [held, version])).toEqual(
        before.map(({ scopes: held, version }) => [held, version]),
      )
      expect(await eventsAbout('part:read')).toEqual([
        ['scope.created', {}],
        ['scope.deleted', { holderCount: 5 }],
      ])
    })

    it('names the first ten of many, and counts them all', async () => {
      await make('crowd')
      for (let count = 0; count < 12; count++) await addUser(service, { scopes: ['crowd'] })
      const ids: string[] = (await query(service.databaseUrl, `SELECT id FROM users WHERE scopes = 'crowd'`)).map(({ id }) =>
        String(id),
      )
      const usedBy = { users: { count: 12, ids: ids.sort().slice(0, 10) } }
      expect((await remove('crowd')).errors[0]?.extensions).toMatchObject({ usedBy })
    })

    it('narrows every session at its next refresh, also those of wildcards', async () => {
      await make('temp:read')
      const asked = ['orders:read', 'temp:read']
      const users = [await addUser(service, { scopes: asked }), await addUser(service, { scopes: ['orders:read', 'temp:*'] })]
      const logins = [await logIn(users[0]?.email ?? '', asked), await logIn(users[1]?.email ?? '', asked)]
      for (const { scopes } of logins) expect(scopes).toEqual(asked)
      await remove('temp:read', { force: true })
      for (const { refreshToken } of logins) expect(await refresh(refreshToken)).toEqual(['orders:read'])
      for (const { email } of users) await expect(logIn(email, asked)).rejects.toThrow('INVALID_SCOPE')
    })
  })

  it('narrows at the next refresh by what is implied no more, and widens at the next login', async () => {
    await make('clerk', 'orders:read')
    const { email } = await addUser(service, { scopes: ['clerk'] })
    const login = await logIn(email)
    await update('clerk', { implies: ['invoices:read'] })
    expect(await refresh(login.refreshToken)).toEqual(['clerk'])
    expect((await logIn(email)).scopes).toEqual(['clerk', 'invoices:read'])
  })

  it('keeps the last administrator, who is one by what a scope implies', async () => {
    await make('chief', ...adminScopes)
    await addUser(service, { scopes: ['chief'] })
    const last = { code: 'CONFLICT', field: 'administrators' }
    await query(service.databaseUrl, `UPDATE users SET scopes = 'orders:read' WHERE id = '${boss.id}'`)
    expect(await refusal(update('chief', { implies: adminScopes.slice(1) }))).toEqual(last)
    expect(await refusal(remove('chief', { force: true }))).toEqual(last)
    expect(await find('chief')).toMatchObject({ implies: adminScopes, version: 1 })
    await query(service.databaseUrl, `UPDATE users SET scopes = '*' WHERE id = '${boss.id}'`)
    expect((await update('chief', { implies: [] })).errors).toEqual([])
    expect((await remove('chief', { force: true })).errors).toEqual([])
  })

  describe('changes of one scope by several at once', () => {
    it('are refused when it changed since it was read, and win once', async () => {
      const name = await make('contested')
      const patches = ['a', 'b', 'c'].map((description) => update(name, { description }, { ifVersion: 1 }))
      const answers = await Promise.all(patches)
      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
      expect(await refusal(update(name, {}, { ifVersion: 1 }))).toEqual({ code: 'CONFLICT', field: 'version' })
    })

    it('do not undo each other when they change different things', async () => {
      const name = await make('shared')
      await Promise.all([
        update(name, { description: 'New' }),
        update(name, { implies: ['orders:read'] }),
        update(name, { isDefault: true }),
      ])
      const facts = { description: 'New', implies: ['orders:read'], isDefault: true, version: 4 }
      expect(await find(name)).toMatchObject(facts)
      await update(name, { isDefault: false })
    })
  })

  it('keeps what a patch leaves out, and takes nothing away for null', async () => {
    const name = await make('patched', 'orders:read')
    expect((await update(name, {})).data?.updateScope.scope).toMatchObject({ description: name, implies: ['orders:read'] })
    for (const field of ['description', 'implies', 'isDefault'])
      expect(await refusal(update(name, { [field]: null }))).toEqual({ code: 'BAD_USER_INPUT', field })
    for (const none of ['none', '', '\0', '\ud800', '*']) {
      expect(await refusal(update(none, {}))).toEqual({ code: 'NOT_FOUND' })
      expect(await refusal(remove(none, { force: true }))).toEqual({ code: 'NOT_FOUND' })
    }
  })

  it('asks for the scopes of each operation', async () => {
    const by = (await logIn((await addUser(service, { scopes: ['scopes:read'] })).email)).accessToken
    const answers = [create('denied', {}, by), update('orders:read', {}, { by }), remove('orders:read', { by, force: true })]
    for (const answer of answers) expect(await refusal(answer)).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' })
    expect((await service.send(ScopesDocument, {}, by)).errors).toEqual([])
    const other = (await logIn((await addUser(service, { scopes: ['roles:*'] })).email)).accessToken
    expect(await refusal(service.send(ScopesDocument, {}, other))).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' })
  })

  describe('the list', () => {
    const list = (variables: { first?: number; after?: string | null }) => service.send(ScopesDocument, variables, admin)

    it('is read page by page, each scope once, by name as its characters are numbered', async () => {
      for (const name of ['Zebra', 'a.b', 'a-b', 'a_b', 'a:b', 'ab', 'aB']) await make(name)
      const found: string[] = []
      let after: string | null | undefined = null
      do {
        const page: ScopesQuery['scopes'] | undefined = (await list({ first: 20, after })).data?.scopes
        expect(page?.totalCount).toBe(await service.store.countScopes())
        found.push(...(page?.nodes ?? []).map(({ name }) => name))
        after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined
      } while (after)
      expect(found).toEqual((await service.store.listScopeDefinitions()).map(({ name }) => name).sort())
    })

    it.each([0, -1, 101])('refuses %d at once', async (first) => {
      expect(await refusal(list({ first }))).toEqual({ code: 'BAD_USER_INPUT', field: 'first' })
    })

    it.each([
      ['of another list', Buffer.from('role rol_1').toString('base64url')],
      ['with a NUL', Buffer.from('scope a\0').toString('base64url')],
      ['that is empty', ''],
    ])('refuses a cursor %s', async (_what, after) => {
      expect(await refusal(list({ after }))).toEqual({ code: 'BAD_USER_INPUT', field: 'after' })
    })
  })
})
