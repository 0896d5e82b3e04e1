import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import {
  LoginDocument,
  RefreshDocument,
  RevokeSessionDocument,
  RevokeSessionsDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('ending sessions through the API on %s', (engine) => {
  let service: TestService
  let clientId: string
  let admin: Awaited<ReturnType<typeof logIn>>
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service, { allowedScopes: ['orders:*', 'sessions:*'], defaultScopes: ['orders:read'] })
    const { email } = await addUser(service, { scopes: ['sessions:write'] })
    admin = await logIn(email, ['sessions:write'])
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(email: string, scopes?: string[], as = clientId) {
    const input = { email, password, clientId: as, ...(scopes && { scopes }) }
    const { data } = await service.send(LoginDocument, { input })
    if (!data) throw new Error('The login failed.')
    const { accessToken, refreshToken } = data.login.tokens
    return { accessToken, refreshToken: refreshToken ?? '', sessionId: data.login.session.id }
  }
  const revokeOne = (id: string, by: { accessToken: string }) =>
    service.send(RevokeSessionDocument, { input: { id } }, by.accessToken)
  const revokeAll = (input: { userId?: string | null; clientId?: string | null }, by: { accessToken: string }) =>
    service.send(RevokeSessionsDocument, { input }, by.accessToken)
  const codes = ({ errors }: { errors: readonly { extensions: { code: string } }[] }) =>
    errors.map(({ extensions }) => extensions.code)
  async function expectDead(login: { accessToken: string; refreshToken: string }, as = clientId) {
    expect(await service.send(ViewerDocument, {}, login.accessToken)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'REVOKED' } }],
    })
    const refreshed = await service.send(RefreshDocument, { input: { refreshToken: login.refreshToken, clientId: as } })
    expect(codes(refreshed)).toEqual(['INVALID_GRANT'])
  }

  it("lets users end one of their own, and tells nothing of other people's", async () => {
    const { email } = await addUser(service)
    const [phone, laptop] = [await logIn(email), await logIn(email)]
    const { errors, data } = await revokeOne(phone.sessionId, laptop)
    expect(errors).toEqual([])
    expect(data?.revokeSession.session).toEqual({
      id: phone.sessionId,
      status: 'REVOKED',
      revokedReason: 'revoked by the user',
      absoluteExpiresAt: new Date(service.clock.now().getTime() + 90 * 86_400_000).toISOString(),
    })
    await expectDead(phone)
    const [unknown, others] = [await revokeOne('ses_none', laptop), await revokeOne(admin.sessionId, laptop)]
    expect(codes(unknown)).toEqual(['NOT_FOUND'])
    expect({ data: others.data, errors: others.errors }).toEqual({ data: unknown.data, errors: unknown.errors })
    expect(codes(await service.send(ViewerDocument, {}, laptop.accessToken))).toEqual([])
  })

  it("lets administrators end anyone's: one, all of a user, all of a client", async () => {
    const { email, id } = await addUser(service)
    const other = await addClient(service)
    const [one, two, three] = [
      await logIn(email),
      await logIn(email),
      await logIn((await addUser(service)).email, undefined, other),
    ]
    expect((await revokeOne(one.sessionId, admin)).data?.revokeSession.session.revokedReason).toBe('revoked by an administrator')
    expect((await revokeAll({ userId: id }, admin)).data).toEqual({ revokeSessions: { revokedSessionCount: 1 } })
    expect((await revokeAll({ clientId: other, userId: null }, admin)).data).toEqual({
      revokeSessions: { revokedSessionCount: 1 },
    })
    await expectDead(one)
    await expectDead(two)
    await expectDead(three, other)
  })

  describe("of someone else's session", () => {
    const ask = (id: string, by: { accessToken: string }, links: string) => {
      const document = `mutation ($id: ID!, $no: Boolean = false) {
        ending: revokeSession(input: { id: $id }) { session { id status @skip(if: $no) ...Links } }
      }
      fragment Links on Session { ${links} }`
      return send<{ ending: { session: object } }>(service.url, { query: document, variables: { id } }, by.accessToken)
    }
    const links = [
      ['user', 'users:read', '... { who: user { email effectiveScopes lastLoginAt roles { name } } }'],
      ['client', 'clients:read', 'client { name allowedScopes }'],
    ] as const

    it.each(links)('tells the %s to holders of %s alone, and is not ended for others', async (link, scope, selection) => {
      const ender = await addUser(service, { scopes: ['sessions:write', scope] })
      const app = await addClient(service, { allowedScopes: ['sessions:*', scope], defaultScopes: [] })
      const victim = await logIn((await addUser(service)).email)
      const [without, holder] = [
        await logIn(ender.email, ['sessions:write'], app),
        await logIn(ender.email, ['sessions:write', scope], app),
      ]
      const extensions = {
        code: 'UNAUTHORIZED_FIELD_OR_TYPE',
        coordinate: `Session.${link}`,
        reason: 'INSUFFICIENT_SCOPE',
        requiredScopes: [[scope]],
        missingScopes: [scope],
      }
      const refused = await ask(victim.sessionId, without, selection)
      expect(refused).toMatchObject({ data: null, errors: [{ extensions }] })
      expect(codes(await service.send(ViewerDocument, {}, victim.accessToken))).toEqual([])
      expect(await ask('ses_none', without, selection)).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
      const stranger = await logIn((await addUser(service)).email)
      expect(await ask(victim.sessionId, stranger, selection)).toMatchObject({
        errors: [{ extensions: { code: 'NOT_FOUND' } }],
      })
      const unasked = await ask(victim.sessionId, without, `ipAddress ${link} @include(if: $no) { id }`)
      expect(unasked).toMatchObject({ errors: [], data: { ending: { session: { id: victim.sessionId } } } })
      expect(await ask(victim.sessionId, holder, selection)).toMatchObject({ errors: [] })
    })

    it.each(links)('differs from one of their own, of which users learn the %s without %s', async (_link, _scope, selection) => {
      const { email } = await addUser(service)
      const [phone, laptop] = [await logIn(email), await logIn(email)]
      expect(await ask(phone.sessionId, laptop, selection)).toMatchObject({ errors: [] })
    })
  })

  it('tells users who they are in their own session, and at their login whatever token comes along', async () => {
    const { email } = await addUser(service)
    const login = await logIn(email)
    const viewer = '{ viewer { session { user { email } client { id } } } }'
    const own = { session: { user: { email }, client: { id: clientId } } }
    expect(await send(service.url, { query: viewer }, login.accessToken)).toMatchObject({
      data: { viewer: own },
      errors: [],
    })
    const input = { email, password, clientId }
    for (const token of [undefined, admin.accessToken]) {
      const { data } = await service.send(LoginDocument, { input }, token)
      expect(data?.login.session).toMatchObject({ user: { email }, client: { id: clientId } })
    }
  })

  it('asks for exactly one of user and client', async () => {
    for (const input of [{}, { userId: null }, { userId: 'usr_1', clientId: 'cli_1' }])
      expect(await revokeAll(input, admin)).toMatchObject({
        data: null,
        errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'userId' } }],
      })
  })

  it.each([[{ userId: 'usr_none' }], [{ clientId: 'cli_none' }]])('does not find %j', async (input) => {
    expect(codes(await revokeAll(input, admin))).toEqual(['NOT_FOUND'])
  })

  it('refuses whoever lacks the scope, or a token', async () => {
    const { email, id } = await addUser(service)
    const login = await logIn(email)
    expect(codes(await revokeAll({ userId: id }, login))).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE'])
    expect(codes(await service.send(RevokeSessionDocument, { input: { id: login.sessionId } }))).toEqual(['UNAUTHENTICATED'])
    expect(codes(await service.send(ViewerDocument, {}, login.accessToken))).toEqual([])
  })
})
