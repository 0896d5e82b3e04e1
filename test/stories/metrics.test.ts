import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { ClientsDocument, LoginDocument, RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

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
  })

  it('are nowhere else, and nothing else is there', async () => {
    expect((await fetch(new URL('/metrics', service.url))).status).toBe(404)
    const body = JSON.stringify({ query: '{ viewer { scopes } }' })
    for (const [method, path] of [
      ...[['POST', '/graphql'] as const, ['POST', '/metrics'] as const, ['GET', '/'] as const],
      ...[['GET', '/metrics/marked'] as const, ['GET', '/marked%E0%A4%A'] as const],
    ]) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(url().replace(/\/metrics$/, path), { method, headers, ...(method === 'POST' && { body }) })
      expect(await answer.text()).not.toMatch(/marked/)
      expect(answer.status, `${method} ${path}`).toBe(404)
    }
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
    const tokens = (grant: string) => value(`fieldgate_tokens_issued_total{grant="${grant}"}`)
    expect(await Promise.all(['password', 'refresh_token', 'client_credentials'].map(tokens))).toEqual([1, 1, 0])
  })

  it('count a field as failed when all of its operation failed, or when it lost its value to a field below it', async () => {
    const count = (field: string, result: string) => value(`fieldgate_root_fields_total{field="${field}",result="${result}"}`)
    const before = await count('logout', 'ok')
    const denied = 'mutation { logout(input: {}) { revokedSessionCount } deleteUser(input: { id: "usr_none" }) { deletedId } }'
    await send(service.url, { query: denied })
    expect(await count('logout', 'ok')).toBe(before)
    expect(await count('logout', 'UNAUTHENTICATED')).toBe(1)
    expect(await count('deleteUser', 'UNAUTHENTICATED')).toBe(1)
  })

  it('count each event of the audit log once it is sealed', async () => {
    const count = (type: string) => value(`fieldgate_audit_events_total{type="${type}"}`)
    const before = await count('login.succeeded')
    await logIn()
    await logIn()
    await expect.poll(() => count('login.succeeded'), { timeout: 5_000 }).toBe(before + 2)
    expect(await read()).toMatch(/^fieldgate_audit_events_total\{type="refresh.reused"\} 0$/m)
  })

  it('time what could not be understood as such', async () => {
    await send(service.url, { query: '{ nothing' })
    expect(await value('fieldgate_operation_seconds_count{kind="invalid"}')).toBeGreaterThanOrEqual(1)
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
    const [row] = await query(service.databaseUrl, 'SELECT COUNT(*) AS count FROM sessions')
    expect(await value('fieldgate_sessions_active')).toBe(Number(row?.count))
    expect(await value('fieldgate_signing_key_age_seconds')).toBeGreaterThanOrEqual(61)
  })

  it('leave out what the database does not tell, and say so', async () => {
    const failures = 'fieldgate_metrics_failed_total{metric="fieldgate_sessions_active"}'
    expect(await value(failures)).toBe(0)
    await query(service.databaseUrl, 'ALTER TABLE sessions RENAME TO gone')
    service.clock.advance(10_000)
    const text = await read()
    await query(service.databaseUrl, 'ALTER TABLE gone RENAME TO sessions')
    expect(text).not.toMatch(/^fieldgate_sessions_active /m)
    expect(text).toMatch(/^fieldgate_signing_key_age_seconds \d+/m)
    expect(text).toMatch(/^fieldgate_tokens_issued_total/m)
    expect(await value(failures)).toBe(1)
    service.clock.advance(10_000)
    expect(await read()).toMatch(/^fieldgate_sessions_active \d+$/m)
  })

  it('hold no secret', async () => {
    const text = await read()
    for (const secret of [password, email, 'fgr_', 'v4.public.', 'k4.pid.', 'postgresql://', 'usr_', 'cli_'])
      expect(text).not.toContain(secret)
  })
})
