import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { ClientsDocument, LoginDocument, RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'

describe.each(engines)('metrics on %s', (engine) => {
  let service: TestService
  let clientId: string
  let email: string
  beforeAll(async () => {
    service = await startTestService({ engine, environment: { FIELDGATE_METRICS_PORT: '0' } })
    clientId = await addClient(service)
    email = (await addUser(service)).email
  })
  afterAll(() => service.stop())

  const url = () => {
    const [, found = ''] = /"url":"(http:\/\/127\.0\.0\.1:\d+\/metrics)"/.exec(service.log()) ?? []
    return found
  }
  const read = async () => (await fetch(url())).text()
  /** The value of one line; 0 when it is not there yet. */
  const value = async (line: string) => {
    const found = (await read()).split('\n').find((each) => each.startsWith(`${line} `))
    return Number(found?.slice(line.length + 1) ?? 0)
  }
  const logIn = (given = password) => service.send(LoginDocument, { input: { email, password: given, clientId } })

  it('are read on a port of their own, in the format of Prometheus', async () => {
    const answer = await fetch(url())
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await answer.text()).toMatch(/^# HELP fieldgate_root_fields_total /m)
    expect((await fetch(new URL('/graphql', url()), { method: 'POST' })).status).toBe(404)
    expect((await fetch(new URL('/metrics', service.url))).status).toBe(404)
  })

  it('count what came of each root field', async () => {
    const { data } = await logIn()
    await logIn('not the right password')
    const { refreshToken, accessToken } = data?.login.tokens ?? { refreshToken: '', accessToken: '' }
    await service.send(RefreshDocument, { input: { refreshToken: refreshToken ?? '', clientId } })
    await service.send(RefreshDocument, { input: { refreshToken: 'fgr_none', clientId } })
    await service.send(ViewerDocument, {}, accessToken)
    const count = (field: string, result: string) => value(`fieldgate_root_fields_total{field="${field}",result="${result}"}`)
    expect(await count('login', 'ok')).toBe(1)
    expect(await count('login', 'INVALID_CREDENTIALS')).toBe(1)
    expect(await count('refresh', 'ok')).toBe(1)
    expect(await count('refresh', 'INVALID_GRANT')).toBe(1)
    expect(await count('viewer', 'ok')).toBe(1)
  })

  it('count refused fields by their coordinates', async () => {
    await service.send(ClientsDocument, {})
    expect(await value('fieldgate_denials_total{coordinate="Query.clients"}')).toBe(1)
  })

  it('make no label of what callers name themselves', async () => {
    await send(service.url, { query: 'query Marked { marked: viewer { marked2: scopes } }' })
    await send(service.url, { query: '{ markedField }' })
    await send(service.url, { query: 'query { ...Marked } fragment Marked on Query { marked: viewer { scopes } }' })
    expect(await read()).not.toMatch(/marked/i)
  })

  it('tell how long operations and hashes take, how many sessions there are, and how old the key is', async () => {
    expect(await value('fieldgate_operation_seconds_count{kind="mutation"}')).toBeGreaterThan(0)
    expect(await value('fieldgate_password_hash_seconds_count')).toBeGreaterThanOrEqual(3)
    service.clock.advance(61)
    expect(await value('fieldgate_sessions_active')).toBe(1)
    expect(await value('fieldgate_signing_key_age_seconds')).toBeGreaterThanOrEqual(61)
  })
})
