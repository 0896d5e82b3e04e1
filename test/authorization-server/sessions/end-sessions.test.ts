import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientCredentialsGrant } from '../../../src/authorization-server/grants/client-credentials.ts'
import { refreshTokenGrant } from '../../../src/authorization-server/grants/refresh-token.ts'
import { tokenExchangeGrant } from '../../../src/authorization-server/grants/token-exchange.ts'
import { introspectToken } from '../../../src/authorization-server/introspection.ts'
import { endSession, revokeSession, revokeSessions } from '../../../src/authorization-server/sessions/end-sessions.ts'
import { InvalidGrantError, NotFoundError } from '../../../src/errors.ts'
import { openStore, type Store } from '../../../src/store/store.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, type TestLogin, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient, addUser } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'

const invalid = faceOf(new InvalidGrantError())
const noSession = faceOf(new NotFoundError('There is no such session.'))
const ending = { actorId: 'usr_admin', reason: 'revoked by an administrator', origin: testOrigin }

describe.each(engines)('ending sessions on %s', (engine) => {
  let server: TestAuthority
  let secondNode: Store
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    secondNode = await openStore(server.databaseUrl)
    clientId = await addClient(server, { allowedScopes: ['orders:*', 'sessions:*'], defaultScopes: [] })
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await secondNode.close()
    await server.stop()
  })

  const refresh = ({ refreshToken }: TestLogin, as = clientId, clientSecret?: string) =>
    refreshTokenGrant(server.authority, { refreshToken, clientId: as, clientSecret }, testOrigin)
  const isActive = async (token: string) => (await introspectToken(server.authority, token, testOrigin)).isActive
  const bearer = async (login: TestLogin) => read(server, login.accessToken)
  const ownToken = async (as: string, clientSecret: string) =>
    (await clientCredentialsGrant(server.authority, { clientId: as, clientSecret }, testOrigin)).accessToken
  async function expectDead(login: TestLogin, ...more: string[]) {
    expect(await Promise.all([login.accessToken, login.refreshToken, ...more].map(isActive))).not.toContain(true)
    await expect(read(server, login.accessToken)).rejects.toMatchObject({ reason: 'REVOKED' })
    expect(await refusalOf(refresh(login))).toEqual(invalid)
  }
  async function expectAlive(login: TestLogin) {
    expect(await Promise.all([login.accessToken, login.refreshToken].map(isActive))).toEqual([true, true])
  }

  describe('one by its id', () => {
    it("ends one of one's own, with its tokens, and tells of it once", async () => {
      const { email } = await addUser(server)
      const [phone, laptop] = [await logIn(server, { clientId, email }), await logIn(server, { clientId, email })]
      const by = await bearer(laptop)
      const exchanged = await tokenExchangeGrant(server.authority, await bearer(phone), { scopes: [] }, testOrigin)
      const events = await eventsOf(server.databaseUrl, async () => {
        const session = await revokeSession(server.authority, by, phone.session.id, testOrigin)
        const ended = { revokedAt: server.clock.now(), revokedReason: 'revoked by the user' }
        expect(session).toEqual({ ...phone.session, ...ended })
        // Again: it stays as it is.
        expect(await revokeSession(server.authority, by, phone.session.id, testOrigin)).toEqual(session)
      })
      const told = { type: 'session.ended', actorId: by.subject, clientId, targetId: phone.session.id }
      expect(events).toEqual([{ ...told, data: { reason: 'revoked by the user' } }])
      await expectDead(phone, exchanged.accessToken)
      await expectAlive(laptop)
    })

    it("refuses another user's like one that does not exist, and ends it with the scope", async () => {
      const [victim, other] = [await logIn(server, { clientId }), await logIn(server, { clientId })]
      const events = await eventsOf(server.databaseUrl, async () => {
        for (const id of [victim.session.id, 'ses_none', '', '\0'])
          expect(await refusalOf(revokeSession(server.authority, await bearer(other), id, testOrigin))).toEqual(noSession)
      })
      expect(events).toEqual([])
      await expectAlive(victim)
      const { email, id } = await addUser(server, { scopes: ['sessions:*'] })
      const reader = await logIn(server, { clientId, email, scopes: ['sessions:read'] })
      expect(await refusalOf(revokeSession(server.authority, await bearer(reader), victim.session.id, testOrigin))).toEqual(
        noSession,
      )
      const admin = await logIn(server, { clientId, email, scopes: ['sessions:write'] })
      const session = await revokeSession(server.authority, await bearer(admin), victim.session.id, testOrigin)
      expect([session.revokedReason, admin.userId]).toEqual(['revoked by an administrator', id])
      await expectDead(victim)
    })

    it('refuses a client that acts for itself, unless it has the scope', async () => {
      const secret = 'fgs_service'
      const service = await addClient(server, { secret, allowedScopes: ['sessions:write'], defaultScopes: [] })
      const victim = await logIn(server, { clientId })
      const token = await read(server, await ownToken(service, secret))
      expect(await refusalOf(revokeSession(server.authority, token, victim.session.id, testOrigin))).toEqual(noSession)
      const request = { clientId: service, clientSecret: secret, scopes: ['sessions:write'] }
      const mighty = await read(server, (await clientCredentialsGrant(server.authority, request, testOrigin)).accessToken)
      await revokeSession(server.authority, mighty, victim.session.id, testOrigin)
      await expectDead(victim)
    })

    it('is done by an operator, who is nobody in the records', async () => {
      const login = await logIn(server, { clientId })
      const by = { actorId: null, reason: 'revoked by an operator', origin: testOrigin }
      const events = await eventsOf(server.databaseUrl, () => endSession(server.authority, login.session.id, by))
      expect(events).toMatchObject([{ type: 'session.ended', actorId: null, data: { reason: by.reason } }])
      await expectDead(login)
      expect(await refusalOf(endSession(server.authority, 'ses_none', by))).toEqual(noSession)
    })
  })

  describe('of a user', () => {
    it('ends them all, with every token, and leaves one event more', async () => {
      const { email, id } = await addUser(server)
      const [phone, laptop] = [await logIn(server, { clientId, email }), await logIn(server, { clientId, email })]
      const stranger = await logIn(server, { clientId })
      const exchanged = await tokenExchangeGrant(server.authority, await bearer(phone), { scopes: [] }, testOrigin)
      let count: number | undefined
      const events = await eventsOf(server.databaseUrl, async () => {
        count = await revokeSessions(server.authority, { userId: id }, ending)
      })
      expect(count).toBe(2)
      const data = { kind: 'user', reason: ending.reason, revokedSessionCount: 2 }
      expect(events.map(({ type }) => type)).toEqual(['session.ended', 'session.ended', 'sessions.revoked'])
      expect(events[2]).toEqual({ type: 'sessions.revoked', actorId: 'usr_admin', clientId: null, targetId: id, data })
      await expectDead(phone, exchanged.accessToken)
      await expectDead(laptop)
      await expectAlive(stranger)
    })

    it('lets the user in again at once, and only later than a millisecond do its tokens count', async () => {
      const { email, id } = await addUser(server)
      await revokeSessions(server.authority, { userId: id }, ending)
      // A login of the same millisecond may have begun before.
      const early = await logIn(server, { clientId, email })
      await expect(bearer(early)).rejects.toMatchObject({ reason: 'REVOKED' })
      server.clock.advance(0.001)
      await expectAlive(await logIn(server, { clientId, email }))
      expect(await isActive((await refresh(early)).accessToken)).toBe(true)
    })

    it('is told each time, moves the revocation forward, and counts what there was to end', async () => {
      const { email, id } = await addUser(server)
      await logIn(server, { clientId, email })
      const revoke = () => revokeSessions(server.authority, { userId: id }, ending)
      const events = await eventsOf(server.databaseUrl, async () => {
        expect(await revoke()).toBe(1)
        server.clock.advance(1)
        expect(await revoke()).toBe(0)
      })
      expect(
        events
          .filter(({ type }) => type === 'sessions.revoked')
          .map(({ data }) => data.revokedSessionCount)
          .sort(),
      ).toEqual([0, 1])
      const found = await server.store.findRevocations([{ kind: 'user', targetId: id }])
      expect(found).toMatchObject([{ revokedAt: server.clock.now() }])
    })

    it('ends the tokens of a session that can no longer be refreshed', async () => {
      const short = await addClient(server, { refreshTokenIdleSeconds: 3_600, accessTokenLifetimeSeconds: 3_600 })
      const { email, id } = await addUser(server)
      const login = await logIn(server, { clientId: short, email })
      await query(
        server.databaseUrl,
        `UPDATE sessions SET "expiresAt" = '${server.clock.now().toISOString().replace('Z', '+00:00')}' WHERE id = '${login.session.id}'`,
      )
      server.clock.advance(60)
      expect(await revokeSessions(server.authority, { userId: id }, ending)).toBe(0)
      await expect(bearer(login)).rejects.toMatchObject({ reason: 'REVOKED' })
    })

    it('leaves nothing alive of the logins and refreshes that were under way', async () => {
      for (let round = 0; round < 5; round++) {
        const { email, id } = await addUser(server)
        const before = await logIn(server, { clientId, email })
        const [count, refreshed, ...racing] = await Promise.all([
          revokeSessions({ ...server.authority, storage: secondNode }, { userId: id }, ending),
          refresh(before).catch(faceOf),
          ...Array.from({ length: 3 }, () => logIn(server, { clientId, email })),
        ])
        await expect(bearer(before)).rejects.toMatchObject({ reason: 'REVOKED' })
        expect(await isActive('accessToken' in refreshed ? refreshed.accessToken : before.accessToken)).toBe(false)
        for (const login of racing) await expect(bearer(login)).rejects.toMatchObject({ reason: 'REVOKED' })
        // Each was ended, or began after; none is in between.
        const sessions = await Promise.all(racing.map(({ session }) => server.store.findSession(session.id)))
        expect(1 + sessions.filter((session) => session?.revokedAt).length).toBe(count)
      }
    })
  })

  describe('of a client', () => {
    it("ends them all, with the client's own tokens and those issued by a clock up to five seconds ahead", async () => {
      const secret = 'fgs_app'
      const app = await addClient(server, { secret, allowedScopes: ['orders:*'] })
      const login = await logIn(server, { clientId: app, clientSecret: secret })
      const stranger = await logIn(server, { clientId })
      const own = await ownToken(app, secret)
      const exchanged = await tokenExchangeGrant(server.authority, await read(server, own), { scopes: [] }, testOrigin)
      const instant = server.clock.now()
      let count: number | undefined
      const events = await eventsOf(server.databaseUrl, async () => {
        count = await revokeSessions(server.authority, { clientId: app }, ending)
      })
      expect(count).toBe(1)
      const data = { kind: 'client', reason: ending.reason, revokedSessionCount: 1 }
      expect(events).toEqual([
        {
          type: 'session.ended',
          actorId: 'usr_admin',
          clientId: app,
          targetId: login.session.id,
          data: { reason: ending.reason },
        },
        { type: 'sessions.revoked', actorId: 'usr_admin', clientId: app, targetId: app, data },
      ])
      server.clock.advance(5)
      const late = await ownToken(app, secret)
      expect(await Promise.all([own, exchanged.accessToken, late, login.accessToken].map(isActive))).toEqual(Array(4).fill(false))
      expect(await refusalOf(refresh(login, app, secret))).toEqual(invalid)
      await expectAlive(stranger)
      server.clock.advance(0.001)
      expect(await isActive(await ownToken(app, secret))).toBe(true)
      const [revocation] = await server.store.findRevocations([{ kind: 'client', targetId: app }])
      expect(revocation).toMatchObject({
        revokedAt: new Date(instant.getTime() + 5_000),
        expiresAt: new Date(instant.getTime() + 3_665_000),
      })
    })
  })

  it('of more than one transaction takes are all ended, and told of once', async () => {
    const app = await addClient(server)
    const login = await logIn(server, { clientId: app })
    const columns = '"userId", "clientId", audience, scopes, "createdAt", "lastUsedAt", "expiresAt", "absoluteExpiresAt"'
    const numbers = `(SELECT ROW_NUMBER() OVER () AS n FROM scopes a, scopes b, scopes c LIMIT 600) numbers`
    await query(
      server.databaseUrl,
      `INSERT INTO sessions (id, ${columns}) SELECT 'ses_many_' || n, ${columns} FROM sessions, ${numbers} WHERE id = '${login.session.id}'`,
    )
    const many = { clientId: app }
    const events = await eventsOf(server.databaseUrl, async () => {
      expect(await revokeSessions(server.authority, many, ending)).toBe(601)
    })
    const last = events.at(-1)
    expect([events.length, last?.type, last?.data.revokedSessionCount]).toEqual([602, 'sessions.revoked', 601])
    expect(
      await query(server.databaseUrl, `SELECT id FROM sessions WHERE "clientId" = '${app}' AND "revokedAt" IS NULL`),
    ).toEqual([])
    // They had no login of their own, which would be missed.
    await query(server.databaseUrl, `DELETE FROM sessions WHERE id LIKE 'ses_many_%'`)
  })

  it.each([
    ['user', { userId: 'usr_none' }],
    ['user', { userId: '\0' }],
    ['client', { clientId: 'cli_none' }],
    ['client', { clientId: '' }],
  ])('of a %s that does not exist is refused, and writes nothing: %j', async (kind, owner) => {
    const countRevocations = () => query(server.databaseUrl, 'SELECT COUNT(*) AS count FROM revocations')
    const before = await countRevocations()
    const events = await eventsOf(server.databaseUrl, async () => {
      const refusal = await refusalOf(revokeSessions(server.authority, owner, ending))
      expect(refusal).toEqual(faceOf(new NotFoundError(`There is no such ${kind}.`)))
    })
    expect(events).toEqual([])
    expect(await countRevocations()).toEqual(before)
  })
})
