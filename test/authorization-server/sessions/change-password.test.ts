import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientCredentialsGrant } from '../../../src/authorization-server/grants/client-credentials.ts'
import { type ChangePasswordRequest, changePassword } from '../../../src/authorization-server/sessions/change-password.ts'
import { BadUserInputError, InvalidCredentialsError, NotFoundError, UnauthenticatedError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient, addUser, password } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('changing a password on %s', (engine) => {
  const newPassword = 'another battery staple horse'
  const wrong = faceOf(new InvalidCredentialsError())
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

  async function arrange() {
    const { id, email } = await addUser(server)
    const [here, there] = [await logIn(server, { clientId, email }), await logIn(server, { clientId, email })]
    const stranger = await logIn(server, { clientId })
    const token = await read(server, here.accessToken)
    const change = (changes: Partial<ChangePasswordRequest> = {}) => {
      const request = { currentPassword: password, newPassword, keepThisSession: true, ...changes }
      return changePassword(server.authority, token, request, testOrigin)
    }
    const reasons = async () => {
      const sessions = await Promise.all([here, there, stranger].map(({ session }) => server.store.findSession(session.id)))
      return sessions.map((session) => session?.revokedReason)
    }
    return { id, email, change, reasons, there }
  }

  it.each([
    [true, 1, [null, 'password changed', null]],
    [false, 2, ['password changed', 'password changed', null]],
  ])('with this session kept %s ends %i of two sessions', async (keepThisSession, count, reasons) => {
    const user = await arrange()
    let ended = 0
    const events = await eventsOf(server.databaseUrl, async () => {
      ended = await user.change({ keepThisSession })
    })
    expect([ended, await user.reasons()]).toEqual([count, reasons])
    expect(events.map(({ type }) => type)).toEqual(['password.changed', ...Array(count).fill('session.ended')])
    expect(events[0]).toEqual({ type: 'password.changed', actorId: user.id, clientId, targetId: user.id, data: {} })
    await expect(read(server, user.there.accessToken)).rejects.toMatchObject({ reason: 'REVOKED' })
    expect(await refusalOf(logIn(server, { clientId, email: user.email }))).toEqual(wrong)
    expect((await logIn(server, { clientId, email: user.email, password: newPassword })).userId).toBe(user.id)
  })

  it('refuses a wrong current password, tells of it once, and changes nothing', async () => {
    const user = await arrange()
    let refusal: unknown
    const events = await eventsOf(server.databaseUrl, async () => {
      refusal = await refusalOf(user.change({ currentPassword: `${password}!` }))
    })
    expect(refusal).toEqual(faceOf(new InvalidCredentialsError(undefined, 'The current password is wrong.')))
    expect(events).toEqual([{ type: 'password.change_failed', actorId: user.id, clientId, targetId: user.id, data: {} }])
    expect(await user.reasons()).toEqual([null, null, null])
    expect((await logIn(server, { clientId, email: user.email })).userId).toBe(user.id)
  })

  it.each([
    ['too short', 'qzvkwjxhpbm', 'A password has at least 12 characters. A few words make a good one.'],
    ['too long', 'x'.repeat(1_025), 'A password has at most 1024 characters.'],
    ['too easy', 'password123456', 'This password is too easy to guess. Choose another; a few unrelated words make a good one.'],
    ['the old one', password, 'The new password is the same as the current one.'],
  ])('refuses a new password that is %s', async (_what, refused, message) => {
    const user = await arrange()
    const refusal = faceOf(new BadUserInputError('newPassword', message))
    expect(await refusalOf(user.change({ newPassword: refused }))).toEqual(refusal)
    expect(await user.reasons()).toEqual([null, null, null])
  })

  it('refuses a current password that is too long to hash', async () => {
    const user = await arrange()
    const refusal = new BadUserInputError('currentPassword', 'A password has at most 1024 characters.')
    expect(await refusalOf(user.change({ currentPassword: 'x'.repeat(1_025) }))).toEqual(faceOf(refusal))
  })

  it("refuses a client's own token, and a disabled user's", async () => {
    const notFound = faceOf(new NotFoundError("The token is a client's own, and clients have no password."))
    const refusal = faceOf(new UnauthenticatedError('REVOKED', 'The user is disabled or gone.'))
    const own = await addClient(server, { secret: 'fgs_own' })
    const { accessToken } = await clientCredentialsGrant(server.authority, { clientId: own, clientSecret: 'fgs_own' }, testOrigin)
    const request = { currentPassword: password, newPassword, keepThisSession: true }
    const token = await read(server, accessToken)
    expect(await refusalOf(changePassword(server.authority, token, request, testOrigin))).toEqual(notFound)
    const user = await arrange()
    await query(server.databaseUrl, `UPDATE users SET "isEnabled" = false WHERE id = '${user.id}'`)
    expect(await refusalOf(user.change())).toEqual(refusal)
    await query(server.databaseUrl, `UPDATE users SET "isEnabled" = true WHERE id = '${user.id}'`)
    expect(await user.change()).toBe(1)
  })

  it('lets one of several at once win, whose password then counts', async () => {
    const user = await arrange()
    const candidates = ['first', 'second', 'third', 'fourth'].map((word) => `${word} battery staple horse`)
    const answers = await Promise.all(candidates.map((candidate) => user.change({ newPassword: candidate }).catch(faceOf)))
    const winners = candidates.filter((_, index) => answers[index] === 1)
    // A loser is told that the password is wrong, or that it was changed meanwhile: the code is the same.
    const losers = answers.filter((answer) => typeof answer === 'object').map(({ extensions }) => extensions)
    expect(losers).toEqual(Array(3).fill({ code: 'INVALID_CREDENTIALS' }))
    expect(winners).toHaveLength(1)
    expect((await logIn(server, { clientId, email: user.email, password: winners[0] ?? '' })).userId).toBe(user.id)
  })
})
