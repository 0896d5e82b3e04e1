// Attempts to become more than one is. Each has a twin that differs in one thing and succeeds.

import { getNamedType, isInputObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFirstAdministrator } from '../../src/administration/first-administrator.ts'
import { buildApiSchema } from '../../src/graphql/schema.ts'
import { askFor } from '../conformance/field-matrix/documents.ts'
import { recordRuns } from '../resource-server/record-runs.ts'
import { engines } from '../support/databases.ts'
import * as api from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addRole } from '../support/records.ts'
import { type Answer, addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'

const another = 'another horse battery staple'
const schema = buildApiSchema()
const ran = recordRuns(schema)
const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {})
const credentialFields = [
  ...['login', 'refresh', 'clientCredentials', 'exchangeToken', 'introspectToken', 'revokeToken', 'changePassword'],
]

describe.each(engines)('nobody becomes more than they are, on %s:', (engine) => {
  let service: TestService
  let app: string
  let boss: { id: string; email: string }
  beforeAll(async () => {
    service = await startTestService({ engine, schema })
    app = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    boss = await addUser(service, { scopes: ['*'] })
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(email: string, scopes?: string[], clientId = app) {
    // What is issued in the very millisecond of a revocation is dead too.
    service.clock.advance(0.001)
    const input = { email, password, clientId, ...(scopes && { scopes }) }
    const { data, errors } = await service.send(api.LoginDocument, { input })
    if (!data) throw new Error(errors[0]?.extensions.code)
    return { ...data.login.tokens, refreshToken: data.login.tokens.refreshToken ?? '', sessionId: data.login.session.id }
  }
  const tellRefusal = ({ errors }: Answer<unknown>) => {
    const { code, field, scopes }: Record<string, unknown> = errors[0]?.extensions ?? {}
    return { code, ...(field !== undefined && { field }), ...(scopes !== undefined && { scopes }) }
  }

  describe('a narrow token of somebody who holds everything', () => {
    const held = ['clients:write', 'users:write', 'roles:write', 'scopes:write', 'orders:read']
    interface Things {
      readonly userId: string
      readonly clientId: string
      readonly robotId: string
      readonly roleId: string
      readonly scope: string
    }
    async function makeThings(): Promise<Things> {
      service.clock.advance(0.001)
      const scope = `things:${crypto.randomUUID()}`
      const definition = { name: scope, description: 'x', implies: [], isDefault: false, createdAt: service.clock.now() }
      await service.store.ensureScopeDefinitions([definition])
      return {
        userId: (await addUser(service, { scopes: [] })).id,
        clientId: await addClient(service, { allowedScopes: ['orders:read'], grantTypes: ['PASSWORD'] }),
        robotId: await addClient(service, { secret: `secret of ${scope}`, allowedScopes: ['invoices:read'] }),
        roleId: await addRole(service, ['orders:read']),
        scope,
      }
    }
    const newUser = () => ({ email: `${crypto.randomUUID()}@example.com`, password })
    const newClient = { name: 'Shop', type: 'PUBLIC', grantTypes: ['REFRESH_TOKEN'] } as const
    const beyond = { code: 'INVALID_SCOPE', scopes: ['invoices:read'] }
    const doors: readonly (readonly [string, object, (by: string, things: Things) => Promise<Answer<unknown>>])[] = [
      [
        'to a new client',
        beyond,
        (by) =>
          service.send(
            api.CreateClientDocument,
            { input: { ...newClient, grantTypes: [], allowedScopes: ['invoices:read'] } },
            by,
          ),
      ],
      [
        'to a client that is there',
        beyond,
        (by, { clientId: id }) =>
          service.send(
            api.UpdateClientDocument,
            { input: { id, patch: { allowedScopes: ['orders:read', 'invoices:read'] } } },
            by,
          ),
      ],
      [
        'by the secret of a client that reaches it',
        beyond,
        (by, { robotId: clientId }) => service.send(api.RotateClientSecretDocument, { input: { clientId } }, by),
      ],
      [
        'to a new user',
        beyond,
        (by) => service.send(api.CreateUserDocument, { input: { ...newUser(), scopes: ['invoices:read'] } }, by),
      ],
      [
        'to a user who is there',
        beyond,
        (by, { userId: id }) => service.send(api.UpdateUserDocument, { input: { id, patch: { scopes: ['invoices:read'] } } }, by),
      ],
      [
        'to a new role',
        beyond,
        (by, { roleId }) =>
          service.send(api.CreateRoleDocument, { input: { name: `of ${roleId}`, scopes: ['invoices:read'] } }, by),
      ],
      [
        'to a role that is there',
        beyond,
        (by, { roleId: id }) => service.send(api.UpdateRoleDocument, { input: { id, patch: { scopes: ['invoices:read'] } } }, by),
      ],
      [
        'through what a new scope implies',
        beyond,
        (by, { scope }) =>
          service.send(
            api.CreateScopeDocument,
            { input: { name: `${scope}:x`, description: 'x', implies: ['invoices:read'] } },
            by,
          ),
      ],
      [
        'through what a scope comes to imply',
        beyond,
        (by, { scope: name }) =>
          service.send(api.UpdateScopeDocument, { input: { name, patch: { implies: ['invoices:read'] } } }, by),
      ],
    ]

    it.each(doors)('does not grant what it lacks %s', async (_how, expected, act) => {
      const narrow = (await logIn(boss.email, held)).accessToken
      const wide = (await logIn(boss.email, [...held, 'invoices:read'])).accessToken
      const things = await makeThings()
      expect(tellRefusal(await act(narrow, things))).toEqual(expected)
      expect((await act(wide, things)).errors).toEqual([])
    })

    it.each<[string, object]>([
      ['all there is', ['*']],
      ['all scopes of administrators over users', ['users:*']],
      ['any scope to read', ['*:read']],
    ])('does not grant %s by a wildcard', async (_what, scopes) => {
      const narrow = (await logIn(boss.email, held)).accessToken
      const input = { ...newUser(), scopes: scopes as string[] }
      expect(tellRefusal(await service.send(api.CreateUserDocument, { input }, narrow)).code).toBe('INVALID_SCOPE')
      const wide = (await logIn(boss.email)).accessToken
      expect((await service.send(api.CreateUserDocument, { input }, wide)).errors).toEqual([])
    })

    it('does not make itself wider through its own user, client or session', async () => {
      const narrow = (await logIn(boss.email, held)).accessToken
      const refused = [
        await service.send(api.SetUserPasswordDocument, { input: { id: boss.id, password: another } }, narrow),
        await service.send(api.UpdateUserDocument, { input: { id: boss.id, patch: { email: 'mine@example.com' } } }, narrow),
        await service.send(api.ExchangeTokenDocument, { input: { scopes: ['*'] } }, narrow),
      ]
      for (const answer of refused) expect(tellRefusal(answer).code).toBe('INVALID_SCOPE')
      expect((await service.send(api.ExchangeTokenDocument, { input: { scopes: ['orders:read'] } }, narrow)).errors).toEqual([])
      expect((await logIn(boss.email)).scopes).toContain('*')
    })

    it('is not widened by the refresh token that came with it', async () => {
      const { refreshToken } = await logIn(boss.email, held)
      const wider = { refreshToken, clientId: app, scopes: ['invoices:read'] }
      expect(tellRefusal(await service.send(api.RefreshDocument, { input: wider }))).toEqual(beyond)
      const { data } = await service.send(api.RefreshDocument, { input: { refreshToken, clientId: app } })
      expect(data?.refresh.tokens.scopes).toEqual([...held].sort())
    })
  })

  describe('what belongs to another client', () => {
    it('is not ended or used by its id: a secret', async () => {
      const admin = (await logIn(boss.email)).accessToken
      const secrets = [`one ${engine}`, `two ${engine}`] as const
      const [one, two] = [await addClient(service, { secret: secrets[0] }), await addClient(service, { secret: secrets[1] })]
      const secretId = (await service.store.findClient(two))?.secrets[0]?.id ?? ''
      const revoke = (clientId: string) => service.send(api.RevokeClientSecretDocument, { input: { clientId, secretId } }, admin)
      const use = (clientId: string, clientSecret: string) =>
        service.send(api.ClientCredentialsDocument, { input: { clientId, clientSecret } })
      expect(tellRefusal(await revoke(one))).toEqual({ code: 'NOT_FOUND' })
      expect(tellRefusal(await use(one, secrets[1]))).toEqual({ code: 'INVALID_CLIENT' })
      expect((await use(two, secrets[1])).errors).toEqual([])
      expect((await revoke(two)).errors).toEqual([])
      expect(tellRefusal(await use(two, secrets[1]))).toEqual({ code: 'INVALID_CLIENT' })
    })

    it('is not ended by a client that acts for itself: the session of a user', async () => {
      const clientSecret = `three ${engine}`
      const robot = await addClient(service, { secret: clientSecret, allowedScopes: ['sessions:*'], defaultScopes: [] })
      const { email } = await addUser(service)
      const { sessionId: id } = await logIn(email)
      const end = async (scopes: string[]) => {
        const { data } = await service.send(api.ClientCredentialsDocument, { input: { clientId: robot, clientSecret, scopes } })
        return service.send(api.RevokeSessionDocument, { input: { id } }, data?.clientCredentials.tokens.accessToken)
      }
      expect(tellRefusal(await end(['sessions:read']))).toEqual({ code: 'NOT_FOUND' })
      expect((await service.store.findSession(id))?.revokedAt).toBeNull()
      expect((await end(['sessions:write'])).errors).toEqual([])
    })
  })

  describe('what inputs do not name', () => {
    const extras: readonly (readonly [name: string, value: unknown])[] = [
      ...([
        ['id', 'usr_mine'],
        ['createdAt', '2026-01-01T00:00:00Z'],
        ['isEnabled', true],
        ['version', 7],
      ] as const),
      ...([
        ['scopes', ['*']],
        ['allowedScopes', ['*']],
        ['passwordHash', 'x'],
        ['userId', 'usr_mine'],
      ] as const),
      ...([
        ['isAdministrator', true],
        ['constructor', {}],
        ['__proto__', { scopes: ['*'] }],
      ] as const),
    ]
    /** With a member more in an input, if the input has none of that name. */
    const attempts = mutations.flatMap((name) => {
      const asking = askFor(schema, [`Mutation.${name}`], 'direct')
      return inputsIn(name, asking.variables).flatMap(({ path, members }) =>
        extras
          .filter(([extra]) => !members.includes(extra))
          .map(([extra, value]) => ({
            name,
            query: asking.query,
            variables: withMember(asking.variables, [...path, extra], value),
          })),
      )
    })

    it('is not taken, by no mutation, and nothing runs', async () => {
      const admin = (await logIn(boss.email)).accessToken
      expect(new Set(attempts.map(({ name }) => name)).size).toBe(mutations.length)
      ran.length = 0
      for (const { query, variables } of attempts) {
        const { status, data, errors } = await send(service.url, { query, variables }, admin)
        expect({ variables, status, data, code: errors[0]?.extensions.code }).toEqual({
          ...{ variables, status: 400, data: undefined },
          code: 'BAD_USER_INPUT',
        })
      }
      expect(ran).toEqual([])
      expect(Object.prototype).not.toHaveProperty('scopes')
    }, 120_000)
  })

  describe('a credential', () => {
    it.each(credentialFields)('is not guessed twice by one request: %s', async (name) => {
      const admin = (await logIn(boss.email)).accessToken
      const root = name === 'introspectToken' ? 'Query' : 'Mutation'
      const { query, variables } = askFor(schema, [`${root}.${name}`], 'direct')
      const [, head = '', field = ''] = /^(.*?\)) \{ (.*) \}$/.exec(query) ?? []
      for (const twice of [`a: ${field} b: ${field}`, `${field} ... { b: ${field} }`]) {
        ran.length = 0
        const answer = await send(service.url, { query: `${head} { ${twice} }`, variables }, admin)
        expect([answer.status, tellRefusal(answer).code, answer.data]).toEqual([400, 'QUERY_TOO_COMPLEX', undefined])
        expect(ran).toEqual([])
      }
      await send(service.url, { query: `${head} { a: ${field} }`, variables }, admin)
      expect(ran).toContain(`${root}.${name}`)
    })
  })

  describe('a token that still lives', () => {
    const endings: readonly (readonly [
      string,
      (ids: { userId: string; clientId: string; sessionId: string }, by: string) => Promise<Answer<unknown>>,
    ])[] = [
      [
        'whose administrator was disabled',
        ({ userId: id }, by) => service.send(api.UpdateUserDocument, { input: { id, patch: { isEnabled: false } } }, by),
      ],
      ['whose administrator was deleted', ({ userId: id }, by) => service.send(api.DeleteUserDocument, { input: { id } }, by)],
      [
        'whose client was disabled',
        ({ clientId: id }, by) => service.send(api.UpdateClientDocument, { input: { id, patch: { isEnabled: false } } }, by),
      ],
      ['whose client was deleted', ({ clientId: id }, by) => service.send(api.DeleteClientDocument, { input: { id } }, by)],
      ['whose session was revoked', ({ sessionId: id }, by) => service.send(api.RevokeSessionDocument, { input: { id } }, by)],
      [
        'whose password was set anew',
        ({ userId: id }, by) => service.send(api.SetUserPasswordDocument, { input: { id, password: another } }, by),
      ],
    ]

    it.each(endings)('but %s changes nothing by any mutation', async (_whose, end) => {
      const grantTypes = ['PASSWORD', 'REFRESH_TOKEN'] as const
      const clientId = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'], grantTypes })
      const { id: userId, email } = await addUser(service, { scopes: ['*'] })
      const { accessToken, sessionId } = await logIn(email, undefined, clientId)
      expect((await service.send(api.ViewerDocument, {}, accessToken)).status).toBe(200)
      expect((await end({ userId, clientId, sessionId }, (await logIn(boss.email)).accessToken)).errors).toEqual([])
      ran.length = 0
      for (const name of mutations) {
        const { query, variables } = askFor(schema, [`Mutation.${name}`], 'direct')
        const { status, errors } = await send(service.url, { query, variables }, accessToken)
        const { code, reason }: Record<string, unknown> = errors[0]?.extensions ?? {}
        expect({ name, status, code, reason }).toEqual({ name, status: 401, code: 'UNAUTHENTICATED', reason: 'REVOKED' })
      }
      expect(ran).toEqual([])
    })
  })

  describe('the last administrator', () => {
    it.each<[string, (id: string, by: string) => Promise<Answer<unknown>>]>([
      ['disable', (id, by) => service.send(api.UpdateUserDocument, { input: { id, patch: { isEnabled: false } } }, by)],
      ['demote', (id, by) => service.send(api.UpdateUserDocument, { input: { id, patch: { scopes: ['orders:read'] } } }, by)],
      ['delete', (id, by) => service.send(api.DeleteUserDocument, { input: { id } }, by)],
    ])(
      'stays when two %s each other at once, twenty times',
      async (_what, act) => {
        for (let round = 0; round < 20; round++) {
          const two = [await addUser(service, { scopes: ['*'] }), await addUser(service, { scopes: ['*'] })] as const
          const tokens = [(await logIn(two[0].email)).accessToken, (await logIn(two[1].email)).accessToken] as const
          await disableOthers(two)
          const answers = await Promise.all([act(two[1].id, tokens[0]), act(two[0].id, tokens[1])])
          const done = answers.filter(({ errors }) => errors.length === 0).length
          // Whoever is too late is no administrator any more, or the last one.
          expect({ round, done, left: await countAdministrators() }).toEqual({ round, done: 1, left: 1 })
        }
        boss = await addUser(service, { scopes: ['*'] })
      },
      120_000,
    )

    it('is nobody while there are two: then the first who asks may do it', async () => {
      const other = await addUser(service, { scopes: ['*'] })
      const by = (await logIn(boss.email)).accessToken
      expect((await service.send(api.DeleteUserDocument, { input: { id: other.id } }, by)).errors).toEqual([])
    })

    async function disableOthers(but: readonly { id: string }[]): Promise<void> {
      const { nodes } = await service.store.listUsers({ first: 1_000, after: null }, { isEnabled: true })
      const by = (await logIn((await addUser(service, { scopes: ['*'] })).email)).accessToken
      for (const { id, scopes } of nodes)
        if (scopes.includes('*') && !but.some((kept) => kept.id === id))
          await service.send(api.DeleteUserDocument, { input: { id } }, by)
      const [viewer] = [await service.send(api.ViewerDocument, {}, by)]
      await service.send(api.DeleteUserDocument, { input: { id: viewer.data?.viewer?.user?.id ?? '' } }, by)
    }

    async function countAdministrators(): Promise<number> {
      const { nodes } = await service.store.listUsers({ first: 1_000, after: null }, { isEnabled: true })
      return nodes.filter(({ scopes }) => scopes.includes('*')).length
    }
  })
})

describe.each(engines)('the first administrator on %s', (engine) => {
  it('is one of twenty who ask at once, and the others cannot log in', async () => {
    const service = await startTestService({ engine })
    try {
      const tools = { storage: service.store, passwords: service.authority.passwords, now: service.clock.now }
      const emails = Array.from({ length: 20 }, (_, index) => `first${index}@example.com`)
      const made = await Promise.allSettled(emails.map((email) => createFirstAdministrator(tools, { email, password })))
      const refused = made.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
      expect(refused).toEqual(Array(19).fill(expect.objectContaining({ code: 'CONFLICT' })))
      const [clientId = ''] = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value.clientId] : []))
      const logins = await Promise.all(
        emails.map((email) => service.send(api.LoginDocument, { input: { email, password, clientId, scopes: ['*'] } })),
      )
      expect(logins.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
      expect([await service.store.countUsers({}), await service.store.countClients({})]).toEqual([1, 1])
    } finally {
      await service.stop()
    }
  }, 60_000)
})

/** The input objects among the variables of a mutation: where each stands, and what its type names. */
function inputsIn(name: string, variables: Readonly<Record<string, unknown>>): { path: string[]; members: string[] }[] {
  const type = schema
    .getMutationType()
    ?.getFields()
    [name]?.args.find((argument) => argument.name === 'input')?.type
  const [variable = ''] = Object.keys(variables)
  const input = type && getNamedType(type)
  if (!isInputObjectType(input)) return []
  const nested = Object.values(input.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type)
    return isInputObjectType(inner) ? [{ path: [variable, field.name], members: Object.keys(inner.getFields()) }] : []
  })
  return [{ path: [variable], members: Object.keys(input.getFields()) }, ...nested]
}

/** A copy with one member more, which is its own whatever it is called. */
function withMember(variables: Readonly<Record<string, unknown>>, path: readonly string[], value: unknown) {
  const copy: Record<string, unknown> = structuredClone(variables)
  const inner = path.slice(0, -1).reduce((place, key) => place[key] as Record<string, unknown>, copy)
  Object.defineProperty(inner, path.at(-1) ?? '', { value, enumerable: true, configurable: true, writable: true })
  return copy
}
