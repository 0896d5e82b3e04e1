import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Authority } from '../../../src/authorization-server/authority.ts'
import { type PasswordGrantRequest, passwordGrant } from '../../../src/authorization-server/grants/password.ts'
import { createPasswords } from '../../../src/authorization-server/passwords.ts'
import { sessionEnd } from '../../../src/authorization-server/sessions/session-end.ts'
import {
  BadUserInputError,
  InvalidAudienceError,
  InvalidClientError,
  InvalidCredentialsError,
  UnauthorizedClientError,
} from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { cheapArgon2, openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient, addUser, password } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('the password grant on %s', (engine) => {
  let server: TestAuthority
  let clientId: string
  let user: { id: string; email: string }
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server)
    user = await addUser(server)
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await server.stop()
  })

  const grant = (changes: Partial<PasswordGrantRequest> = {}, authority: Authority = server.authority) =>
    passwordGrant(authority, { clientId, email: user.email, password, ...changes }, testOrigin)
  const wrong = faceOf(new InvalidCredentialsError())

  it('does not look for an email that is longer than any can be', async () => {
    const asked: string[] = []
    const findUserForLogin = (email: string) => {
      asked.push(email)
      return server.store.findUserForLogin(email)
    }
    const authority = { ...server.authority, storage: { ...server.store, findUserForLogin } }
    for (const length of [320, 321]) expect(await refusalOf(grant({ email: 'x'.repeat(length) }, authority))).toEqual(wrong)
    expect(asked.map(({ length }) => length)).toEqual([320])
  })

  it('records a login with the right password that asks for too much', async () => {
    const events = await eventsOf(server.databaseUrl, () => refusalOf(grant({ scopes: ['invoices:read'] })))
    expect(events).toEqual([{ type: 'login.failed', actorId: user.id, clientId, targetId: null, data: { reason: 'scope' } }])
  })

  it('gives a session, an access token and a refresh token for the right password', async () => {
    const now = server.clock.now()
    const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    const { tokens, session } = await grant({ deviceName: 'Phone' })
    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/^v4\.public\./),
      tokenType: 'Bearer',
      expiresInSeconds: 300,
      expiresAt: inSeconds(300),
      refreshToken: expect.stringMatching(/^fgr_[\w-]{43}$/),
      refreshExpiresAt: inSeconds(3_600),
      scopes: ['orders:read'],
    })
    expect(session).toEqual({
      id: expect.stringMatching(/^ses_/),
      userId: user.id,
      clientId,
      audience: 'http://localhost:4000',
      scopes: ['orders:read'],
      deviceName: 'Phone',
      ipAddress: testOrigin.ipAddress,
      userAgent: testOrigin.userAgent,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: inSeconds(3_600),
      absoluteExpiresAt: inSeconds(10_800),
      revokedAt: null,
      revokedReason: null,
    })
    expect(await server.store.findSession(session.id)).toEqual(session)
    expect(await read(server, tokens.accessToken)).toMatchObject({
      subject: user.id,
      clientId,
      sessionId: session.id,
      audience: 'http://localhost:4000',
      scopes: ['orders:read'],
      issuedAt: now,
      expiresAt: inSeconds(300),
    })
    expect(await server.store.findUser(user.id)).toMatchObject({ lastLoginAt: now })
  })

  it('tells the audit log of a login once, and of no secret', async () => {
    const events = await eventsOf(server.databaseUrl, () => grant())
    const data = { scopes: ['orders:read'] }
    expect(events).toEqual([
      { type: 'login.succeeded', actorId: user.id, clientId, targetId: expect.stringMatching(/^ses_/), data },
    ])
  })

  it.each(['unknown', 'password', 'disabled'])(
    'answers alike to every wrong login, and only the audit log knows: %s',
    async (reason) => {
      const disabled = await addUser(server, { isEnabled: false })
      const typed = {
        unknown: { actorId: null, email: 'typed-by-mistake@example.com', password },
        password: { actorId: user.id, email: user.email, password: `${password}!` },
        disabled: { actorId: disabled.id, email: disabled.email, password },
      }[reason]
      let refusal: unknown
      const events = await eventsOf(server.databaseUrl, async () => {
        refusal = await refusalOf(grant({ email: typed?.email ?? '', password: typed?.password ?? '' }))
      })
      expect(refusal).toEqual(wrong)
      expect(events).toEqual([{ type: 'login.failed', actorId: typed?.actorId, clientId, targetId: null, data: { reason } }])
    },
  )

  it('does not keep what was typed as an email', async () => {
    await refusalOf(grant({ email: 'MyPassword-typed-as-email', password }))
    const rows = await query(server.databaseUrl, 'SELECT * FROM audit_events')
    expect(JSON.stringify(rows).toLowerCase()).not.toContain('mypassword-typed-as-email')
  })

  it('takes the email in any letter case, with blanks around it, composed or not', async () => {
    const accented = await addUser(server, { email: 'zoë@example.com' })
    const typed = ' ZOE\u0308@Example.com '
    expect((await grant({ email: typed })).session.userId).toBe(accented.id)
    expect(await refusalOf(grant({ email: 'zoe@example.com' }))).toEqual(wrong)
  })

  it('refuses a password that is too long to hash, and looks at none a character shorter as such', async () => {
    const tooLong = new BadUserInputError('password', 'A password has at most 1024 characters.')
    expect(await refusalOf(grant({ password: 'x'.repeat(1_025) }))).toEqual(faceOf(tooLong))
    expect(await refusalOf(grant({ password: 'x'.repeat(1_024) }))).toEqual(wrong)
  })

  it('refuses a client that is not first-party, before the password is looked at', async () => {
    const other = await addClient(server, { isFirstParty: false })
    const refusal = faceOf(new UnauthorizedClientError('Only first-party clients may handle passwords.'))
    expect(await refusalOf(grant({ clientId: other }))).toEqual(refusal)
    expect(await refusalOf(grant({ clientId: other, password: 'wrong' }))).toEqual(refusal)
  })

  it('refuses a client without the grant', async () => {
    const other = await addClient(server, { grantTypes: ['REFRESH_TOKEN'] })
    const message = 'This client may not use the grant PASSWORD. An administrator can allow it.'
    expect(await refusalOf(grant({ clientId: other }))).toEqual(faceOf(new UnauthorizedClientError(message)))
  })

  it('asks a confidential client for its secret, and a public one for none', async () => {
    const confidential = await addClient(server, { secret: 'fgs_right' })
    expect((await grant({ clientId: confidential, clientSecret: 'fgs_right' })).session.clientId).toBe(confidential)
    for (const credentials of [
      { clientId: confidential },
      { clientId: confidential, clientSecret: 'fgs_wrong' },
      { clientId, clientSecret: 'fgs_right' },
      { clientId, clientSecret: '' },
    ]) {
      expect(await refusalOf(grant(credentials))).toEqual(faceOf(new InvalidClientError()))
    }
  })

  it("means its token for the service's own audience, or for one that the client may have", async () => {
    const reporter = await addClient(server, { allowedAudiences: ['https://reports.example'] })
    const { tokens, session } = await grant({ clientId: reporter, audience: 'https://reports.example' })
    expect(session.audience).toBe('https://reports.example')
    expect(await read(server, tokens.accessToken)).toMatchObject({ audience: 'https://reports.example' })
    expect(await refusalOf(grant({ audience: 'https://reports.example' }))).toEqual(faceOf(new InvalidAudienceError()))
  })

  it.each([
    ['a hundred characters', 'x'.repeat(100), true],
    ['a hundred and one', 'x'.repeat(101), false],
    ['letters of any script', 'Téléphone 📱', true],
    ['a line break', 'Pho\nne', false],
    ['a NUL', 'Pho\0ne', false],
  ])('judges a device name of %s', async (_what, deviceName, isFine) => {
    const refusal = new BadUserInputError('deviceName', 'A device name has at most 100 characters and no control characters.')
    if (isFine) expect((await grant({ deviceName })).session.deviceName).toBe(deviceName)
    else expect(await refusalOf(grant({ deviceName }))).toEqual(faceOf(refusal))
  })

  it('begins no session when the password changes, or the user is disabled, after the password was checked', async () => {
    const disable = (id: string) => query(server.databaseUrl, `UPDATE users SET "isEnabled" = false WHERE id = '${id}'`)
    for (const change of [replacePassword, disable]) {
      const { id, email } = await addUser(server)
      const storage = {
        ...server.store,
        startSession: async (start: Parameters<typeof server.store.startSession>[0]) => {
          await change(id)
          return server.store.startSession(start)
        },
      }
      expect(await refusalOf(grant({ email }, { ...server.authority, storage }))).toEqual(wrong)
      expect(await query(server.databaseUrl, `SELECT id FROM sessions WHERE "userId" = '${id}'`)).toEqual([])
    }
  })

  it('hashes the password anew when its hash is weaker than today, and leaves a good hash alone', async () => {
    const stronger = await createPasswords({ ...cheapArgon2, passes: 2 })
    const authority = { ...server.authority, passwords: stronger }
    const hashOf = async () => (await server.store.findUser(user.id))?.passwordHash ?? ''
    const old = await hashOf()
    await grant({}, authority)
    const upgraded = await hashOf()
    expect([stronger.isOutdated(old), stronger.isOutdated(upgraded)]).toEqual([true, false])
    await grant({}, authority)
    expect(await hashOf()).toBe(upgraded)
  })

  async function replacePassword(userId: string) {
    const at = server.clock.now()
    const found = await server.store.findUser(userId)
    const end = sessionEnd({ actorId: userId, reason: 'password changed', origin: testOrigin }, at)
    const audit = end.audit({ id: 'ses_none', userId, clientId })
    const passwordHash = await server.authority.passwords.hash('another battery staple horse')
    const checkedPasswordHash = found?.passwordHash ?? ''
    await server.store.replacePassword({ userId, checkedPasswordHash, passwordHash, keepSessionId: null, end, audit })
  }
})
