// In the spirit of RFC 8693 section 2.1

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientCredentialsGrant } from '../../../src/authorization-server/grants/client-credentials.ts'
import { type TokenExchangeRequest, tokenExchangeGrant } from '../../../src/authorization-server/grants/token-exchange.ts'
import { revokeToken } from '../../../src/authorization-server/revoke-token.ts'
import { logout } from '../../../src/authorization-server/sessions/logout.ts'
import { revokeSigningKey } from '../../../src/authorization-server/signing-keys/key-revocation.ts'
import { rotateSigningKey } from '../../../src/authorization-server/signing-keys/key-rotation.ts'
import {
  BadUserInputError,
  InvalidAudienceError,
  InvalidClientError,
  InvalidScopeError,
  UnauthenticatedError,
  UnauthorizedClientError,
} from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { admin } from '../../support/key-nodes.ts'
import { addClient } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('the token exchange grant on %s', (engine) => {
  let server: TestAuthority
  let clientId: string
  const own = 'http://localhost:4000'
  const reports = 'https://reports.example'
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server, { allowedAudiences: [own, reports] })
  })
  afterAll(() => server.stop())

  async function exchange(accessToken: string, request: Partial<TokenExchangeRequest> = {}) {
    const token = await read(server, accessToken)
    return tokenExchangeGrant(server.authority, token, { scopes: ['orders:read'], ...request }, testOrigin)
  }
  const both = ['orders:read', 'orders:write']
  const logInWithBoth = (as = clientId) => logIn(server, { clientId: as, scopes: both })

  it('gives a token of fewer scopes, for another audience and a shorter life, in the same session', async () => {
    const { accessToken, session, userId } = await logInWithBoth()
    const parent = await read(server, accessToken)
    const issuedAt = server.clock.now()
    const expiresAt = new Date(issuedAt.getTime() + 30_000)
    const tokens = await exchange(accessToken, { audience: reports, lifetimeSeconds: 30 })
    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/^v4\.public\./),
      tokenType: 'Bearer',
      expiresInSeconds: 30,
      expiresAt,
      refreshToken: null,
      refreshExpiresAt: null,
      scopes: ['orders:read'],
    })
    const child = await read(server, tokens.accessToken)
    const told = { scopes: ['orders:read'], audience: reports, issuedAt, expiresAt }
    expect({ ...child }).toEqual({ ...parent, ...told, tokenId: expect.stringMatching(/^tok_[^.]+\.tok_[^.]+$/) })
    expect(child.tokenId.startsWith(`${parent.tokenId}.`)).toBe(true)
    expect([child.sessionId, child.subject]).toEqual([session.id, userId])
  })

  it('tells the audit log once, naming the new token', async () => {
    const { accessToken, userId } = await logInWithBoth()
    let child = ''
    const events = await eventsOf(server.databaseUrl, async () => {
      child = (await read(server, (await exchange(accessToken)).accessToken)).tokenId
    })
    const data = { scopes: ['orders:read'], audience: own }
    expect(events).toEqual([{ type: 'token.exchanged', actorId: userId, clientId, targetId: child, data }])
  })

  it.each<[string, string[], string[] | Error]>([
    ['all of it', both, both],
    ['nothing', [], []],
    ['a wildcard around it', ['orders:*'], new InvalidScopeError(['orders:*'])],
    ['what the user holds and the token does not', ['invoices:read'], new InvalidScopeError(['invoices:read'])],
    ['what nobody registered', ['orders:delete'], new InvalidScopeError(['orders:delete'])],
  ])('asked for %s, answers accordingly', async (_what, scopes, expected) => {
    const { accessToken } = await logInWithBoth()
    if (expected instanceof InvalidScopeError)
      expect(await refusalOf(exchange(accessToken, { scopes }))).toEqual(faceOf(expected))
    else expect((await exchange(accessToken, { scopes })).scopes).toEqual(expected)
  })

  it('keeps the audience when none is asked for, and gives none that the client may not have', async () => {
    const { accessToken } = await logInWithBoth()
    const child = await exchange(accessToken, { audience: reports })
    const grandchild = await exchange(child.accessToken)
    expect((await read(server, grandchild.accessToken)).audience).toBe(reports)
    const refusal = await refusalOf(exchange(accessToken, { audience: 'https://elsewhere.example' }))
    expect(refusal).toEqual(faceOf(new InvalidAudienceError()))
  })

  it.each([
    [undefined, 100],
    [null, 100],
    [1, 1],
    [99, 99],
    [101, 100],
    [2_147_483_647, 100],
  ])('asked for a life of %s seconds, never outlives the token that has a hundred left', async (lifetimeSeconds, expected) => {
    const { accessToken } = await logInWithBoth()
    server.clock.advance(200)
    expect((await exchange(accessToken, { lifetimeSeconds })).expiresInSeconds).toBe(expected)
  })

  it.each([0, -1])('refuses a life of %i seconds', async (lifetimeSeconds) => {
    const { accessToken } = await logInWithBoth()
    const refusal = new BadUserInputError('lifetimeSeconds', 'A life is at least 1 second.')
    expect(await refusalOf(exchange(accessToken, { lifetimeSeconds }))).toEqual(faceOf(refusal))
  })

  it('can be repeated four times over, and not a fifth time', async () => {
    let { accessToken } = await logInWithBoth()
    const first = accessToken
    for (let times = 0; times < 4; times++) accessToken = (await exchange(accessToken)).accessToken
    const refusal = new BadUserInputError('scopes', 'A token can be exchanged 4 times over. Exchange an earlier one.')
    expect(await refusalOf(exchange(accessToken))).toEqual(faceOf(refusal))
    expect((await exchange(first)).scopes).toEqual(['orders:read'])
  })

  it('gives a token that is revoked with any token it came of, and takes none of those along', async () => {
    const { accessToken } = await logInWithBoth()
    const child = await exchange(accessToken)
    const [grandchild, sibling] = [await exchange(child.accessToken), await exchange(accessToken)]
    await revokeToken(server.authority, { clientId, token: child.accessToken }, testOrigin)
    await expect(read(server, child.accessToken)).rejects.toMatchObject({ reason: 'REVOKED' })
    await expect(read(server, grandchild.accessToken)).rejects.toMatchObject({ reason: 'REVOKED' })
    expect([await read(server, accessToken), await read(server, sibling.accessToken)]).toHaveLength(2)
  })

  it('gives a token that ends with the session', async () => {
    const { accessToken } = await logInWithBoth()
    const child = await exchange(accessToken)
    await logout(server.authority, await read(server, accessToken), { everywhere: false }, testOrigin)
    await expect(read(server, child.accessToken)).rejects.toMatchObject({ reason: 'REVOKED' })
  })

  it('gives a token that dies with the key of the first, and none for a key that signs no more', async () => {
    const { accessToken } = await logInWithBoth()
    const child = await exchange(accessToken)
    const { keyId } = await read(server, accessToken)
    expect((await read(server, child.accessToken)).keyId).toBe(keyId)
    await rotateSigningKey(server.authority, { immediately: true }, admin)
    const message = 'The key of the access token signs no new ones. Refresh it, and try again.'
    const refusal = faceOf(new UnauthenticatedError('UNKNOWN_KEY', message))
    const events = await eventsOf(server.databaseUrl, async () => {
      expect(await refusalOf(exchange(accessToken))).toEqual(refusal)
      expect(await refusalOf(exchange(child.accessToken))).toEqual(refusal)
    })
    expect(events).toEqual([])
    const renewed = await logInWithBoth()
    expect((await exchange(renewed.accessToken)).scopes).toEqual(['orders:read'])
    await revokeSigningKey(server.authority, { id: keyId }, admin)
    await expect(read(server, child.accessToken)).rejects.toMatchObject({ reason: 'UNKNOWN_KEY' })
  })

  it('gives nothing that outlives a key revoked while it exchanges', async () => {
    const { accessToken } = await logInWithBoth()
    const token = await read(server, accessToken)
    const { authority } = server
    const recordEvent: typeof authority.storage.recordEvent = async (entry) => {
      await revokeSigningKey(server.authority, { id: token.keyId }, admin)
      await authority.storage.recordEvent(entry)
    }
    const late = { ...authority, storage: { ...authority.storage, recordEvent } }
    const child = await tokenExchangeGrant(late, token, { scopes: ['orders:read'] }, testOrigin)
    await expect(read(server, child.accessToken)).rejects.toMatchObject({ reason: 'UNKNOWN_KEY' })
    const renewed = await logInWithBoth()
    expect(await read(server, (await exchange(renewed.accessToken)).accessToken)).toBeDefined()
  })

  it.each([
    ['the user lost', (login: { userId: string }) => `UPDATE users SET scopes = 'orders:read' WHERE id = '${login.userId}'`],
    ['the client lost', (_: unknown, as: string) => `UPDATE clients SET "allowedScopes" = 'orders:read' WHERE id = '${as}'`],
  ])('refuses what %s since, and gives what is left', async (_who, change) => {
    const as = await addClient(server)
    const login = await logInWithBoth(as)
    await query(server.databaseUrl, change(login, as))
    expect(await refusalOf(exchange(login.accessToken, { scopes: both }))).toEqual(
      faceOf(new InvalidScopeError(['orders:write'])),
    )
    expect((await exchange(login.accessToken)).scopes).toEqual(['orders:read'])
  })

  it('refuses the token of a disabled user, even for no scope', async () => {
    const { accessToken, userId } = await logInWithBoth()
    await query(server.databaseUrl, `UPDATE users SET "isEnabled" = false WHERE id = '${userId}'`)
    const refusal = faceOf(new UnauthenticatedError('REVOKED', 'The user is disabled or gone.'))
    expect(await refusalOf(exchange(accessToken))).toEqual(refusal)
    expect(await refusalOf(exchange(accessToken, { scopes: [] }))).toEqual(refusal)
  })

  it('refuses a client that was disabled, or lost the grant', async () => {
    const as = await addClient(server)
    const { accessToken } = await logInWithBoth(as)
    await query(server.databaseUrl, `UPDATE clients SET "isEnabled" = false WHERE id = '${as}'`)
    expect(await refusalOf(exchange(accessToken))).toEqual(faceOf(new InvalidClientError()))
    await query(server.databaseUrl, `UPDATE clients SET "isEnabled" = true, "grantTypes" = 'PASSWORD' WHERE id = '${as}'`)
    const message = 'This client may not use the grant TOKEN_EXCHANGE. An administrator can allow it.'
    expect(await refusalOf(exchange(accessToken))).toEqual(faceOf(new UnauthorizedClientError(message)))
  })

  it("narrows a client's own token, within the client alone", async () => {
    const secret = 'fgs_exchanging'
    const as = await addClient(server, { secret, allowedScopes: ['orders:*'], defaultScopes: ['orders:*'] })
    const { accessToken } = await clientCredentialsGrant(server.authority, { clientId: as, clientSecret: secret }, testOrigin)
    const child = await exchange(accessToken)
    const claims = await read(server, child.accessToken)
    expect({ ...claims }).toMatchObject({ subject: as, clientId: as, scopes: ['orders:read'] })
    expect(claims.sessionId).toBeUndefined()
  })
})
