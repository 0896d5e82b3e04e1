import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { LoginDocument, ViewerBesideClientDocument, ViewerDocument } from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('a user of an app, on %s,', (engine) => {
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service)
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(input: { email: string; scopes?: string[] }) {
    const { data } = await service.send(LoginDocument, { input: { ...input, password, clientId } })
    return data?.login.tokens.accessToken
  }

  it('logs in, gets a short-lived v4.public token, and is the viewer', async () => {
    const { id, email } = await addUser(service)
    const login = await service.send(LoginDocument, { input: { email, password, clientId, deviceName: 'Phone' } })
    expect(login).toMatchObject({
      status: 200,
      errors: [],
      data: {
        login: {
          tokens: {
            accessToken: expect.stringMatching(/^v4\.public\./),
            tokenType: 'Bearer',
            expiresInSeconds: 300,
            expiresAt: '2026-05-01T12:05:00.000Z',
            refreshToken: expect.stringMatching(/^fgr_/),
            scopes: ['orders:read'],
          },
          session: { status: 'ACTIVE', deviceName: 'Phone', user: { id, email }, client: { id: clientId } },
        },
      },
    })
    const viewer = await service.send(ViewerDocument, {}, login.data?.login.tokens.accessToken)
    expect(viewer.data?.viewer).toMatchObject({ user: { email }, client: { id: clientId }, scopes: ['orders:read'] })
  })

  it('sees an allowed field beside one that is refused', async () => {
    const { email } = await addUser(service)
    const answer = await service.send(ViewerBesideClientDocument, { id: clientId }, await logIn({ email }))
    expect(answer.status).toBe(200)
    expect(answer.data).toEqual({ viewer: { scopes: ['orders:read'] }, client: null })
    expect(answer.errors).toMatchObject([
      {
        path: ['client'],
        extensions: {
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
          coordinate: 'Query.client',
          requiredScopes: [['clients:read']],
          missingScopes: ['clients:read'],
        },
      },
    ])
  })

  it('sees that field too once the token has its scope', async () => {
    const { email } = await addUser(service, { scopes: ['clients:read'] })
    const token = await logIn({ email, scopes: ['clients:read'] })
    const answer = await service.send(ViewerBesideClientDocument, { id: clientId }, token)
    expect(answer).toMatchObject({ errors: [], data: { client: { name: 'Test client', accessTokenLifetimeSeconds: 300 } } })
  })

  it('is nobody without a token', async () => {
    expect(await service.send(ViewerDocument, {})).toMatchObject({ status: 200, data: { viewer: null }, errors: [] })
  })
})
