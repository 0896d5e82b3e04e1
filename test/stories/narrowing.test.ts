import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import {
  ExchangeTokenDocument,
  LoginDocument,
  LogoutDocument,
  RevokeTokenDocument,
  ViewerBesideClientDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('a bearer who hands a part of a token on, on %s,', (engine) => {
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service, {
      allowedScopes: ['orders:*', 'order:*:read', 'clients:read'],
      allowedAudiences: ['http://localhost:4000', 'https://reports.example'],
    })
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(scopes: string[]) {
    const { email } = await addUser(service, { scopes: ['orders:write', 'order:*:read', 'clients:read'] })
    const { data } = await service.send(LoginDocument, { input: { email, password, clientId, scopes } })
    return data?.login.tokens.accessToken ?? ''
  }
  async function exchange(token: string, input: { scopes: string[]; audience?: string; lifetimeSeconds?: number }) {
    const { data, errors } = await service.send(ExchangeTokenDocument, { input }, token)
    return { ...data?.exchangeToken.tokens, errors }
  }

  it('gives away a token that reaches less', async () => {
    const own = await logIn(['orders:read', 'clients:read'])
    const narrow = await exchange(own, { scopes: ['orders:read'] })
    expect(narrow).toMatchObject({ errors: [], refreshToken: null, scopes: ['orders:read'], expiresInSeconds: 300 })
    const ask = (token: string | undefined) => service.send(ViewerBesideClientDocument, { id: clientId }, token)
    expect(await ask(own)).toMatchObject({ errors: [], data: { client: { name: 'Test client' } } })
    expect(await ask(narrow.accessToken)).toMatchObject({
      data: { viewer: { scopes: ['orders:read'] }, client: null },
      errors: [{ path: ['client'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', missingScopes: ['clients:read'] } }],
    })
  })

  it('gives away one order out of all', async () => {
    const own = await logIn(['order:*:read'])
    const narrow = await exchange(own, { scopes: ['order:7:read'] })
    expect(narrow).toMatchObject({ errors: [], scopes: ['order:7:read'] })
    expect(await exchange(narrow.accessToken ?? '', { scopes: ['order:8:read'] })).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_SCOPE', scopes: ['order:8:read'] } }],
    })
  })

  it('gives away a token for another server, and a short life, which our own API refuses', async () => {
    const own = await logIn(['orders:read'])
    const other = await exchange(own, { scopes: ['orders:read'], audience: 'https://reports.example', lifetimeSeconds: 30 })
    expect(other).toMatchObject({ errors: [], expiresInSeconds: 30 })
    expect(await service.send(ViewerDocument, {}, other.accessToken)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'WRONG_AUDIENCE' } }],
    })
  })

  it('cannot widen a token, nor make it live longer', async () => {
    const own = await logIn(['orders:read'])
    service.clock.advance(200)
    expect(await exchange(own, { scopes: ['orders:read', 'orders:write'] })).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_SCOPE', scopes: ['orders:write'] } }],
    })
    expect(await exchange(own, { scopes: ['orders:read'], audience: 'https://elsewhere.example' })).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_AUDIENCE' } }],
    })
    expect(await exchange(own, { scopes: ['orders:read'], lifetimeSeconds: 3_600 })).toMatchObject({
      errors: [],
      expiresInSeconds: 100,
    })
    const narrow = await exchange(own, { scopes: [] })
    expect(await exchange(narrow.accessToken ?? '', { scopes: ['orders:read'] })).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_SCOPE', scopes: ['orders:read'] } }],
    })
  })

  it.each([
    ['by a logout', (own: string) => service.send(LogoutDocument, { input: {} }, own)],
    ['by itself', (own: string) => service.send(RevokeTokenDocument, { input: { token: own, clientId } })],
  ])('takes everything back by ending the first token %s', async (_name, end) => {
    const own = await logIn(['orders:read'])
    const narrow = await exchange(own, { scopes: ['orders:read'] })
    const narrower = await exchange(narrow.accessToken ?? '', { scopes: [] })
    expect(await service.send(ViewerDocument, {}, narrower.accessToken)).toMatchObject({ status: 200, errors: [] })
    await end(own)
    for (const token of [own, narrow.accessToken, narrower.accessToken]) {
      expect(await service.send(ViewerDocument, {}, token)).toMatchObject({
        status: 401,
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'REVOKED' } }],
      })
    }
  })

  it('takes back a part and keeps the rest', async () => {
    const own = await logIn(['orders:read'])
    const narrow = await exchange(own, { scopes: ['orders:read'] })
    await service.send(RevokeTokenDocument, { input: { token: narrow.accessToken ?? '', clientId } })
    expect(await service.send(ViewerDocument, {}, narrow.accessToken)).toMatchObject({ status: 401 })
    expect(await service.send(ViewerDocument, {}, own)).toMatchObject({ status: 200, errors: [] })
  })
})
