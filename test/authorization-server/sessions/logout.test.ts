import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientCredentialsGrant } from '../../../src/authorization-server/grants/client-credentials.ts'
import { logout } from '../../../src/authorization-server/sessions/logout.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient, addUser } from '../../support/records.ts'

describe.each(engines)('a logout on %s', (engine) => {
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

  const reasonOf = async (id: string) => (await server.store.findSession(id))?.revokedReason
  async function logInTwice() {
    const { email } = await addUser(server)
    const logins = [await logIn(server, { clientId, email }), await logIn(server, { clientId, email })] as const
    return { logins, stranger: await logIn(server, { clientId }), token: await read(server, logins[0].accessToken) }
  }

  it.each([
    [false, 1, ['logout', null, null]],
    [true, 2, ['logout', 'logout', null]],
  ])('with everywhere %s ends %i of two sessions, each told of once', async (everywhere, count, reasons) => {
    const { logins, stranger, token } = await logInTwice()
    let ended = 0
    const events = await eventsOf(server.databaseUrl, async () => {
      ended = await logout(server.authority, token, { everywhere }, testOrigin)
    })
    const ids = [...logins, stranger].map(({ session }) => session.id)
    expect([ended, await Promise.all(ids.map(reasonOf))]).toEqual([count, reasons])
    const told = { type: 'session.ended', actorId: token.subject, clientId, data: { reason: 'logout' } }
    const sorted = events.toSorted((a, b) => ((a.targetId ?? '') < (b.targetId ?? '') ? -1 : 1))
    expect(sorted).toEqual(
      ids
        .slice(0, count)
        .sort()
        .map((targetId) => ({ ...told, targetId })),
    )
    const revocations = await server.store.findRevocations(ids.map((targetId) => ({ kind: 'session', targetId })))
    const at = server.clock.now()
    expect(revocations).toHaveLength(count)
    expect(revocations[0]).toMatchObject({ revokedAt: at, expiresAt: new Date(at.getTime() + 3_660_000) })
  })

  it('does nothing the second time', async () => {
    const { token } = await logInTwice()
    await logout(server.authority, token, { everywhere: true }, testOrigin)
    expect(await eventsOf(server.databaseUrl, () => logout(server.authority, token, { everywhere: true }, testOrigin))).toEqual(
      [],
    )
    expect(await logout(server.authority, token, { everywhere: true }, testOrigin)).toBe(0)
  })

  it('counts each session once, however many ask at the same time', async () => {
    const { token } = await logInTwice()
    let counts: number[] = []
    const events = await eventsOf(server.databaseUrl, async () => {
      const attempts = Array.from({ length: 10 }, () => logout(server.authority, token, { everywhere: true }, testOrigin))
      counts = await Promise.all(attempts)
    })
    expect([counts.reduce((sum, count) => sum + count, 0), events.length]).toEqual([2, 2])
  })

  it('with a token that has no session takes that token back', async () => {
    const own = await addClient(server, { secret: 'fgs_own' })
    const request = { clientId: own, clientSecret: 'fgs_own' }
    const [first, second] = [
      await clientCredentialsGrant(server.authority, request, testOrigin),
      await clientCredentialsGrant(server.authority, request, testOrigin),
    ]
    const token = await read(server, first.accessToken)
    let ended: number | undefined
    const events = await eventsOf(server.databaseUrl, async () => {
      ended = await logout(server.authority, token, { everywhere: true }, testOrigin)
    })
    expect(ended).toBe(0)
    expect(events).toEqual([{ type: 'token.revoked', actorId: own, clientId: own, targetId: token.tokenId, data: {} }])
    await expect(read(server, first.accessToken)).rejects.toMatchObject({ reason: 'REVOKED' })
    expect(await read(server, second.accessToken)).toMatchObject({ subject: own })
  })
})
