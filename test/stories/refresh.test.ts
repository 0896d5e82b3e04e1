import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { LoginDocument, RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('an app that stays logged in, on %s,', (engine) => {
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service, { refreshTokenIdleSeconds: 3_600, refreshTokenAbsoluteSeconds: 3 * 3_600 })
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(scopes?: string[]) {
    const { email } = await addUser(service)
    const { data } = await service.send(LoginDocument, { input: { email, password, clientId, ...(scopes && { scopes }) } })
    if (!data) throw new Error('The login failed.')
    return { ...data.login.tokens, refreshToken: data.login.tokens.refreshToken ?? '', sessionId: data.login.session.id }
  }
  const refresh = (refreshToken: string, scopes?: string[]) =>
    service.send(RefreshDocument, { input: { refreshToken, clientId, ...(scopes && { scopes }) } })

  it('trades its refresh token for a new pair when the access token has expired', async () => {
    const first = await logIn()
    service.clock.advance(300)
    expect(await service.send(ViewerDocument, {}, first.accessToken)).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'EXPIRED' } }],
    })
    const answer = await refresh(first.refreshToken)
    expect(answer).toMatchObject({
      status: 200,
      errors: [],
      data: {
        refresh: {
          tokens: {
            accessToken: expect.stringMatching(/^v4\.public\./),
            refreshToken: expect.stringMatching(/^fgr_/),
            expiresInSeconds: 300,
            scopes: ['orders:read'],
          },
        },
      },
    })
    expect(answer.data?.refresh.tokens.refreshToken).not.toBe(first.refreshToken)
    const viewer = await service.send(ViewerDocument, {}, answer.data?.refresh.tokens.accessToken)
    expect(viewer).toMatchObject({ errors: [], data: { viewer: { session: { id: first.sessionId, status: 'ACTIVE' } } } })
  })

  it('goes on from pair to pair, in one session', async () => {
    const first = await logIn()
    const seen = new Set([first.refreshToken])
    let current: string | null | undefined = first.refreshToken
    for (let round = 0; round < 5; round++) {
      service.clock.advance(60)
      const { data } = await refresh(current ?? '')
      current = data?.refresh.tokens.refreshToken
      seen.add(current ?? '')
    }
    expect(seen.size).toBe(6)
    expect(await service.store.findSession(first.sessionId)).toMatchObject({ lastUsedAt: service.clock.now(), revokedAt: null })
  })

  it('asks for less for once, and for all of it again the next time', async () => {
    const first = await logIn(['orders:read', 'orders:write'])
    const narrow = await refresh(first.refreshToken, ['orders:read'])
    expect(narrow.data?.refresh.tokens.scopes).toEqual(['orders:read'])
    const whole = await refresh(narrow.data?.refresh.tokens.refreshToken ?? '')
    expect(whole.data?.refresh.tokens.scopes).toEqual(['orders:read', 'orders:write'])
  })

  it('gets no more than it logged in with, and keeps its refresh token for having tried', async () => {
    const first = await logIn(['orders:read'])
    expect(await refresh(first.refreshToken, ['orders:write'])).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'INVALID_SCOPE', scopes: ['orders:write'] } }],
    })
    expect(await refresh(first.refreshToken)).toMatchObject({ errors: [] })
  })

  it('is logged out after it was idle too long, and not a second before', async () => {
    const [first, second] = [await logIn(), await logIn()]
    service.clock.advance(3_599)
    expect(await refresh(first.refreshToken)).toMatchObject({ errors: [] })
    service.clock.advance(1)
    expect(await refresh(second.refreshToken)).toMatchObject({ data: null, errors: [{ extensions: { code: 'INVALID_GRANT' } }] })
  })

  it('is logged out at the end of the session, however busy it was', async () => {
    let { refreshToken } = await logIn()
    for (const seconds of [3_500, 3_500, 3_500]) {
      service.clock.advance(seconds)
      const { data } = await refresh(refreshToken)
      refreshToken = data?.refresh.tokens.refreshToken ?? ''
    }
    service.clock.advance(3 * 3_600 - 3 * 3_500)
    expect(await refresh(refreshToken)).toMatchObject({ data: null, errors: [{ extensions: { code: 'INVALID_GRANT' } }] })
  })
})
