// What a login may reach and how long it lasts: scopes within every ceiling, lives within every bound.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { passwordGrant } from '../../../src/authorization-server/grants/password.ts'
import { InvalidScopeError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient, addRole, addUser, type ClientTraits, password } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'

describe.each(engines)('a login on %s', (engine) => {
  let server: TestAuthority
  beforeAll(async () => {
    server = await openTestAuthority(engine)
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await server.stop()
  })

  async function grant(traits: ClientTraits, userScopes: string[], scopes?: string[] | null) {
    const [clientId, { email }] = [await addClient(server, traits), await addUser(server, { scopes: userScopes })]
    return passwordGrant(server.authority, { clientId, email, password, scopes }, testOrigin)
  }

  const client = { allowedScopes: ['orders:*', 'invoices:read'], defaultScopes: ['orders:read', 'invoices:read'] }

  it.each<[string, string[], string[] | null | undefined, string[]]>([
    ['the defaults that the user holds, when it asks for nothing', ['orders:write'], undefined, ['orders:read']],
    ['the same for null', ['orders:write'], null, ['orders:read']],
    ['nothing, when it asks for an empty list', ['orders:write'], [], []],
    ['what it asks for', ['orders:write', 'invoices:read'], ['invoices:read'], ['invoices:read']],
    ['what is implied as well', ['orders:write'], ['orders:write'], ['orders:read', 'orders:write']],
    ['a wildcard that both hold', ['*'], ['orders:*'], ['orders:*']],
  ])('gets %s', async (_what, userScopes, asked, expected) => {
    const { tokens, session } = await grant(client, userScopes, asked)
    expect([tokens.scopes, session.scopes]).toEqual([expected, expected])
    expect((await read(server, tokens.accessToken)).scopes).toEqual(expected)
  })

  it.each<[string, string[], string[], string[]]>([
    ['a scope that the user lacks', ['orders:read'], ['orders:write'], ['orders:write']],
    ['a scope that the client lacks', ['*'], ['clients:read'], ['clients:read']],
    ['a scope that nobody registered', ['*'], ['orders:delete'], ['orders:delete']],
    ['a wildcard of which the user holds a part', ['orders:write'], ['orders:*'], ['orders:*']],
    ['a text that is no scope', ['*'], ['orders read'], ['orders read']],
    ['each of several, and names those alone', ['orders:read'], ['orders:read', 'x:y', 'clients:read'], ['clients:read', 'x:y']],
  ])('is refused %s', async (_what, userScopes, asked, refused) => {
    expect(await refusalOf(grant(client, userScopes, asked))).toEqual(faceOf(new InvalidScopeError(refused)))
  })

  it('begins no session for a refused scope', async () => {
    const [clientId, { id, email }] = [await addClient(server), await addUser(server)]
    const request = { clientId, email, password, scopes: ['clients:read'] }
    const events = await eventsOf(server.databaseUrl, () => passwordGrant(server.authority, request, testOrigin))
    expect(events.filter(({ type }) => type === 'login.succeeded')).toEqual([])
    expect(await server.store.findUser(id)).toMatchObject({ lastLoginAt: null })
  })

  it('reaches what the roles of the user hold, and not what other roles do', async () => {
    const [reader, clientId] = [await addRole(server, ['invoices:read']), await addClient(server)]
    await addRole(server, ['clients:read'])
    const { email } = await addUser(server, { scopes: [], roleIds: [reader] })
    const login = await logIn(server, { clientId, email, scopes: ['invoices:read'] })
    expect(login.session.scopes).toEqual(['invoices:read'])
    const beyond = logIn(server, { clientId, email, scopes: ['clients:read'] })
    expect(await refusalOf(beyond)).toEqual(faceOf(new InvalidScopeError(['clients:read'])))
  })

  it.each<[string, ClientTraits, { access: number; idle: number; absolute: number }]>([
    ["the service's", {}, { access: 300, idle: 3_600, absolute: 10_800 }],
    ["the client's own", lives(60, 600, 1_200), { access: 60, idle: 600, absolute: 1_200 }],
    ['an hour at most for access', lives(7_200, 7_200, 9_000), { access: 3_600, idle: 7_200, absolute: 9_000 }],
    ['idle within absolute', lives(60, 9_000, 1_200), { access: 60, idle: 1_200, absolute: 1_200 }],
    ['access within idle', lives(600, 120, 1_200), { access: 120, idle: 120, absolute: 1_200 }],
  ])('lives for %s', async (_whose, traits, { access, idle, absolute }) => {
    const inSeconds = (seconds: number) => new Date(server.clock.now().getTime() + seconds * 1000)
    const { tokens, session } = await grant(traits, ['orders:read'])
    expect({ ...tokens, session }).toMatchObject({
      expiresInSeconds: access,
      expiresAt: inSeconds(access),
      refreshExpiresAt: inSeconds(idle),
      session: { expiresAt: inSeconds(idle), absoluteExpiresAt: inSeconds(absolute) },
    })
    expect(await server.store.findSession(session.id)).toEqual(session)
  })

  it('of a client without the refresh grant has no refresh token, and ends with its access token', async () => {
    const { tokens, session } = await grant({ grantTypes: ['PASSWORD'] }, ['orders:read'])
    const end = new Date(server.clock.now().getTime() + 300_000)
    expect(tokens).toMatchObject({ refreshToken: null, refreshExpiresAt: null, expiresAt: end })
    expect(session.expiresAt).toEqual(end)
  })
})

function lives(accessTokenLifetimeSeconds: number, refreshTokenIdleSeconds: number, refreshTokenAbsoluteSeconds: number) {
  return { accessTokenLifetimeSeconds, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds }
}
