import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { engines } from '../support/databases.ts'
import { LoginDocument, OwnSessionsDocument, SessionsDocument, SessionsOfUserDocument } from '../support/generated/operations.ts'
import { addRole } from '../support/records.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('listing sessions on %s', (engine) => {
  let service: TestService
  let app: string
  let admin: string
  let adminId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    app = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    const { id, email } = await addUser(service, { scopes: ['*'] })
    const login = await logIn(email)
    admin = login.accessToken
    adminId = id
  })
  afterAll(() => service.stop())

  async function logIn(email: string, { scopes, clientId = app }: { scopes?: string[]; clientId?: string } = {}) {
    // Ids sort by their millisecond.
    service.clock.advance(0.001)
    const { data, errors } = await service.send(LoginDocument, {
      input: { email, password, clientId, ...(scopes && { scopes }) },
    })
    if (!data) throw new Error(errors[0]?.extensions.code)
    return { accessToken: data.login.tokens.accessToken, sessionId: data.login.session.id }
  }
  const list = async (variables: { first?: number; after?: string | null; filter?: object }) => {
    const { data, errors } = await service.send(SessionsDocument, variables, admin)
    if (!data) throw new Error(errors[0]?.message)
    return data.sessions
  }
  const refusalOf = ({ errors: [error] }: { errors: readonly { extensions: Record<string, unknown> }[] }) => {
    const { code, coordinate, missingScopes } = error?.extensions ?? {}
    return { code, coordinate, missingScopes }
  }

  it('shows the newest first, page by page, each once', async () => {
    const { id, email } = await addUser(service)
    const begun: string[] = []
    for (let count = 0; count < 5; count++) begun.push((await logIn(email)).sessionId)
    const found: string[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ first: 2, after, filter: { userId: id } })
      found.push(...page.nodes.map((session) => session.id))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
      expect(page.totalCount).toBe(5)
    } while (after)
    expect(found).toEqual(begun.reverse())
  })

  it('shows those of a user, of a client, and those that stand in one way', async () => {
    const [{ id, email }, other] = [await addUser(service), await addClient(service, { refreshTokenIdleSeconds: 60 })]
    const { sessionId: revoked } = await logIn(email)
    const { sessionId: expired } = await logIn(email, { clientId: other })
    service.clock.advance(60)
    const { sessionId: active } = await logIn(email)
    await service.store.endSessions(
      { sessionId: revoked },
      {
        ...{
          at: service.clock.now(),
          reason: 'TEST',
          tokensExpireAt: service.clock.now(),
          tokensIssuedAfter: service.clock.now(),
        },
        audit: ({ id: targetId }) => ({
          ...{ id: `evt_${targetId}`, at: service.clock.now(), type: 'session.ended', actorId: null, clientId: null, targetId },
          ...{ ipAddress: null, requestId: null, data: {} },
        }),
      },
    )
    const found = async (filter: object) =>
      (await list({ filter: { userId: id, ...filter } })).nodes.map((session) => [session.id, session.status])
    const [a, e, r] = [
      [active, 'ACTIVE'],
      [expired, 'EXPIRED'],
      [revoked, 'REVOKED'],
    ]
    expect(await found({})).toEqual([a, e, r])
    expect(await found({ clientId: other })).toEqual([e])
    for (const one of [a, e, r]) expect(await found({ status: one[1] })).toEqual([one])
    for (const none of ['usr_none', '\0', '\ud800']) expect((await list({ filter: { userId: none } })).totalCount).toBe(0)
    // The administrator's own token has not been refreshed meanwhile.
    expect((await list({ filter: { status: 'ACTIVE' } })).totalCount).toBe(
      (await list({ filter: { status: 'ACTIVE' } })).nodes.length,
    )
  })

  it('shows users their own, with any token of theirs', async () => {
    const { email } = await addUser(service)
    const [one, two] = [await logIn(email), await logIn(email, { scopes: [] })]
    const { data, errors } = await service.send(OwnSessionsDocument, {}, two.accessToken)
    expect(errors).toEqual([])
    const nodes = [two, one].map(({ sessionId: id }) => ({ id, client: { id: app } }))
    expect(data?.viewer?.user?.sessions).toEqual({ nodes, totalCount: 2 })
  })

  it("shows someone else's to holders of sessions:read alone", async () => {
    const { id } = await addUser(service)
    const reader = await addUser(service, { scopes: ['users:read', 'sessions:read'] })
    const without = (await logIn(reader.email, { scopes: ['users:read'] })).accessToken
    expect(refusalOf(await service.send(SessionsOfUserDocument, { id }, without))).toEqual({
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      coordinate: 'User.sessions',
      missingScopes: ['sessions:read'],
    })
    const holder = (await logIn(reader.email)).accessToken
    expect((await service.send(SessionsOfUserDocument, { id }, holder)).errors).toEqual([])
    expect(refusalOf(await service.send(SessionsDocument, {}, without)).code).toBe('UNAUTHORIZED_FIELD_OR_TYPE')
  })

  it('shows them at a login, with all that leads on from there', async () => {
    const { email } = await addUser(service)
    const selection = 'session { user { sessions { nodes { id user { email sessions { totalCount } } client { id } } } } }'
    await logIn(email)
    service.clock.advance(0.001)
    const document = `mutation ($input: LoginInput!) { login(input: $input) { ${selection} } }`
    const answer = await send<{ login: object }>(service.url, {
      query: document,
      variables: { input: { email, password, clientId: app } },
    })
    expect(answer.errors).toEqual([])
    const node = expect.objectContaining({ user: { email, sessions: { totalCount: 2 } }, client: { id: app } })
    expect(answer.data?.login).toEqual({ session: { user: { sessions: { nodes: [node, node] } } } })
  })

  it.each([
    ['sessions', 'sessions { totalCount }', 'User.sessions', 'sessions:read', []],
    ['who they are of', 'sessions { nodes { user { id } } }', 'Session.user', 'users:read', ['sessions:read']],
    ['clients', 'sessions { nodes { ... { client { id } } } }', 'Session.client', 'clients:read', ['sessions:read']],
    [
      'more of the same further down',
      'sessions { nodes { user { sessions { nodes { client { id } } } } } }',
      'Session.client',
      'clients:read',
      ['sessions:read', 'users:read'],
    ],
  ])('leaves a mutation undone that selects %s without the scope', async (_what, selection, coordinate, scope, held) => {
    const { id } = await addUser(service)
    const { email } = await addUser(service, { scopes: ['users:write', 'sessions:write', ...held, scope] })
    const document = `mutation ($id: ID!) { updateUser(input: { id: $id, patch: { displayName: "Ada" } }) { user { ${selection} } } }`
    const update = async (...scopes: string[]) => {
      const by = (await logIn(email, { scopes: ['users:write', ...scopes] })).accessToken
      return send(service.url, { query: document, variables: { id } }, by)
    }
    expect(refusalOf(await update(...held))).toEqual({ code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate, missingScopes: [scope] })
    expect((await service.store.findUser(id))?.displayName).toBeNull()
    expect((await update(...held, scope)).errors).toEqual([])
    expect((await service.store.findUser(id))?.displayName).toBe('Ada')
  })

  it('leaves a session alive whose end would show other sessions without the scope', async () => {
    const { email } = await addUser(service, { scopes: ['sessions:write', 'users:read'] })
    const by = (await logIn(email, { scopes: ['sessions:write', 'users:read'] })).accessToken
    const victim = await logIn((await addUser(service)).email)
    const document = `mutation { revokeSession(input: { id: "${victim.sessionId}" }) { session { user { sessions { totalCount } } } } }`
    expect(refusalOf(await send(service.url, { query: document }, by)).coordinate).toBe('User.sessions')
    expect((await service.store.findSession(victim.sessionId))?.revokedAt).toBeNull()
  })

  it.each([
    ['users', 'users(first: $first) { nodes { id roles { id } effectiveScopes } }'],
    ['sessions', 'sessions(first: $first) { nodes { id user { id roles { id } effectiveScopes } client { id name } } }'],
  ])('asks the store as often for a hundred %s as for two', async (kind, selection) => {
    const roleIds = [await addRole(service, ['orders:read']), await addRole(service, ['invoices:read'])]
    const passwordHash = (await service.store.findUser(adminId))?.passwordHash ?? ''
    for (let count = 0; count < 30; count++) await logIn((await addUser(service, { roleIds, passwordHash })).email)
    const callsFor = async (first: number) => {
      // The service cleans up and looks after its keys meanwhile.
      const spies = (['findUser', 'findUsers', 'findClient', 'findClients', 'listScopeDefinitions'] as const).map((name) =>
        vi.spyOn(service.store, name),
      )
      const query = `query ($first: Int) { ${selection} }`
      const answer = await send<Record<string, { nodes: object[] }>>(service.url, { query, variables: { first } }, admin)
      const calls = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)
      for (const spy of spies) spy.mockRestore()
      return { calls, found: answer.data?.[kind]?.nodes.length ?? 0, errors: answer.errors }
    }
    const [two, many] = [await callsFor(2), await callsFor(100)]
    expect(two).toMatchObject({ found: 2, errors: [] })
    expect(many.found).toBeGreaterThan(30)
    expect(many).toMatchObject({ calls: two.calls, errors: [] })
  })
})
