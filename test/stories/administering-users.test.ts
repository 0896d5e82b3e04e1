import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import {
  CreateUserDocument,
  type CreateUserMutationVariables,
  DeleteUserDocument,
  LoginDocument,
  RefreshDocument,
  SetUserPasswordDocument,
  UpdateUserDocument,
  type UpdateUserMutationVariables,
  UsersDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addRole } from '../support/records.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

type NewUser = CreateUserMutationVariables['input']
type Patch = UpdateUserMutationVariables['input']['patch']

const another = 'another horse battery staple'

describe.each(engines)('administering users on %s', (engine) => {
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

  async function logIn(email: string, { scopes, as = password }: { scopes?: string[]; as?: string } = {}) {
    const { data, errors } = await service.send(LoginDocument, {
      input: { email, password: as, clientId: app, ...(scopes && { scopes }) },
    })
    if (!data) throw new Error(errors[0]?.extensions.code)
    return { ...data.login.tokens, refreshToken: data.login.tokens.refreshToken ?? '' }
  }
  let count = 0
  const person = (traits: Partial<NewUser> = {}): NewUser => ({ email: `person${count++}@example.com`, password, ...traits })
  const create = (input: NewUser, by = admin) => service.send(CreateUserDocument, { input }, by)
  const update = (id: string, patch: Patch, { by = admin, ifVersion }: { by?: string; ifVersion?: number } = {}) =>
    service.send(UpdateUserDocument, { input: { id, patch, ...(ifVersion && { ifVersion }) } }, by)
  const setPassword = (id: string, { by = admin, as = another } = {}) =>
    service.send(SetUserPasswordDocument, { input: { id, password: as } }, by)
  const remove = (id: string, by = admin) => service.send(DeleteUserDocument, { input: { id } }, by)
  async function make(traits: Partial<NewUser> = {}) {
    service.clock.advance(0.001)
    const { data, errors } = await create(person(traits))
    if (!data) throw new Error(errors[0]?.message)
    return data.createUser.user
  }
  const refusal = async (answer: Promise<{ errors: readonly { extensions: Record<string, unknown> }[] }>) => {
    const { code, field, scopes } = (await answer).errors[0]?.extensions ?? {}
    return { code, ...(field !== undefined && { field }), ...(scopes !== undefined && { scopes }) }
  }
  const isAlive = async (token: string) => (await service.send(ViewerDocument, {}, token)).status === 200
  const refresh = async (refreshToken: string) => {
    const { data, errors } = await service.send(RefreshDocument, { input: { refreshToken, clientId: app } })
    return data ? data.refresh.tokens.scopes : errors[0]?.extensions.code
  }
  const eventsAbout = async (id: string) =>
    (await query(service.databaseUrl, `SELECT type, data FROM audit_events WHERE "targetId" = '${id}' ORDER BY type, id`)).map(
      ({ type, data }) => [type, JSON.parse(String(data))],
    )
  /** The token of somebody who administers users, and may do nothing else but what is named. */
  async function narrowAdmin(...scopes: string[]): Promise<string> {
    const all = ['users:read', 'users:write', ...scopes]
    return (await logIn((await addUser(service, { scopes: all })).email, { scopes: all })).accessToken
  }

  it('makes a user who logs in with the email in any form', async () => {
    const roleId = await addRole(service, ['invoices:read'])
    const made = await create({
      ...person({ displayName: ' Ada  ', roleIds: [roleId, roleId], scopes: ['orders:write'] }),
      email: ' ADÀ@Example.COM ',
    })
    expect(made.data?.createUser.user).toMatchObject({
      email: 'adà@example.com',
      displayName: 'Ada',
      roles: [{ id: roleId }],
      scopes: ['orders:write'],
      effectiveScopes: ['invoices:read', 'orders:read', 'orders:write'],
      isEnabled: true,
      version: 1,
    })
    expect((await logIn('Ada\u0300@example.com')).scopes).toEqual(['invoices:read', 'orders:read', 'orders:write'])
    expect(await refusal(create({ ...person(), email: 'ADa\u0300@EXAMPLE.com' }))).toEqual({ code: 'CONFLICT', field: 'email' })
  })

  it.each<[string, Partial<NewUser>, object]>([
    ['an email without @', { email: 'ada.example.com' }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['an email with two', { email: 'a@b@c' }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['an email of nobody', { email: '@example.com' }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['an email of nowhere', { email: 'ada@' }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['an email with a space', { email: 'a da@example.com' }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['an email with a NUL', { email: 'ada\0@example.com' }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['an email with half a letter', { email: 'ada\ud800@example.com' }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['an email of 255 characters', { email: `${'a'.repeat(243)}@example.com` }, { code: 'BAD_USER_INPUT', field: 'email' }],
    ['a short password', { password: 'too short' }, { code: 'BAD_USER_INPUT', field: 'password' }],
    [
      'a password of the email',
      { email: 'p@q.example', password: 'p@q.example!!' },
      { code: 'BAD_USER_INPUT', field: 'password' },
    ],
    ['a long name', { displayName: 'x'.repeat(201) }, { code: 'BAD_USER_INPUT', field: 'displayName' }],
    ['a name with a NUL', { displayName: 'a\0b' }, { code: 'BAD_USER_INPUT', field: 'displayName' }],
    ['a role that does not exist', { roleIds: ['rol_none'] }, { code: 'NOT_FOUND' }],
    ['a role that cannot be', { roleIds: ['\0'] }, { code: 'NOT_FOUND' }],
    ['more than 100 roles', { roleIds: Array(101).fill('rol_1') }, { code: 'BAD_USER_INPUT', field: 'roleIds' }],
    ['a scope that nobody registered', { scopes: ['made:up'] }, { code: 'INVALID_SCOPE', scopes: ['made:up'] }],
  ])('refuses %s', async (_name, traits, expected) => {
    const before = await service.store.countUsers({})
    expect(await refusal(create(person(traits)))).toEqual(expected)
    expect(await service.store.countUsers({})).toBe(before)
  })

  it('takes an email of 254 characters', async () => {
    expect((await create(person({ email: `${'a'.repeat(242)}@example.com` }))).errors).toEqual([])
  })

  it.each(['id: "usr_mine"', 'isEnabled: false', 'passwordHash: "x"', 'version: 7', 'createdAt: "2026-01-01T00:00:00Z"'])(
    'takes no %s with a new user',
    async (field) => {
      const document = `mutation { createUser(input: { email: "m@a.example", password: "${another}", ${field} }) { user { id } } }`
      expect((await send(service.url, { query: document }, admin)).status).toBe(400)
      expect(await service.store.findUserByEmail('m@a.example')).toBeUndefined()
    },
  )

  describe('nobody grants what they do not hold', () => {
    it('to a new user, directly or by a role', async () => {
      const [by, roleId] = [await narrowAdmin('orders:read'), await addRole(service, ['invoices:read'])]
      expect(await refusal(create(person({ scopes: ['orders:*'] }), by))).toEqual({ code: 'INVALID_SCOPE', scopes: ['orders:*'] })
      expect(await refusal(create(person({ roleIds: [roleId] }), by))).toEqual({
        code: 'INVALID_SCOPE',
        scopes: ['invoices:read'],
      })
      expect((await create(person({ scopes: ['orders:read'] }), by)).errors).toEqual([])
    })

    it('to one who is there, but leaves what others granted', async () => {
      const [by, roleId] = [await narrowAdmin('orders:read'), await addRole(service, ['invoices:read'])]
      const { id } = await make({ scopes: ['orders:write'] })
      expect(await refusal(update(id, { roleIds: [roleId] }, { by }))).toEqual({
        code: 'INVALID_SCOPE',
        scopes: ['invoices:read'],
      })
      expect(await refusal(update(id, { scopes: ['orders:write', 'invoices:read'] }, { by }))).toEqual({
        code: 'INVALID_SCOPE',
        scopes: ['invoices:read'],
      })
      expect((await update(id, { scopes: ['orders:write', 'orders:read'] }, { by })).errors).toEqual([])
      await update(id, { roleIds: [roleId] })
      const taken = await update(id, { scopes: ['orders:write'] }, { by })
      expect(taken.data?.updateUser.user).toMatchObject({ scopes: ['orders:write'], roles: [{ id: roleId }] })
    })
  })

  describe('nobody takes over whoever may do more', () => {
    const wide = { code: 'INVALID_SCOPE', scopes: ['orders:write'] }

    it('by another email, being enabled, or a new password', async () => {
      const by = await narrowAdmin('orders:read')
      const [{ id }, { id: off }] = [await make({ scopes: ['orders:write'] }), await make({ scopes: ['orders:write'] })]
      expect((await update(off, { isEnabled: false }, { by })).errors).toEqual([])
      const attempts: [Promise<{ errors: readonly { extensions: Record<string, unknown> }[] }>, object][] = [
        [update(id, { email: 'mine@example.com' }, { by }), wide],
        [update(id, { email: 'mine@example.com', scopes: [] }, { by }), wide],
        [update(off, { isEnabled: true }, { by }), wide],
        [update(off, { isEnabled: true, scopes: [] }, { by }), wide],
        [setPassword(id, { by }), wide],
      ]
      for (const [attempt, expected] of attempts) expect(await refusal(attempt)).toEqual(expected)
      expect(await service.store.findUserByEmail('mine@example.com')).toBeUndefined()
    })

    it('through a role either', async () => {
      const [by, roleId] = [await narrowAdmin('orders:read'), await addRole(service, ['orders:write'])]
      const { id } = await make({ roleIds: [roleId] })
      expect(await refusal(setPassword(id, { by }))).toEqual(wide)
    })

    it('but may rename or disable them, and take in hand whoever may do no more', async () => {
      const by = await narrowAdmin('orders:write')
      const { id } = await make({ scopes: ['orders:read'] })
      expect((await update(id, { email: 'same@example.com' }, { by })).errors).toEqual([])
      expect((await setPassword(id, { by })).errors).toEqual([])
      await update(id, { isEnabled: false }, { by })
      expect((await update(id, { isEnabled: true }, { by })).errors).toEqual([])
      expect((await update(boss.id, { displayName: 'Boss' }, { by })).errors).toEqual([])
    })
  })

  it('kills what a disabled user was issued, and brings nothing back with them', async () => {
    const { id, email } = await make({ scopes: ['orders:write'] })
    const login = await logIn(email)
    expect((await update(id, { isEnabled: false })).data?.updateUser.user).toMatchObject({ isEnabled: false, version: 2 })
    expect([await isAlive(login.accessToken), await refresh(login.refreshToken)]).toEqual([false, 'INVALID_GRANT'])
    await expect(logIn(email)).rejects.toThrow('INVALID_CREDENTIALS')
    await update(id, { isEnabled: true })
    expect([await isAlive(login.accessToken), await refresh(login.refreshToken)]).toEqual([false, 'INVALID_GRANT'])
    // What is issued in the very millisecond of a revocation is dead too.
    service.clock.advance(0.001)
    expect(await isAlive((await logIn(email)).accessToken)).toBe(true)
    expect(await eventsAbout(id)).toEqual([
      ['user.created', {}],
      ['user.updated', { changed: ['isEnabled'] }],
      ['user.updated', { changed: ['isEnabled'] }],
    ])
  })

  it('ends, before it enables a user again, what a node that died had left', async () => {
    const { id, email } = await make()
    const { refreshToken } = await logIn(email)
    await query(service.databaseUrl, `UPDATE users SET "isEnabled" = false WHERE id = '${id}'`)
    await update(id, { isEnabled: true })
    expect(await refresh(refreshToken)).toBe('INVALID_GRANT')
  })

  it('ends nothing for another email, and narrows at the next refresh', async () => {
    const { id, email } = await make({ scopes: ['orders:write'] })
    const login = await logIn(email)
    await update(id, { email: `new.${email}`, scopes: ['orders:read'] })
    expect(await isAlive(login.accessToken)).toBe(true)
    expect(await refresh(login.refreshToken)).toEqual(['orders:read'])
    await expect(logIn(email)).rejects.toThrow('INVALID_CREDENTIALS')
    expect((await logIn(`NEW.${email}`)).scopes).toEqual(['orders:read'])
  })

  it('sets a password, which ends every session', async () => {
    const { id, email } = await make()
    const logins = [await logIn(email), await logIn(email)]
    expect((await setPassword(id)).data?.setUserPassword).toMatchObject({ revokedSessionCount: 2, user: { version: 2 } })
    for (const login of logins)
      expect([await isAlive(login.accessToken), await refresh(login.refreshToken)]).toEqual([false, 'INVALID_GRANT'])
    await expect(logIn(email)).rejects.toThrow('INVALID_CREDENTIALS')
    service.clock.advance(0.001)
    expect(await isAlive((await logIn(email, { as: another })).accessToken)).toBe(true)
    expect(await eventsAbout(id)).toContainEqual(['user.password_set', { revokedSessionCount: 2 }])
  })

  it("sets one's own password, and this session ends too", async () => {
    const { id, email } = await addUser(service, { scopes: ['users:write'] })
    const own = (await logIn(email)).accessToken
    expect((await setPassword(id, { by: own })).data?.setUserPassword.revokedSessionCount).toBe(1)
    expect(await isAlive(own)).toBe(false)
  })

  it.each([
    ['that is too easy', 'password1234', 'BAD_USER_INPUT'],
    ['of more than 1,024 characters', 'a1b2'.repeat(257), 'BAD_USER_INPUT'],
  ])('sets no password %s', async (_what, as, code) => {
    const { id, email } = await make()
    expect(await refusal(setPassword(id, { as }))).toEqual({ code, field: 'password' })
    expect((await logIn(email)).accessToken).toBeDefined()
  })

  it('deletes a user with all they were issued', async () => {
    const roleId = await addRole(service, ['orders:read'])
    const { id, email } = await make({ roleIds: [roleId] })
    const login = await logIn(email)
    expect((await remove(id)).data).toEqual({ deleteUser: { deletedId: id } })
    expect([await isAlive(login.accessToken), await refresh(login.refreshToken)]).toEqual([false, 'INVALID_GRANT'])
    for (const table of ['sessions', 'user_roles'])
      expect(await query(service.databaseUrl, `SELECT 1 FROM ${table} WHERE "userId" = '${id}'`)).toEqual([])
    expect(await refusal(remove(id))).toEqual({ code: 'NOT_FOUND' })
    expect((await create(person({ email }))).data?.createUser.user.id).not.toBe(id)
    expect((await eventsAbout(id)).map(([type]) => type)).toEqual(['user.created', 'user.deleted', 'user.updated'])
  })

  it.each<[string, (id: string) => Promise<{ errors: readonly { extensions: Record<string, unknown> }[] }>]>([
    ['disabled', (id) => update(id, { isEnabled: false })],
    ['narrowed', (id) => update(id, { scopes: ['users:*'] })],
    ['deleted', (id) => remove(id)],
  ])('keeps the last administrator from being %s, also by themself', async (_what, act) => {
    expect(await refusal(act(boss.id))).toEqual({ code: 'CONFLICT', field: 'administrators' })
    expect(await isAlive(admin)).toBe(true)
    const other = await make({ scopes: ['*'] })
    expect((await act(other.id)).errors).toEqual([])
    await remove(other.id)
  })

  describe('changes of one user by several at once', () => {
    it('are refused when they changed since they were read', async () => {
      const { id } = await make()
      expect((await update(id, { displayName: 'First' }, { ifVersion: 1 })).data?.updateUser.user.version).toBe(2)
      expect(await refusal(update(id, { displayName: 'Second' }, { ifVersion: 1 }))).toEqual({
        code: 'CONFLICT',
        field: 'version',
      })
    })

    it('do not undo each other when they change different things', async () => {
      const [{ id }, roleId] = [await make(), await addRole(service, ['orders:read'])]
      await Promise.all([
        update(id, { displayName: 'New' }),
        update(id, { scopes: ['orders:read'] }),
        update(id, { roleIds: [roleId] }),
      ])
      expect(await service.store.findUser(id)).toMatchObject({
        displayName: 'New',
        scopes: ['orders:read'],
        roles: [{ id: roleId }],
        version: 4,
      })
    })
  })

  it('keeps what a patch leaves out, clears what is null, and refuses to clear the rest', async () => {
    const { id, email } = await make({ displayName: 'x', scopes: ['orders:read'] })
    const { data } = await update(id, { displayName: null })
    expect(data?.updateUser.user).toMatchObject({ displayName: null, email, scopes: ['orders:read'], isEnabled: true })
    for (const field of ['email', 'roleIds', 'scopes', 'isEnabled'])
      expect(await refusal(update(id, { [field]: null }))).toEqual({ code: 'BAD_USER_INPUT', field })
    for (const none of ['usr_none', '\0']) expect(await refusal(update(none, {}))).toEqual({ code: 'NOT_FOUND' })
    expect(await refusal(update(id, { email: boss.email }))).toEqual({ code: 'CONFLICT', field: 'email' })
    expect(await refusal(update(id, { roleIds: ['rol_none'] }))).toEqual({ code: 'NOT_FOUND' })
  })

  it('asks for the scopes of each operation', async () => {
    const by = (await logIn((await addUser(service, { scopes: ['users:read'] })).email)).accessToken
    const { id } = await make()
    const answers = [create(person(), by), update(id, {}, { by }), setPassword(id, { by }), remove(id, by)]
    for (const answer of answers) expect(await refusal(answer)).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' })
    expect((await service.send(UsersDocument, {}, by)).errors).toEqual([])
  })

  describe('the list', () => {
    const mark = `mark-${engine}`
    let roleId: string
    beforeAll(async () => {
      roleId = await addRole(service, ['orders:read'])
      await make({ email: `a_1.${mark}@example.com`, displayName: 'ÄDA', roleIds: [roleId] })
      await make({ email: `a21.${mark}@example.com`, displayName: `Bob 100% ${mark}` })
      const { id } = await make({ email: `c.${mark}@example.com`, roleIds: [roleId] })
      await update(id, { isEnabled: false })
    })
    const list = async (variables: { first?: number; after?: string | null; filter?: object }) => {
      const { data, errors } = await service.send(UsersDocument, variables, admin)
      if (!data) throw new Error(errors[0]?.message)
      return data.users
    }
    const found = async (filter: object) => (await list({ filter })).nodes.map(({ email }) => email.split('.')[0])

    it('is read page by page, oldest first, with a count of all', async () => {
      const [one, rest] = [await list({ first: 2, filter: { search: mark } }), [] as string[]]
      rest.push(
        ...(await list({ first: 2, after: one.pageInfo.endCursor, filter: { search: mark } })).nodes.map(({ email }) => email),
      )
      expect([one.nodes.map(({ email }) => email.split('.')[0]), rest, one.totalCount, one.pageInfo.hasNextPage]).toEqual([
        ['a_1', 'a21'],
        [`c.${mark}@example.com`],
        3,
        true,
      ])
    })

    it('is searched by email, name and id, and filtered by role and state', async () => {
      expect(await found({ search: `A_1.${mark.toUpperCase()}` })).toEqual(['a_1'])
      expect(await found({ search: '100% MARK' })).toEqual(await found({ search: `100% ${mark}` }))
      expect(await found({ search: 'ÄDA' })).toEqual(['a_1'])
      expect(await found({ roleId })).toEqual(['a_1', 'c'])
      expect(await found({ roleId, isEnabled: false })).toEqual(['c'])
      expect(await found({ search: boss.id })).toEqual([boss.email.split('.')[0]])
      expect(await found({ search: boss.id.slice(0, -1) })).toEqual([boss.email.split('.')[0]])
      expect(await found({ roleId: '\0' })).toEqual([])
    })

    it('takes the cursors and sizes of its own kind alone', async () => {
      for (const first of [0, 101]) await expect(list({ first })).rejects.toThrow('from 1 to 100')
      await expect(list({ after: Buffer.from('client cli_1').toString('base64url') })).rejects.toThrow('no cursor')
    })
  })
})
