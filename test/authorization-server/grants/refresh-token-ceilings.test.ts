// What a refresh may reach and how long: never more than the token it spends, and what was lowered since counts at once.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refreshTokenGrant } from '../../../src/authorization-server/grants/refresh-token.ts'
import { InvalidGrantError, InvalidScopeError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient, addRole, addUser } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('a refresh on %s', (engine) => {
  let server: TestAuthority
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server)
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await server.stop()
  })

  const refresh = (refreshToken: string | null, as = clientId, scopes?: string[]) =>
    refreshTokenGrant(server.authority, { refreshToken: refreshToken ?? '', clientId: as, scopes }, testOrigin)
  const both = ['orders:read', 'orders:write']

  it('that asks for less gets an access token of less, once; the refresh token keeps its own', async () => {
    const login = await logIn(server, { clientId, scopes: both })
    const narrow = await refresh(login.refreshToken, clientId, ['orders:read'])
    const none = await refresh(narrow.refreshToken, clientId, [])
    const whole = await refresh(none.refreshToken)
    expect([narrow.scopes, none.scopes, whole.scopes]).toEqual([['orders:read'], [], both])
    expect((await read(server, narrow.accessToken)).scopes).toEqual(['orders:read'])
    expect(await server.store.findSession(login.session.id)).toMatchObject({ scopes: both })
  })

  it('that asks for more is refused, and the token is not spent', async () => {
    const { refreshToken, session } = await logIn(server, { clientId, scopes: ['orders:read'] })
    const ask = () => refresh(refreshToken, clientId, ['orders:read', 'orders:write'])
    expect(await refusalOf(ask())).toEqual(faceOf(new InvalidScopeError(['orders:write'])))
    expect(await eventsOf(server.databaseUrl, ask)).toEqual([])
    expect(await query(server.databaseUrl, spentIn(session.id))).toEqual([])
    expect((await refresh(refreshToken)).scopes).toEqual(['orders:read'])
    expect(await query(server.databaseUrl, spentIn(session.id))).toHaveLength(1)
  })

  it('gains nothing when a scope of the token comes to imply more, but for a new login', async () => {
    const own = await addClient(server, { allowedScopes: ['orders:write', 'invoices:read'] })
    const { email } = await addUser(server, { scopes: ['orders:write', 'invoices:read'] })
    const asked = { clientId: own, email, scopes: ['orders:write'] }
    const login = await logIn(server, asked)
    const imply = (scopes: string) =>
      query(server.databaseUrl, `UPDATE scopes SET implies = '${scopes}' WHERE name = 'orders:write'`)
    await imply('orders:read invoices:read')
    expect((await refresh(login.refreshToken, own)).scopes).toEqual(both)
    expect((await read(server, (await logIn(server, asked)).accessToken)).scopes).toEqual(['invoices:read', ...both])
    await imply('orders:read')
  })

  it('that asks for more is refused inside the replay window too', async () => {
    const { refreshToken } = await logIn(server, { clientId, scopes: ['orders:read'] })
    const first = await refresh(refreshToken)
    expect(await refusalOf(refresh(refreshToken, clientId, both))).toEqual(faceOf(new InvalidScopeError(['orders:write'])))
    expect((await refresh(refreshToken)).refreshToken).toBe(first.refreshToken)
  })

  it("loses what the client lost, for both tokens, and gets nothing back when the client's ceiling rises again", async () => {
    const own = await addClient(server)
    const { refreshToken, session } = await logIn(server, { clientId: own, scopes: both })
    const allow = (scopes: string) =>
      query(server.databaseUrl, `UPDATE clients SET "allowedScopes" = '${scopes}' WHERE id = '${own}'`)
    await allow('orders:read')
    const lowered = await refresh(refreshToken, own)
    expect(lowered.scopes).toEqual(['orders:read'])
    await allow('orders:*')
    expect((await refresh(lowered.refreshToken, own)).scopes).toEqual(['orders:read'])
    expect(await server.store.findSession(session.id)).toMatchObject({ scopes: ['orders:read'] })
  })

  it('keeps of a wildcard what is still allowed', async () => {
    const own = await addClient(server)
    const { email } = await addUser(server, { scopes: ['orders:*'] })
    const { refreshToken } = await logIn(server, { clientId: own, email, scopes: ['orders:*'] })
    await query(server.databaseUrl, `UPDATE clients SET "allowedScopes" = 'orders:write' WHERE id = '${own}'`)
    expect((await refresh(refreshToken, own)).scopes).toEqual(both)
  })

  it('loses what the user held through a role, once the role is gone', async () => {
    const role = await addRole(server, ['invoices:read'])
    const { id, email } = await addUser(server, { scopes: ['orders:read'], roleIds: [role] })
    const login = await logIn(server, { clientId, email, scopes: ['orders:read', 'invoices:read'] })
    const before = await refresh(login.refreshToken)
    await query(server.databaseUrl, `DELETE FROM user_roles WHERE "userId" = '${id}'`)
    const after = await refresh(before.refreshToken)
    expect([before.scopes, after.scopes]).toEqual([['invoices:read', 'orders:read'], ['orders:read']])
    const refusal = await refusalOf(refresh(after.refreshToken, clientId, ['invoices:read']))
    expect(refusal).toEqual(faceOf(new InvalidScopeError(['invoices:read'])))
  })

  it('gets no more than before when the user was granted more', async () => {
    const { refreshToken, userId } = await logIn(server, { clientId, scopes: ['orders:read'] })
    await query(server.databaseUrl, `UPDATE users SET scopes = '*' WHERE id = '${userId}'`)
    expect((await refresh(refreshToken)).scopes).toEqual(['orders:read'])
  })

  it('never moves the absolute end, and the last tokens end with it', async () => {
    const { refreshToken, session } = await logIn(server, { clientId })
    let current: string | null = refreshToken
    for (const seconds of [3_500, 3_500, 3_500]) {
      server.clock.advance(seconds)
      current = (await refresh(current)).refreshToken
      expect(await server.store.findSession(session.id)).toMatchObject({ absoluteExpiresAt: session.absoluteExpiresAt })
    }
    server.clock.advance(200)
    const last = await refresh(current)
    expect(last).toMatchObject({ expiresInSeconds: 100, refreshExpiresAt: session.absoluteExpiresAt })
    server.clock.advance(99.999)
    current = (await refresh(last.refreshToken)).refreshToken
    server.clock.advance(0.001)
    expect(await refusalOf(refresh(current))).toEqual(faceOf(new InvalidGrantError()))
  })

  it("is refused at the session's absolute end, even with a token that claims to live on", async () => {
    const { refreshToken, session } = await logIn(server, { clientId })
    const later = new Date(session.absoluteExpiresAt.getTime() + 3_600_000).toISOString().replace('Z', '+00:00')
    const outlive = (end: string) =>
      query(server.databaseUrl, `UPDATE refresh_tokens SET "expiresAt" = '${end}' WHERE "sessionId" = '${session.id}'`)
    await outlive(later)
    server.clock.advance(10_800)
    expect(await refusalOf(refresh(refreshToken))).toEqual(faceOf(new InvalidGrantError()))
    await outlive(session.absoluteExpiresAt.toISOString().replace('Z', '+00:00'))
  })

  it("lives as long as the client's settings say now", async () => {
    const own = await addClient(server)
    const { refreshToken } = await logIn(server, { clientId: own })
    await query(
      server.databaseUrl,
      `UPDATE clients SET "accessTokenLifetimeSeconds" = 30, "refreshTokenIdleSeconds" = 120 WHERE id = '${own}'`,
    )
    const refreshExpiresAt = new Date(server.clock.now().getTime() + 120_000)
    expect(await refresh(refreshToken, own)).toMatchObject({ expiresInSeconds: 30, refreshExpiresAt })
  })

  function spentIn(sessionId: string): string {
    return `SELECT id FROM refresh_tokens WHERE "sessionId" = '${sessionId}' AND "spentAt" IS NOT NULL`
  }
})
