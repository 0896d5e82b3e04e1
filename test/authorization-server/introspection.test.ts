// RFC 7662 section 2.2

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refreshTokenGrant } from '../../src/authorization-server/grants/refresh-token.ts'
import { introspectToken } from '../../src/authorization-server/introspection.ts'
import { revokeToken } from '../../src/authorization-server/revoke-token.ts'
import { logout } from '../../src/authorization-server/sessions/logout.ts'
import { InternalError } from '../../src/errors.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { addClient } from '../support/records.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('introspection on %s', (engine) => {
  const reports = 'https://reports.example'
  let server: TestAuthority
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server, { allowedAudiences: [reports] })
  })
  afterAll(() => server.stop())

  const introspect = (token: string) => introspectToken(server.authority, token, testOrigin)
  const login = () => logIn(server, { clientId, audience: reports })
  const inactive = { isActive: false }

  it('tells what an access token says, of any audience', async () => {
    const { accessToken } = await login()
    const told = await introspect(accessToken)
    expect(told).toEqual({ isActive: true, ...(await read(server, accessToken)) })
    expect(told).toMatchObject({ audience: reports })
  })

  it.each(['users', 'clients'])(
    'says only that a refresh token is not active, of a session whose part of %s is disabled',
    async (table) => {
      const ownClientId = await addClient(server, {})
      const { refreshToken, userId } = await logIn(server, { clientId: ownClientId })
      expect(await introspect(refreshToken)).toMatchObject({ isActive: true })
      const id = table === 'users' ? userId : ownClientId
      await query(server.databaseUrl, `UPDATE ${table} SET "isEnabled" = false WHERE id = '${id}'`)
      expect(await introspect(refreshToken)).toEqual(inactive)
    },
  )

  it('tells of a refresh token whose it is and how long it lives', async () => {
    const { refreshToken, session, userId } = await login()
    expect(await introspect(refreshToken)).toEqual({
      isActive: true,
      subject: userId,
      clientId,
      sessionId: session.id,
      scopes: ['orders:read'],
      audience: reports,
      issuedAt: session.createdAt,
      expiresAt: session.expiresAt,
    })
  })

  it.each(['', 'no token', 'v4.public.AAAA', `fgr_${'A'.repeat(43)}`, `fgr_${'A'.repeat(42)}`, 'x'.repeat(5_000)])(
    'says of the text %.20s only that it is not active',
    async (text) => {
      expect(await introspect(text)).toEqual(inactive)
    },
  )

  it('says of an expired token only that it is not active', async () => {
    const { accessToken, refreshToken } = await login()
    server.clock.advance(299.999)
    expect(await introspect(accessToken)).toMatchObject({ isActive: true })
    server.clock.advance(0.001)
    expect(await introspect(accessToken)).toEqual(inactive)
    server.clock.advance(3_299.999)
    expect(await introspect(refreshToken)).toMatchObject({ isActive: true })
    server.clock.advance(0.001)
    expect(await introspect(refreshToken)).toEqual(inactive)
  })

  it('says of a spent refresh token only that it is not active, also inside the replay window', async () => {
    const { refreshToken } = await login()
    const next = await refreshTokenGrant(server.authority, { refreshToken, clientId }, testOrigin)
    expect(await introspect(refreshToken)).toEqual(inactive)
    expect(await introspect(next.refreshToken ?? '')).toMatchObject({ isActive: true })
  })

  it('does not spend a refresh token', async () => {
    const { refreshToken } = await login()
    await introspect(refreshToken)
    const tokens = await refreshTokenGrant(server.authority, { refreshToken, clientId }, testOrigin)
    expect(tokens.scopes).toEqual(['orders:read'])
  })

  it('says of both tokens of an ended session only that they are not active', async () => {
    const { accessToken, refreshToken } = await login()
    await logout(server.authority, await read(server, accessToken), { everywhere: false }, testOrigin)
    expect([await introspect(accessToken), await introspect(refreshToken)]).toEqual([inactive, inactive])
  })

  it('says of a revoked access token only that it is not active', async () => {
    const { accessToken, refreshToken } = await login()
    await revokeToken(server.authority, { clientId, token: accessToken }, testOrigin)
    expect(await introspect(accessToken)).toEqual(inactive)
    expect(await introspect(refreshToken)).toMatchObject({ isActive: true })
  })

  it('does not take a database that fails for a token that is not active', async () => {
    const { accessToken, refreshToken } = await login()
    const fault = new InternalError({ retryAfterSeconds: 1 })
    const fail = () => Promise.reject(fault)
    const authority = { ...server.authority, storage: { ...server.store, findRevocations: fail, findRefreshToken: fail } }
    await expect(introspectToken(authority, accessToken, testOrigin)).rejects.toBe(fault)
    await expect(introspectToken(authority, refreshToken, testOrigin)).rejects.toBe(fault)
  })
})
