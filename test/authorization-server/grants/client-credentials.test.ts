// RFC 6749 section 4.4

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ClientCredentialsGrantRequest,
  clientCredentialsGrant,
} from '../../../src/authorization-server/grants/client-credentials.ts'
import { InvalidAudienceError, InvalidClientError, InvalidScopeError, UnauthorizedClientError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { addClient } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'

describe.each(engines)('the client credentials grant on %s', (engine) => {
  const clientSecret = 'fgs_of-the-service'
  let server: TestAuthority
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server, {
      secret: clientSecret,
      isFirstParty: false,
      grantTypes: ['CLIENT_CREDENTIALS'],
      allowedScopes: ['orders:*', 'tokens:introspect'],
      defaultScopes: ['tokens:introspect'],
      allowedAudiences: ['http://localhost:4000', 'https://reports.example'],
    })
  })
  afterAll(() => server.stop())

  const grant = (changes: Partial<ClientCredentialsGrantRequest> = {}) =>
    clientCredentialsGrant(server.authority, { clientId, clientSecret, ...changes }, testOrigin)

  it('gives an access token whose subject is the client, and no refresh token', async () => {
    const issuedAt = server.clock.now()
    const expiresAt = new Date(issuedAt.getTime() + 300_000)
    const tokens = await grant()
    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/^v4\.public\./),
      tokenType: 'Bearer',
      expiresInSeconds: 300,
      expiresAt,
      refreshToken: null,
      refreshExpiresAt: null,
      scopes: ['tokens:introspect'],
    })
    expect({ ...(await read(server, tokens.accessToken)) }).toEqual({
      subject: clientId,
      clientId,
      tokenId: expect.stringMatching(/^tok_[^.]+$/),
      issuer: 'http://localhost:4000',
      audience: 'http://localhost:4000',
      scopes: ['tokens:introspect'],
      issuedAt,
      expiresAt,
      keyId: (await server.authority.keyRing.activeKey()).id,
    })
  })

  it('writes one event, and when the secret was used', async () => {
    server.clock.advance(60)
    const events = await eventsOf(server.databaseUrl, () => grant())
    const data = { scopes: ['tokens:introspect'], audience: 'http://localhost:4000' }
    const targetId = expect.stringMatching(/^tok_/)
    expect(events).toEqual([{ type: 'token.issued', actorId: clientId, clientId, targetId, data }])
    const client = await server.store.findClient(clientId)
    expect(client?.secrets).toMatchObject([{ lastUsedAt: server.clock.now() }])
  })

  it.each<[string, string[], string[]]>([
    ['what is asked for, and what that implies', ['orders:write'], ['orders:read', 'orders:write']],
    ['a wildcard it holds', ['orders:*'], ['orders:*']],
    ['nothing for an empty list', [], []],
  ])('grants %s', async (_what, scopes, expected) => {
    expect((await grant({ scopes })).scopes).toEqual(expected)
  })

  it('refuses a scope beyond the client, or one that is unknown', async () => {
    const scopes = ['orders:read', 'clients:read', 'no:such']
    expect(await refusalOf(grant({ scopes }))).toEqual(faceOf(new InvalidScopeError(['clients:read', 'no:such'])))
  })

  it('means the token for another audience of the client, and for no other', async () => {
    const { accessToken } = await grant({ audience: 'https://reports.example' })
    expect(await read(server, accessToken)).toMatchObject({ audience: 'https://reports.example' })
    expect(await refusalOf(grant({ audience: 'https://reports.example/' }))).toEqual(faceOf(new InvalidAudienceError()))
  })

  it('refuses a wrong secret and writes no token', async () => {
    expect(await refusalOf(grant({ clientSecret: 'fgs_other' }))).toEqual(faceOf(new InvalidClientError()))
    const events = await eventsOf(server.databaseUrl, () => grant({ clientSecret: 'fgs_other' }))
    expect(events.map(({ type }) => type)).toEqual(['client.authentication_failed'])
  })

  it('refuses a client without the grant, and a public client even with it', async () => {
    const without = await addClient(server, { secret: 'fgs_without', grantTypes: ['TOKEN_EXCHANGE'] })
    const message = 'This client may not use the grant CLIENT_CREDENTIALS. An administrator can allow it.'
    expect(await refusalOf(grant({ clientId: without, clientSecret: 'fgs_without' }))).toEqual(
      faceOf(new UnauthorizedClientError(message)),
    )
    const open = await addClient(server)
    expect(await refusalOf(grant({ clientId: open, clientSecret: null }))).toEqual(
      faceOf(new UnauthorizedClientError('Only confidential clients may act for themselves.')),
    )
  })

  it.each([
    [60, 60],
    [3_600, 3_600],
    [3_601, 3_600],
  ])('gives a client with a life of %i seconds %i', async (accessTokenLifetimeSeconds, expected) => {
    const secret = `fgs_of-${accessTokenLifetimeSeconds}`
    const own = await addClient(server, { secret, accessTokenLifetimeSeconds })
    expect((await grant({ clientId: own, clientSecret: secret })).expiresInSeconds).toBe(expected)
  })
})
