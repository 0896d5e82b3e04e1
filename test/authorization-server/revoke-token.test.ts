// RFC 7009 section 2

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refreshTokenGrant } from '../../src/authorization-server/grants/refresh-token.ts'
import { introspectToken } from '../../src/authorization-server/introspection.ts'
import { revokeToken } from '../../src/authorization-server/revoke-token.ts'
import { InternalError, InvalidClientError } from '../../src/errors.ts'
import { eventsOf } from '../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, type TestLogin, testOrigin } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient } from '../support/records.ts'
import { faceOf, refusalOf } from '../support/refusal.ts'

describe.each(engines)('revoking a token on %s', (engine) => {
  let server: TestAuthority
  let clientId: string
  let otherId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server)
    otherId = await addClient(server)
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await server.stop()
  })

  const revoke = (token: string, as = clientId) => revokeToken(server.authority, { clientId: as, token }, testOrigin)
  async function alive({ accessToken, refreshToken }: TestLogin) {
    const [access, refresh] = [
      await introspectToken(server.authority, accessToken, testOrigin),
      await introspectToken(server.authority, refreshToken, testOrigin),
    ]
    return { access: access.isActive, refresh: refresh.isActive }
  }
  const both = { access: true, refresh: true }
  const none = { access: false, refresh: false }

  it('ends the session of a refresh token, with all tokens of it', async () => {
    const [login, other] = [await logIn(server, { clientId }), await logIn(server, { clientId })]
    const events = await eventsOf(server.databaseUrl, () => revoke(login.refreshToken))
    const data = { reason: 'refresh token revoked' }
    expect(events).toEqual([{ type: 'session.ended', actorId: clientId, clientId, targetId: login.session.id, data }])
    expect([await alive(login), await alive(other)]).toEqual([none, both])
  })

  it('ends the session for a spent refresh token as well', async () => {
    const login = await logIn(server, { clientId })
    const { refreshToken } = await refreshTokenGrant(server.authority, { clientId, refreshToken: login.refreshToken }, testOrigin)
    await revoke(login.refreshToken)
    expect(await alive({ ...login, refreshToken: refreshToken ?? '' })).toEqual(none)
  })

  it('takes back an access token alone', async () => {
    const login = await logIn(server, { clientId })
    const { tokenId } = await read(server, login.accessToken)
    const events = await eventsOf(server.databaseUrl, () => revoke(login.accessToken))
    expect(events).toEqual([{ type: 'token.revoked', actorId: clientId, clientId, targetId: tokenId, data: {} }])
    expect(await alive(login)).toEqual({ access: false, refresh: true })
    const [revocation] = await server.store.findRevocations([{ kind: 'token', targetId: tokenId }])
    const revokedAt = server.clock.now()
    expect(revocation).toEqual({
      kind: 'token',
      targetId: tokenId,
      revokedAt,
      expiresAt: new Date(revokedAt.getTime() + 360_000),
    })
  })

  it.each(['refreshToken', 'accessToken'] as const)('changes nothing for the %s of another client', async (which) => {
    const login = await logIn(server, { clientId })
    expect(await eventsOf(server.databaseUrl, () => revoke(login[which], otherId))).toEqual([])
    await expect(revoke(login[which], otherId)).resolves.toBeUndefined()
    expect(await alive(login)).toEqual(both)
  })

  it.each(['', 'no token', `fgr_${'A'.repeat(43)}`, 'v4.public.AAAA', 'x'.repeat(5_000)])(
    'is a success for the unknown text %.20s, and changes nothing',
    async (text) => {
      expect(await eventsOf(server.databaseUrl, () => revoke(text))).toEqual([])
      await expect(revoke(text)).resolves.toBeUndefined()
    },
  )

  it.each(['refreshToken', 'accessToken'] as const)('tells of it once, when the same %s is given back twice', async (which) => {
    const login = await logIn(server, { clientId })
    await revoke(login[which])
    expect(await eventsOf(server.databaseUrl, () => revoke(login[which]))).toEqual([])
  })

  it('changes nothing for an expired token', async () => {
    const login = await logIn(server, { clientId })
    server.clock.advance(2 * 3_600)
    expect(await eventsOf(server.databaseUrl, () => revoke(login.accessToken))).toEqual([])
    expect(await eventsOf(server.databaseUrl, () => revoke(login.refreshToken))).toEqual([])
  })

  it('asks a confidential client for its secret', async () => {
    const confidential = await addClient(server, { secret: 'fgs_right' })
    const login = await logIn(server, { clientId: confidential, clientSecret: 'fgs_right' })
    expect(await refusalOf(revoke(login.refreshToken, confidential))).toEqual(faceOf(new InvalidClientError()))
    expect(await alive(login)).toEqual(both)
    const request = { clientId: confidential, clientSecret: 'fgs_right', token: login.refreshToken }
    await revokeToken(server.authority, request, testOrigin)
    expect(await alive(login)).toEqual(none)
  })

  it('does not take a database that fails for a token that is unknown', async () => {
    const { accessToken } = await logIn(server, { clientId })
    const fault = new InternalError({ retryAfterSeconds: 1 })
    const storage = { ...server.store, findRevocations: () => Promise.reject(fault) }
    const attempt = revokeToken({ ...server.authority, storage }, { clientId, token: accessToken }, testOrigin)
    await expect(attempt).rejects.toBe(fault)
  })
})
