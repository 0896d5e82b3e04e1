// Someone guesses at a password over HTTP; its owner goes on.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { ClientCredentialsDocument, LoginDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('guessing on %s', (engine) => {
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service)
  })
  afterAll(() => service.stop())

  const login = (email: string, typed: string, deviceToken?: string) =>
    service.send(LoginDocument, { input: { clientId, email, password: typed, ...(deviceToken && { deviceToken }) } })
  const limit = (retryAfterSeconds: number) => ({
    status: 429,
    data: null,
    errors: [
      {
        message: 'Too many attempts. Wait before trying again.',
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds },
      },
    ],
  })

  it('is answered with 429 and when to come back, and the owner gets in with what an earlier login gave the device', async () => {
    const { email } = await addUser(service)
    const first = await login(email, password)
    const deviceToken = first.data?.login.deviceToken ?? ''
    expect(deviceToken).toMatch(/^fgd_/)
    for (let n = 0; n < 10; n++) expect((await login(email, `wrong ${n}`)).errors[0]?.extensions.code).toBe('INVALID_CREDENTIALS')
    const refusal = await login(email, password)
    expect(refusal).toMatchObject(limit(60))
    expect(refusal.headers.get('retry-after')).toBe('60')
    expect((await login(email, password, deviceToken)).data?.login.session.status).toBe('ACTIVE')
    service.clock.advance(60)
    expect((await login(email, password)).data?.login.session.status).toBe('ACTIVE')
  })

  it('gives the same bytes for a user who exists and one who does not', async () => {
    const { email } = await addUser(service)
    const told = async (tried: string) => {
      const answers: string[] = []
      for (let n = 0; n < 12; n++) {
        const { status, headers, data, errors } = await login(tried, `wrong ${n}`)
        answers.push(
          JSON.stringify({ status, data, errors, retry: headers.get('retry-after'), length: headers.get('content-length') }),
        )
      }
      return answers
    }
    expect(await told('no-one@example.com')).toEqual(await told(email))
  })

  it('at the secret of a client is answered alike, and the client itself gets in', async () => {
    const id = await addClient(service, { secret: 'fgs_right' })
    const authenticate = (clientSecret: string) =>
      service.send(ClientCredentialsDocument, { input: { clientId: id, clientSecret } })
    for (let n = 0; n < 50; n++) await authenticate(`wrong ${n}`)
    const refusal = await authenticate('wrong')
    expect(refusal).toMatchObject(limit(2))
    expect(refusal.headers.get('retry-after')).toBe('2')
    expect((await authenticate('fgs_right')).errors).toEqual([])
  })
})
