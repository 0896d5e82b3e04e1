// An operator who runs OpenTelemetry sees what a request was made of, and no secret in it.

import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { ClientsDocument, LoginDocument, RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'
import { registerTelemetry, treeOf } from '../support/traces.ts'
import { formsOf } from './secret-forms.ts'

const telemetry = registerTelemetry()

describe.each(engines)('traces on %s', (engine) => {
  let service: TestService
  let clientId: string
  let email: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service)
    email = (await addUser(service)).email
  })
  afterEach(() => telemetry.forget())
  afterAll(() => service.stop())

  const logIn = async (given = password) => {
    const { data } = await service.send(LoginDocument, { input: { email, password: given, clientId } })
    return data?.login.tokens ?? { accessToken: '', refreshToken: null }
  }
  /** The span that a request leaves, once its answer is out and the span is over. */
  const spanOf = async (name: string) => {
    await expect.poll(() => telemetry.spans().some((span) => span.name === name)).toBe(true)
    const [span] = telemetry.spans().filter((each) => each.name === name)
    if (!span) throw new Error(`There is no span ${name}.`)
    return span
  }
  const request = () => spanOf('POST /graphql')

  it('show what a login is made of', async () => {
    await logIn()
    await request()
    expect(treeOf(telemetry.spans())).toEqual([
      {
        'POST /graphql': [
          'gate.decide',
          ...['store.findClient', 'store.takeAttempt', 'store.findUserForLogin', 'password.verify', 'store.settleAttempt'],
          ...['store.findUser', 'store.listScopeDefinitions', 'store.startSession', 'store.findUsers', 'store.findClients'],
        ],
      },
    ])
  })

  it('show that a token was verified, and that it was not revoked', async () => {
    const { accessToken } = await logIn()
    await request()
    telemetry.forget()
    await service.send(ViewerDocument, {}, accessToken)
    await request()
    const [tree] = treeOf(telemetry.spans()) as [{ 'POST /graphql': unknown[] }]
    expect(tree['POST /graphql'].slice(0, 2)).toEqual([{ 'token.authenticate': ['store.findRevocations'] }, 'gate.decide'])
  })

  it('show the feed being read', async () => {
    await fetch(`${service.url}/revocations`)
    await spanOf('GET /revocations')
    expect(treeOf(telemetry.spans())).toEqual([{ 'GET /revocations': [{ 'feed.readPage': ['store.readRevocations'] }] }])
  })

  it('name requests, operations and the database as the conventions of OpenTelemetry do', async () => {
    const { refreshToken } = await logIn()
    await request()
    telemetry.forget()
    const { headers } = await service.send(RefreshDocument, { input: { clientId, refreshToken: refreshToken ?? '' } })
    const { kind, attributes, status } = await request()
    expect({ kind, attributes, status }).toEqual({
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'url.scheme': 'http',
        'url.path': '/graphql',
        'graphql.operation.type': 'mutation',
        'graphql.operation.name': 'Refresh',
        'fieldgate.request.id': headers.get('x-request-id'),
      },
      status: { code: SpanStatusCode.UNSET },
    })
    expect(await spanOf('store.rotateRefreshToken')).toMatchObject({
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': engine },
    })
  })

  it('tell a refusal by its code', async () => {
    await service.send(ClientsDocument, {})
    expect((await request()).attributes).toMatchObject({ 'fieldgate.error.codes': ['UNAUTHENTICATED'] })
    expect((await spanOf('gate.decide')).attributes).toEqual({ 'fieldgate.decision': 'filter' })
    telemetry.forget()
    await service.send(ViewerDocument, {}, 'v4.public.none')
    expect(await request()).toMatchObject({
      attributes: { 'http.response.status_code': 401, 'fieldgate.error.codes': ['UNAUTHENTICATED'] },
    })
    const { attributes, status, events } = await spanOf('token.authenticate')
    expect({ attributes, status, events }).toEqual({
      attributes: { 'error.type': 'UNAUTHENTICATED' },
      status: { code: SpanStatusCode.ERROR },
      events: [],
    })
  })

  it('tell what the database refused, and only by a code', async () => {
    await query(service.databaseUrl, 'ALTER TABLE sessions RENAME TO gone')
    await logIn()
    await query(service.databaseUrl, 'ALTER TABLE gone RENAME TO sessions')
    const { attributes, status, events } = await spanOf('store.startSession')
    expect({ attributes, status, events }).toEqual({
      attributes: { 'db.system.name': engine, 'error.type': expect.stringMatching(/^[A-Z]\w+$/) },
      status: { code: SpanStatusCode.ERROR },
      events: [],
    })
    expect((await request()).attributes).toMatchObject({ 'fieldgate.error.codes': ['INTERNAL_SERVER_ERROR'] })
  })

  it("go on with the caller's trace, and the log names it", async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      body: JSON.stringify({ query: '{ viewer { scopes } }' }),
    })
    const span = await request()
    expect(span.spanContext().traceId).toBe(traceId)
    expect(span.parentSpanContext).toMatchObject({ spanId: 'b7ad6b7169203331', isRemote: true })
    const line = () =>
      service
        .log()
        .split('\n')
        .find((each) => each.includes(traceId)) ?? '{}'
    await expect.poll(() => JSON.parse(line())).toMatchObject({ msg: 'request', span_id: span.spanContext().spanId })
  })

  it('are not made of probes, the live feed, unknown paths, and what the service does by itself', async () => {
    for (const path of ['/healthz', '/readyz', '/nothing', '/graphql/fgr_secret?x=y']) await fetch(service.url + path)
    const feed = await fetch(`${service.url}/revocations`, { headers: { accept: 'text/event-stream' } })
    await feed.body?.getReader().read()
    await feed.body?.cancel().catch(() => undefined)
    // Sealing is such work, and comes after every login.
    await logIn()
    const sealed = async () => (await query(service.databaseUrl, 'SELECT 1 FROM audit_events WHERE sequence IS NULL')).length
    await expect.poll(sealed).toBe(0)
    await request()
    const roots = telemetry.spans().filter(({ parentSpanContext }) => !parentSpanContext)
    expect(roots.map(({ name }) => name)).toEqual(['POST /graphql'])
  })

  it('cut the name that a caller gave an operation', async () => {
    await send(service.url, { query: `query ${'N'.repeat(1_000)} { viewer { scopes } }` })
    expect((await request()).attributes['graphql.operation.name']).toBe('N'.repeat(40))
  })

  it('hold no secret and no email', async () => {
    const { accessToken, refreshToken } = await logIn()
    const wrongPassword = 'hush wrong horse battery & stäple'
    const secrets = { password, wrongPassword, accessToken, refreshToken: refreshToken ?? '', email }
    await logIn(wrongPassword)
    for (const secret of Object.values(secrets)) {
      await logIn(secret)
      await service.send(LoginDocument, { input: { email: secret, password, clientId: secret, clientSecret: secret } })
      await service.send(RefreshDocument, { input: { clientId, refreshToken: secret } })
      await service.send(ViewerDocument, {}, secret.replace(/[^\x21-\x7e]/g, ''))
      await send(service.url, {
        query: `mutation ${secret.replace(/\W/g, '_')} { login(input: "${secret}") }`,
        variables: secret,
      })
      await fetch(`${service.url}/revocations?after=${encodeURIComponent(secret)}`, {
        headers: { traceparent: encodeURIComponent(secret), tracestate: `a=${encodeURIComponent(secret)}`, baggage: 'a=b' },
      })
    }
    await query(service.databaseUrl, 'ALTER TABLE refresh_tokens RENAME TO gone')
    await service.send(RefreshDocument, { input: { clientId, refreshToken: secrets.refreshToken } })
    await query(service.databaseUrl, 'ALTER TABLE gone RENAME TO refresh_tokens')
    await expect.poll(() => telemetry.spans().filter(({ status }) => status.code === SpanStatusCode.ERROR)).not.toEqual([])
    const told = JSON.stringify(
      telemetry.spans().map(({ name, attributes, events, status, links }) => ({ name, attributes, events, status, links })),
    )
    const found = Object.entries(secrets).filter(([, secret]) => formsOf(secret).some((form) => told.includes(form)))
    expect(found.map(([name]) => name)).toEqual([])
    expect(told).toContain('"graphql.operation.name":"Login"')
  })
})
