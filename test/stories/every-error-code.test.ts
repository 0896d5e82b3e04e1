// Every code that the API can answer with so far, reached over HTTP. CONFLICT has no operation yet.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { ClientCredentialsDocument, LoginDocument, RefreshDocument, UserDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('an answer on %s has the code', (engine) => {
  let service: TestService
  let input: { clientId: string; email: string; password: string }
  beforeAll(async () => {
    service = await startTestService({ engine })
    const { email } = await addUser(service)
    input = { clientId: await addClient(service), email, password }
  })
  afterAll(() => service.stop())

  const login = async (change: object) => codesOf(await service.send(LoginDocument, { input: { ...input, ...change } }))

  it('none, when nothing is wrong', async () => {
    expect(await login({})).toEqual([])
  })

  it('UNAUTHENTICATED, when a field needs a token and none came', async () => {
    expect(codesOf(await service.send(UserDocument, { id: 'usr_none' }))).toEqual(['UNAUTHENTICATED'])
  })

  it('UNAUTHORIZED_FIELD_OR_TYPE, when the token does not reach the field', async () => {
    const { data } = await service.send(LoginDocument, { input })
    const token = data?.login.tokens.accessToken
    expect(codesOf(await service.send(UserDocument, { id: 'usr_none' }, token))).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE'])
  })

  it.each([
    ['INVALID_CREDENTIALS', 'the password is wrong', { password: 'another password' }],
    ['INVALID_CLIENT', 'there is no such client', { clientId: 'cli_none' }],
    ['INVALID_SCOPE', 'a scope is beyond the user', { scopes: ['invoices:read'] }],
    ['INVALID_AUDIENCE', 'the audience is not among those of the client', { audience: 'https://elsewhere.example' }],
    ['BAD_USER_INPUT', 'an argument is malformed', { deviceName: 'x'.repeat(101) }],
  ])('%s, when %s', async (code, _when, change) => {
    expect(await login(change)).toEqual([code])
  })

  it('RATE_LIMITED, when there were too many wrong passwords', async () => {
    const { email } = await addUser(service)
    for (let n = 0; n < 10; n++) expect(await login({ email, password: 'another password' })).toEqual(['INVALID_CREDENTIALS'])
    expect(await login({ email })).toEqual(['RATE_LIMITED'])
    expect(await login({})).toEqual([])
  })

  it('UNAUTHORIZED_CLIENT, when the client may not use the grant', async () => {
    expect(await login({ clientId: await addClient(service, { grantTypes: ['REFRESH_TOKEN'] }) })).toEqual([
      'UNAUTHORIZED_CLIENT',
    ])
    expect(await login({ clientId: await addClient(service, { grantTypes: ['PASSWORD'] }) })).toEqual([])
  })

  it('INVALID_GRANT, when the refresh token is no good', async () => {
    const refresh = { clientId: input.clientId, refreshToken: `fgr_${'A'.repeat(43)}` }
    expect(codesOf(await service.send(RefreshDocument, { input: refresh }))).toEqual(['INVALID_GRANT'])
  })

  it('NOT_FOUND, when there is nothing at the path', async () => {
    const response = await fetch(`${service.url}/nothing`)
    expect(codesOf((await response.json()) as Parameters<typeof codesOf>[0])).toEqual(['NOT_FOUND'])
  })

  it('QUERY_TOO_COMPLEX, when two credentials are tried at once', async () => {
    const twice =
      'mutation($input: LoginInput!) { a: login(input: $input) { session { id } } b: login(input: $input) { session { id } } }'
    expect(codesOf(await send(service.url, { query: twice, variables: { input } }))).toEqual(['QUERY_TOO_COMPLEX'])
  })

  it('INTERNAL_SERVER_ERROR with a requestId, when the database has lost a table; the log knows why, the caller does not', async () => {
    const secret = `fgs_${'B'.repeat(43)}`
    const client = { clientId: await addClient(service, { secret }), clientSecret: secret }
    expect(codesOf(await service.send(ClientCredentialsDocument, { input: client }))).toEqual([])
    await query(service.databaseUrl, 'ALTER TABLE audit_events RENAME TO gone')
    const answer = await service.send(ClientCredentialsDocument, { input: client })
    await query(service.databaseUrl, 'ALTER TABLE gone RENAME TO audit_events')
    expect(answer).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^req_/) } }],
    })
    expect(JSON.stringify(answer)).not.toMatch(/audit_events|prisma|select|insert/i)
    expect(service.log()).toContain('audit_events')
    expect(service.log()).toContain(String(answer.errors[0]?.extensions.requestId))
  })
})

function codesOf({ errors = [] }: { errors?: readonly { extensions: { code: string } }[] }): string[] {
  return errors.map(({ extensions }) => extensions.code)
}
