import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { LoginDocument, RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

// RFC 9700 section 4.14.2
describe.each(engines)('a refresh token in the hands of a thief, on %s,', (engine) => {
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service)
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(email: string) {
    const { data } = await service.send(LoginDocument, { input: { email, password, clientId } })
    if (!data) throw new Error('The login failed.')
    const { accessToken, refreshToken } = data.login.tokens
    return { accessToken, refreshToken: refreshToken ?? '', sessionId: data.login.session.id }
  }
  async function refresh(refreshToken: string) {
    const { data, errors } = await service.send(RefreshDocument, { input: { refreshToken, clientId } })
    const { accessToken = '', refreshToken: next } = data?.refresh.tokens ?? {}
    return { accessToken, refreshToken: next ?? '', code: errors[0]?.extensions.code }
  }

  it('is noticed when the thief comes after the owner: the session ends for both', async () => {
    const stolen = await logIn((await addUser(service)).email)
    const owner = await refresh(stolen.refreshToken)
    service.clock.advance(60)
    expect(await refresh(stolen.refreshToken)).toMatchObject({ code: 'INVALID_GRANT' })
    expect(await refresh(owner.refreshToken)).toMatchObject({ code: 'INVALID_GRANT' })
  })

  it('is noticed when the owner comes after the thief, who loses the access token at once', async () => {
    const stolen = await logIn((await addUser(service)).email)
    const thief = await refresh(stolen.refreshToken)
    expect(await service.send(ViewerDocument, {}, thief.accessToken)).toMatchObject({ status: 200, errors: [] })
    service.clock.advance(60)
    expect(await refresh(stolen.refreshToken)).toMatchObject({ code: 'INVALID_GRANT' })
    expect(await service.send(ViewerDocument, {}, thief.accessToken)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'REVOKED' } }],
    })
    expect(await refresh(thief.refreshToken)).toMatchObject({ code: 'INVALID_GRANT' })
  })

  it('is noticed inside the replay window too, once its successor was used', async () => {
    const stolen = await logIn((await addUser(service)).email)
    const owner = await refresh(stolen.refreshToken)
    const later = await refresh(owner.refreshToken)
    expect(await refresh(stolen.refreshToken)).toMatchObject({ code: 'INVALID_GRANT' })
    expect(await refresh(later.refreshToken)).toMatchObject({ code: 'INVALID_GRANT' })
  })

  it('leaves the other sessions of the user alone', async () => {
    const { email } = await addUser(service)
    const [stolen, phone] = [await logIn(email), await logIn(email)]
    await refresh(stolen.refreshToken)
    service.clock.advance(60)
    expect(await refresh(stolen.refreshToken)).toMatchObject({ code: 'INVALID_GRANT' })
    expect(await service.send(ViewerDocument, {}, phone.accessToken)).toMatchObject({ status: 200, errors: [] })
    expect(await refresh(phone.refreshToken)).toMatchObject({ code: undefined })
  })

  it('tells the same to whoever shows it, and leaves one event and one reason behind', async () => {
    const stolen = await logIn((await addUser(service)).email)
    const owner = await refresh(stolen.refreshToken)
    service.clock.advance(60)
    const ask = (refreshToken: string) => service.send(RefreshDocument, { input: { refreshToken, clientId } })
    const reused = await ask(stolen.refreshToken)
    const dead = await ask(owner.refreshToken)
    const unknown = await ask(`fgr_${'A'.repeat(43)}`)
    expect([reused, dead].map(({ data, errors }) => ({ data, errors }))).toEqual(
      [unknown, unknown].map(({ data, errors }) => ({ data, errors })),
    )
    const events = await query(
      service.databaseUrl,
      `SELECT "targetId" FROM audit_events WHERE type = 'refresh.reused' AND "targetId" = '${stolen.sessionId}'`,
    )
    expect(events).toEqual([{ targetId: stolen.sessionId }])
    expect(await service.store.findSession(stolen.sessionId)).toMatchObject({
      revokedAt: service.clock.now(),
      revokedReason: 'refresh token reused',
    })
  })

  it('is worth nothing to another app, and not spent by its attempt', async () => {
    const otherClientId = await addClient(service)
    const stolen = await logIn((await addUser(service)).email)
    const attempt = { refreshToken: stolen.refreshToken, clientId: otherClientId }
    expect(await service.send(RefreshDocument, { input: attempt })).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_GRANT' } }],
    })
    expect(await refresh(stolen.refreshToken)).toMatchObject({ code: undefined })
  })
})
