import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import {
  ClientCredentialsDocument,
  IntrospectTokenDocument,
  LoginDocument,
  LogoutDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('a service that acts for itself, on %s,', (engine) => {
  const clientSecret = 'fgs_of-the-service-for-tests'
  let service: TestService
  let appId: string
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    appId = await addClient(service)
    clientId = await addClient(service, {
      secret: clientSecret,
      isFirstParty: false,
      grantTypes: ['CLIENT_CREDENTIALS'],
      allowedScopes: ['orders:read', 'tokens:introspect'],
      defaultScopes: ['tokens:introspect'],
    })
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function authenticate(scopes?: string[]) {
    const input = { clientId, clientSecret, ...(scopes && { scopes }) }
    const { data } = await service.send(ClientCredentialsDocument, { input })
    return data?.clientCredentials.tokens.accessToken
  }
  async function logInUser() {
    const { id, email } = await addUser(service)
    const { data } = await service.send(LoginDocument, { input: { email, password, clientId: appId } })
    if (!data) throw new Error('The login failed.')
    return { id, ...data.login.tokens, sessionId: data.login.session.id }
  }
  const introspect = (token: string, accessToken: string | undefined) =>
    service.send(IntrospectTokenDocument, { input: { token } }, accessToken)

  it('gets an access token for its secret, and no refresh token', async () => {
    expect(await service.send(ClientCredentialsDocument, { input: { clientId, clientSecret } })).toMatchObject({
      status: 200,
      errors: [],
      data: {
        clientCredentials: {
          tokens: {
            accessToken: expect.stringMatching(/^v4\.public\./),
            expiresInSeconds: 300,
            refreshToken: null,
            refreshExpiresAt: null,
            scopes: ['tokens:introspect'],
          },
        },
      },
    })
  })

  it('is a viewer without a user and a session', async () => {
    const viewer = await service.send(ViewerDocument, {}, await authenticate())
    expect(viewer).toMatchObject({ errors: [], data: { viewer: { user: null, session: null, client: { id: clientId } } } })
  })

  it("looks into a user's tokens", async () => {
    const user = await logInUser()
    const token = await authenticate()
    const told = {
      isActive: true,
      subject: user.id,
      clientId: appId,
      sessionId: user.sessionId,
      scopes: ['orders:read'],
      audience: 'http://localhost:4000',
    }
    expect(await introspect(user.accessToken, token)).toMatchObject({
      errors: [],
      data: {
        introspectToken: {
          ...told,
          tokenId: expect.stringMatching(/^tok_/),
          keyId: expect.stringMatching(/^k4\.pid\./),
          issuedAt: service.clock.now().toISOString(),
          expiresAt: user.expiresAt,
        },
      },
    })
    expect(await introspect(user.refreshToken ?? '', token)).toMatchObject({
      errors: [],
      data: { introspectToken: { ...told, tokenId: null, keyId: null, expiresAt: user.refreshExpiresAt } },
    })
  })

  it('learns of a token that ended no more than that', async () => {
    const user = await logInUser()
    await service.send(LogoutDocument, { input: {} }, user.accessToken)
    const token = await authenticate()
    const nothing = {
      isActive: false,
      subject: null,
      clientId: null,
      sessionId: null,
      tokenId: null,
      scopes: null,
      audience: null,
      issuedAt: null,
      expiresAt: null,
      keyId: null,
    }
    for (const ended of [user.accessToken, user.refreshToken ?? '', 'nonsense']) {
      expect(await introspect(ended, token)).toMatchObject({ errors: [], data: { introspectToken: nothing } })
    }
  })

  it('looks into nothing with a token that it got for something else', async () => {
    const user = await logInUser()
    expect(await introspect(user.accessToken, await authenticate(['orders:read']))).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', missingScopes: ['tokens:introspect'] } }],
    })
  })

  it('gets nothing for a wrong secret, beyond its ceiling, or by a login', async () => {
    const attempt = (input: object) => service.send(ClientCredentialsDocument, { input: { clientId, clientSecret, ...input } })
    expect(await attempt({ clientSecret: 'wrong' })).toMatchObject({ errors: [{ extensions: { code: 'INVALID_CLIENT' } }] })
    expect(await attempt({ scopes: ['orders:write'] })).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_SCOPE', scopes: ['orders:write'] } }],
    })
    const { email } = await addUser(service)
    expect(await service.send(LoginDocument, { input: { email, password, clientId, clientSecret } })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHORIZED_CLIENT' } }],
    })
  })
})
