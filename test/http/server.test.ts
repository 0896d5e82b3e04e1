import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { sendBytes, sendRaw } from '../support/raw-http.ts'
import { ask, startServer, type TestServer } from './harness.ts'

let server: TestServer
afterEach(() => server.close())

const json = { 'content-type': 'application/json' }
const hello = JSON.stringify({ query: '{ hello }' })
const slow = JSON.stringify({ query: '{ slow }' })
const protection = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-request-id': expect.stringMatching(/^req_\d+$/),
}

describe('every answer', () => {
  it.each([
    ['an operation', { headers: json, body: hello }, 200, 'no-store'],
    ['a document', { method: 'GET', path: '/keys' }, 200, 'public, max-age=60'],
    [
      'a document that the caller has',
      { method: 'GET', path: '/keys', headers: { 'if-none-match': '*' } },
      304,
      'public, max-age=60',
    ],
    ['a path that is nothing', { method: 'GET', path: '/nowhere' }, 404, 'no-store'],
    ['a method that is not there', { method: 'DELETE', path: '/keys' }, 405, 'no-store'],
    ['a body that is not JSON', { headers: json, body: '{' }, 400, 'no-store'],
    ['a path that cannot be decoded', { method: 'GET', path: '/%E0%A4%A' }, 400, 'no-store'],
    ['liveness', { method: 'GET', path: '/healthz' }, 200, 'no-store'],
  ])('has the protective headers and an id of ours: %s', async (_name, sent, status, cacheControl) => {
    server = await startServer()
    const headers = { ...('headers' in sent ? sent.headers : {}), 'x-request-id': 'req_999' }
    const answer = await sendRaw(server.url, { ...sent, headers })
    expect({ status: answer.status, headers: answer.headers }).toMatchObject({
      status,
      headers: { ...protection, 'cache-control': cacheControl },
    })
    expect(answer.headers['x-request-id']).not.toBe('req_999')
    expect(answer.headers).not.toHaveProperty('x-powered-by')
    expect(answer.headers).not.toHaveProperty('server')
  })
})

describe('a request without a host', () => {
  it.each([
    ['1.1', 400],
    ['1.0', 200],
  ])('of HTTP %s is answered with %i', async (version, status) => {
    server = await startServer()
    const answer = await sendBytes(server.url, `GET /healthz HTTP/${version}\r\nconnection: close\r\n\r\n`)
    expect(answer).toMatchObject({ status, headers: protection })
  })
})

describe('a body', () => {
  it('may be as long as the limit, and no longer', async () => {
    server = await startServer({ limits: { maxBodyBytes: 100 } })
    const [fitting, long] = [hello.padEnd(100), hello.padEnd(101)]
    expect(await sendRaw(server.url, { headers: json, body: fitting })).toMatchObject({ status: 200 })
    const refusal = await sendRaw(server.url, { headers: json, body: long })
    const extensions = { code: 'QUERY_TOO_COMPLEX', limit: 'bodyBytes', measured: 101, maximum: 100 }
    expect({ status: refusal.status, ...JSON.parse(refusal.text) }).toMatchObject({ status: 413, errors: [{ extensions }] })
  })

  it('is limited by what comes when its length was not announced', async () => {
    server = await startServer({ limits: { maxBodyBytes: 100 } })
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
    const chunk = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
    expect(await sendBytes(server.url, head + chunk(hello.padEnd(100)))).toMatchObject({ status: 200 })
    expect(await sendBytes(server.url, head + chunk(hello.padEnd(101)))).toMatchObject({ status: 413 })
  })
})

describe('time', () => {
  it.each([
    ['/readyz', 'GET'],
    ['/graphql', 'POST'],
  ])('that an answer takes is limited, at %s: the caller gets a 503 and may come back', (path, method) =>
    expectLimit(path, method),
  )

  async function expectLimit(path: string, method: string): Promise<void> {
    server = await startServer({ limits: { answerSeconds: 0.2, receiveSeconds: 0.5 } })
    let finish = (): void => undefined
    const waiting = new Promise<void>((resolve) => {
      finish = resolve
    })
    server.told.slow = waiting.then(() => 'done')
    server.told.readiness = () => waiting.then(() => [])
    const send = () => sendRaw(server.url, { method, path, headers: json, ...(method === 'POST' && { body: slow }) })
    const late = await send()
    finish()
    const extensions = { code: 'INTERNAL_SERVER_ERROR', retryAfterSeconds: 1, requestId: late.headers['x-request-id'] }
    expect({ ...late, body: JSON.parse(late.text) }).toMatchObject({
      status: 503,
      headers: { ...protection, 'retry-after': '1' },
      body: { errors: [{ message: 'The service is briefly unavailable. Try again.', extensions }] },
    })
    expect(await send()).toMatchObject({ status: 200 })
  }

  it('that a request takes to arrive is limited: the sender gets a 408 as JSON', async () => {
    server = await startServer({ limits: { receiveSeconds: 0.5 } })
    const answer = await sendBytes(server.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\n')
    expect({ ...answer, body: JSON.parse(answer.text) }).toMatchObject({
      status: 408,
      headers: { ...protection, 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' },
      body: { errors: [{ extensions: { code: 'BAD_USER_INPUT', requestId: answer.headers['x-request-id'] } }] },
    })
    expect(await sendBytes(server.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatchObject({
      status: 200,
    })
  })
})

describe('what is no HTTP', () => {
  it.each([
    ['words', 400, 'hush hush\r\n\r\n'],
    ['a length that is none', 400, 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: hush\r\n\r\n'],
    ['two lengths', 400, 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\nhush'],
    ['headers without an end', 431, `GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${'hush'.repeat(5_000)}`],
  ])('is refused as JSON, and neither repeated nor logged: %s', async (_name, status, bytes) => {
    server = await startServer()
    const answer = await sendBytes(server.url, bytes)
    expect(answer).toMatchObject({ status, headers: { ...protection, connection: 'close' } })
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.text))
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    expect(`${answer.text}${server.log()}`).not.toContain('hush')
    expect(server.log()).toContain(`"status":${status}`)
  })

  it('from a caller who hangs up leaves nothing behind', async () => {
    server = await startServer()
    const { port } = new URL(server.url)
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /hea', () => socket.resetAndDestroy()))
      socket.once('close', () => resolve())
    })
    expect((await ask(server.url, 'hello')).status).toBe(200)
  })
})

describe('draining', () => {
  it('answers what is open, also on a connection that is kept, then hangs up, and takes no more', async () => {
    server = await startServer()
    let finish = (_: string): void => undefined
    server.told.slow = new Promise((resolve) => {
      finish = resolve
    })
    const agent = new Agent({ keepAlive: true })
    const begun = new Promise<string>((resolve, reject) => {
      const sent = request(`${server.url}/graphql`, { method: 'POST', headers: json, agent }, async (response) => {
        resolve(Buffer.concat(await response.toArray()).toString())
      })
      sent.once('error', reject)
      sent.end(slow)
    })
    await ask(server.url, 'hello')
    const closing = server.close()
    finish('done')
    expect(JSON.parse(await begun)).toEqual({ data: { slow: 'done' } })
    await closing
    await expect(sendRaw(server.url, { headers: json, body: hello })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    agent.destroy()
  })
})
