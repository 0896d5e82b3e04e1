import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { LoginDocument, RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('an app whose answer was lost on the way, on %s,', (engine) => {
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

  async function logIn() {
    const { email } = await addUser(service)
    const { data } = await service.send(LoginDocument, { input: { email, password, clientId } })
    return data?.login.tokens.refreshToken ?? ''
  }
  async function refresh(refreshToken: string) {
    const { data, errors } = await service.send(RefreshDocument, { input: { refreshToken, clientId } })
    return { tokens: data?.refresh.tokens, code: errors[0]?.extensions.code }
  }

  it('tries again and gets the same successor, with an access token that works', async () => {
    const refreshToken = await logIn()
    const lost = await refresh(refreshToken)
    service.clock.advance(9)
    const retried = await refresh(refreshToken)
    expect(retried.tokens?.refreshToken).toBe(lost.tokens?.refreshToken)
    expect(retried.tokens?.refreshExpiresAt).toBe(lost.tokens?.refreshExpiresAt)
    const viewer = await service.send(ViewerDocument, {}, retried.tokens?.accessToken)
    expect(viewer).toMatchObject({ errors: [], data: { viewer: { session: { status: 'ACTIVE' } } } })
  })

  it('goes on with that successor as if nothing had happened', async () => {
    const refreshToken = await logIn()
    await refresh(refreshToken)
    const retried = await refresh(refreshToken)
    const next = await refresh(retried.tokens?.refreshToken ?? '')
    expect(next.code).toBeUndefined()
    expect(next.tokens?.refreshToken).not.toBe(retried.tokens?.refreshToken)
  })

  it('may ask from fifty tabs at once, and all of them hold one successor', async () => {
    const refreshToken = await logIn()
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)))
    expect(new Set(answers.map(({ tokens, code }) => code ?? tokens?.refreshToken)).size).toBe(1)
    expect(await refresh(answers[0]?.tokens?.refreshToken ?? '')).toMatchObject({ code: undefined })
  })

  it('has until the end of the window, and is logged out when it comes back after it', async () => {
    const refreshToken = await logIn()
    const lost = await refresh(refreshToken)
    service.clock.advance(10)
    expect(await refresh(refreshToken)).toEqual({ tokens: undefined, code: 'INVALID_GRANT' })
    expect(await refresh(lost.tokens?.refreshToken ?? '')).toEqual({ tokens: undefined, code: 'INVALID_GRANT' })
  })
})

describe.each(engines)('with a window of nothing, on %s,', (engine) => {
  it('every retry ends the session', async () => {
    const service = await startTestService({ engine, environment: { FIELDGATE_REPLAY_WINDOW_SECONDS: '0' } })
    const clientId = await addClient(service)
    const { email } = await addUser(service)
    const login = await service.send(LoginDocument, { input: { email, password, clientId } })
    const input = { refreshToken: login.data?.login.tokens.refreshToken ?? '', clientId }
    expect(await service.send(RefreshDocument, { input })).toMatchObject({ errors: [] })
    expect(await service.send(RefreshDocument, { input })).toMatchObject({ errors: [{ extensions: { code: 'INVALID_GRANT' } }] })
    expect(await service.store.findSession(login.data?.login.session.id ?? '')).toMatchObject({
      revokedReason: 'refresh token reused',
    })
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })
})
