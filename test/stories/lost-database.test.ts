import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { InternalError } from '../../src/errors.ts'
import { LoginDocument, ViewerDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

describe('while the database is away for a part of an operation', () => {
  let service: TestService
  let login: () => ReturnType<typeof logIn>
  beforeAll(async () => {
    service = await startTestService({ engine: 'sqlite' })
    const [clientId, { email }] = [await addClient(service), await addUser(service)]
    login = () => logIn(email, clientId)
  })
  afterAll(() => service.stop())
  afterEach(() => vi.restoreAllMocks())

  const logIn = (email: string, clientId: string) => service.send(LoginDocument, { input: { email, password, clientId } })
  const loseUsers = () =>
    vi.spyOn(service.store, 'findUser').mockRejectedValue(new InternalError({ cause: 'gone', retryAfterSeconds: 7 }))

  it('a query says when to come back, and does not pass nothing off as an answer', async () => {
    const { data } = await login()
    loseUsers()
    const answer = await service.send(ViewerDocument, {}, data?.login.tokens.accessToken)
    expect(answer).toMatchObject({
      status: 503,
      data: { viewer: { user: null, session: { id: data?.login.session.id } } },
      errors: [{ path: ['viewer', 'user'], extensions: { code: 'INTERNAL_SERVER_ERROR', retryAfterSeconds: 7 } }],
    })
    expect(answer.headers.get('retry-after')).toBe('7')
  })

  it('a mutation fails whole', async () => {
    loseUsers()
    const answer = await login()
    expect(answer).toMatchObject({ status: 503, data: null, errors: [{ path: ['login'] }] })
    expect(answer.headers.get('retry-after')).toBe('7')
  })

  it('has no part in an answer that lacks nothing', async () => {
    const { status, headers } = await login()
    expect([status, headers.get('retry-after')]).toEqual([200, null])
  })
})
