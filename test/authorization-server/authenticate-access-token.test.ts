import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEntry } from '../../src/authorization-server/audit.ts'
import { authenticateAccessToken } from '../../src/authorization-server/authenticate-access-token.ts'
import { tokenExchangeGrant } from '../../src/authorization-server/grants/token-exchange.ts'
import type { RevocationKind } from '../../src/authorization-server/storage.ts'
import { InternalError, UnauthenticatedError } from '../../src/errors.ts'
import type { AccessToken } from '../../src/token/access-token.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { addClient, addUser } from '../support/records.ts'
import { faceOf, refusalOf } from '../support/refusal.ts'

describe.each(engines)('an access token on %s', (engine) => {
  const own = 'http://localhost:4000'
  const revoked = faceOf(new UnauthenticatedError('REVOKED', 'The token was revoked. Log in again.'))
  let server: TestAuthority
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server)
  })
  afterAll(() => server.stop())

  const authenticate = (accessToken: string, audience = own) => authenticateAccessToken(server.authority, accessToken, audience)
  async function revoke(kind: RevocationKind, targetId: string) {
    const revokedAt = server.clock.now()
    const revocation = { kind, targetId, revokedAt, expiresAt: new Date(revokedAt.getTime() + 3_660_000) }
    await server.store.revoke(revocation, auditEntry('token.revoked', revokedAt, testOrigin, { targetId }))
  }

  it('is good for its audience until it expires', async () => {
    const { accessToken, userId } = await logIn(server, { clientId })
    expect(await authenticate(accessToken)).toMatchObject({ subject: userId, audience: own })
    await expect(authenticate(accessToken, 'https://reports.example')).rejects.toMatchObject({ reason: 'WRONG_AUDIENCE' })
    server.clock.advance(299.999)
    expect(await authenticate(accessToken)).toMatchObject({ subject: userId })
    server.clock.advance(0.001)
    await expect(authenticate(accessToken)).rejects.toMatchObject({ reason: 'EXPIRED' })
  })

  const named: Record<Exclude<RevocationKind, 'key'>, (token: AccessToken) => string> = {
    token: ({ tokenId }) => tokenId,
    session: ({ sessionId = '' }) => sessionId,
    user: ({ subject }) => subject,
    client: ({ clientId }) => clientId,
  }

  it.each(Object.entries(named))('is worth nothing once its %s is revoked, and others stay good', async (kind, name) => {
    const [app, otherApp] = [await addClient(server), await addClient(server)]
    const [login, other] = [await logIn(server, { clientId: app }), await logIn(server, { clientId: otherApp })]
    await revoke(kind as RevocationKind, name(await authenticate(login.accessToken)))
    expect(await refusalOf(authenticate(login.accessToken))).toEqual(revoked)
    expect(await authenticate(other.accessToken)).toMatchObject({ subject: other.userId })
  })

  it.each(['user', 'client'] as const)('issued after the revocation of its %s is good again', async (kind) => {
    const app = await addClient(server)
    const { email } = await addUser(server)
    const before = await logIn(server, { clientId: app, email })
    await revoke(kind, kind === 'user' ? before.userId : app)
    const atOnce = await logIn(server, { clientId: app, email })
    server.clock.advance(0.001)
    const later = await logIn(server, { clientId: app, email })
    expect(await refusalOf(authenticate(before.accessToken))).toEqual(revoked)
    expect(await refusalOf(authenticate(atOnce.accessToken))).toEqual(revoked)
    expect(await authenticate(later.accessToken)).toMatchObject({ subject: before.userId })
  })

  it('is not hit by a revocation of the same name and another kind', async () => {
    const { accessToken, userId } = await logIn(server, { clientId })
    await revoke('session', userId)
    await revoke('token', userId)
    expect(await authenticate(accessToken)).toMatchObject({ subject: userId })
  })

  it('got by exchange is hit with the tokens it came of, not with those that came of it', async () => {
    const { accessToken } = await logIn(server, { clientId })
    const exchange = async (text: string) =>
      (await tokenExchangeGrant(server.authority, await read(server, text), { scopes: ['orders:read'] }, testOrigin)).accessToken
    const child = await exchange(accessToken)
    const grandchild = await exchange(child)
    await revoke('token', (await read(server, child)).tokenId)
    expect(await authenticate(accessToken)).toMatchObject({ scopes: ['orders:read'] })
    expect(await refusalOf(authenticate(child))).toEqual(revoked)
    expect(await refusalOf(authenticate(grandchild))).toEqual(revoked)
  })

  it('is refused when the database does not answer, for it may be revoked', async () => {
    const { accessToken } = await logIn(server, { clientId })
    const fault = new InternalError({ retryAfterSeconds: 1 })
    const storage = { ...server.store, findRevocations: () => Promise.reject(fault) }
    await expect(authenticateAccessToken({ ...server.authority, storage }, accessToken, own)).rejects.toBe(fault)
  })

  // The last one: it takes the one key out of use.
  it('is worth nothing once its key is revoked', async () => {
    const { accessToken } = await logIn(server, { clientId })
    await revoke('key', (await authenticate(accessToken)).keyId)
    expect(await refusalOf(authenticate(accessToken))).toEqual(revoked)
  })
})
