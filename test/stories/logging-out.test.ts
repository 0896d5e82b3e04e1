import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRevocationPage, readPageKeyId } from '../../src/token/revocation-page.ts'
import { engines } from '../support/databases.ts'
import {
  ChangePasswordDocument,
  LoginDocument,
  LogoutDocument,
  RefreshDocument,
  RevokeTokenDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

interface Login {
  readonly accessToken: string
  readonly refreshToken: string
  readonly sessionId: string
}

describe.each(engines)('a user who logs out, on %s,', (engine) => {
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

  async function logIn(email: string, secret = password): Promise<Login> {
    const { data, errors } = await service.send(LoginDocument, { input: { email, password: secret, clientId } })
    if (!data) throw new Error(`The login failed: ${errors[0]?.extensions.code}`)
    const { accessToken, refreshToken } = data.login.tokens
    return { accessToken, refreshToken: refreshToken ?? '', sessionId: data.login.session.id }
  }
  /** What still works of a login. */
  async function probe({ accessToken, refreshToken }: Login) {
    const viewer = await service.send(ViewerDocument, {}, accessToken)
    const refreshed = await service.send(RefreshDocument, { input: { refreshToken, clientId } })
    return {
      access: viewer.errors[0]?.extensions.reason ?? 'works',
      refresh: refreshed.errors[0]?.extensions.code ?? 'works',
    }
  }
  const alive = { access: 'works', refresh: 'works' }
  const dead = { access: 'REVOKED', refresh: 'INVALID_GRANT' }

  it('is logged out at once: neither token works any more', async () => {
    const { email } = await addUser(service)
    const [here, there] = [await logIn(email), await logIn(email)]
    expect(await service.send(LogoutDocument, { input: {} }, here.accessToken)).toMatchObject({
      status: 200,
      errors: [],
      data: { logout: { revokedSessionCount: 1 } },
    })
    expect(await probe(here)).toEqual(dead)
    expect(await probe(there)).toEqual(alive)
  })

  it('can log out everywhere, and nobody else notices', async () => {
    const [user, other] = [await addUser(service), await addUser(service)]
    const [phone, laptop, theirs] = [await logIn(user.email), await logIn(user.email), await logIn(other.email)]
    const logout = await service.send(LogoutDocument, { input: { everywhere: true } }, phone.accessToken)
    expect(logout.data?.logout.revokedSessionCount).toBe(2)
    expect(await probe(phone)).toEqual(dead)
    expect(await probe(laptop)).toEqual(dead)
    expect(await probe(theirs)).toEqual(alive)
    expect(await probe(await logIn(user.email))).toEqual(alive)
  })

  it('needs a token for it', async () => {
    expect(await service.send(LogoutDocument, { input: {} })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED', coordinate: 'Mutation.logout' } }],
    })
  })

  it('appears on the public list of revocations, by the session alone', async () => {
    const login = await logIn((await addUser(service)).email)
    await service.send(LogoutDocument, { input: {} }, login.accessToken)
    const { page } = (await (await fetch(`${service.url}/revocations`)).json()) as { page: string }
    const key = await service.authority.keyRing.findKey(readPageKeyId(page))
    expect(key && openRevocationPage(page, key).revocations).toContainEqual({
      kind: 'session',
      targetId: login.sessionId,
      revokedAt: service.clock.now(),
      expiresAt: expect.any(Date),
    })
  })

  it('may leave it to the app, which gives the refresh token back; giving back an unknown one looks the same', async () => {
    const login = await logIn((await addUser(service)).email)
    const giveBack = (token: string) => service.send(RevokeTokenDocument, { input: { token, clientId } })
    const unknown = await giveBack(`fgr_${'A'.repeat(43)}`)
    const known = await giveBack(login.refreshToken)
    expect(known.data).toEqual({ revokeToken: { isRevoked: true } })
    expect(unknown.data).toEqual(known.data)
    expect(await probe(login)).toEqual(dead)
  })

  it('logs the others out by a new password, and logs in with that one alone', async () => {
    const { email } = await addUser(service)
    const [here, there] = [await logIn(email), await logIn(email)]
    const input = { currentPassword: password, newPassword: 'another battery staple horse' }
    expect(await service.send(ChangePasswordDocument, { input }, here.accessToken)).toMatchObject({
      errors: [],
      data: { changePassword: { revokedSessionCount: 1 } },
    })
    expect(await probe(here)).toEqual(alive)
    expect(await probe(there)).toEqual(dead)
    await expect(logIn(email)).rejects.toThrow('INVALID_CREDENTIALS')
    expect(await probe(await logIn(email, input.newPassword))).toEqual(alive)
  })
})
