import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, headersOf, startServer, type TestServer } from './harness.ts'

const allowed = 'https://shop.example'
const answered = ['vary', 'access-control-allow-origin', 'access-control-expose-headers'] as const
const preflighted = ['access-control-allow-methods', 'access-control-allow-headers', 'access-control-max-age'] as const
const never = { 'access-control-allow-credentials': null }
const none = Object.fromEntries([...answered, ...preflighted].map((name) => [name, null]))

let server: TestServer
let closed: TestServer
beforeAll(async () => {
  const config = { issuer: 'https://id.example', trustedProxies: [] }
  server = await startServer({ config: { ...config, corsOrigins: ['https://admin.example', allowed] } })
  closed = await startServer({ config: { ...config, corsOrigins: [] } })
})
afterAll(() => Promise.all([server.close(), closed.close()]))

function seen(response: Response): Record<string, string | null> {
  return headersOf(response, [...answered, ...preflighted, ...Object.keys(never)])
}

function preflight({ url }: TestServer, headers: Record<string, string>, path = '/graphql'): Promise<Response> {
  return fetch(url + path, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST', ...headers } })
}

describe('a page of a listed origin', () => {
  it('may call, and read the headers that help it', async () => {
    const answer = await ask(server.url, 'hello', { origin: allowed })
    expect(await answer.json()).toEqual({ data: { hello: 'world' } })
    expect(seen(answer)).toEqual({
      ...none,
      ...never,
      vary: 'Origin',
      'access-control-allow-origin': allowed,
      'access-control-expose-headers': 'x-request-id, retry-after, www-authenticate',
    })
  })

  it('hears in advance what it may send', async () => {
    const answer = await preflight(server, { origin: allowed })
    expect(answer.status).toBe(204)
    expect(seen(answer)).toEqual({
      ...none,
      ...never,
      vary: 'Origin',
      'access-control-allow-origin': allowed,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '600',
    })
  })

  it('may read refusals too', async () => {
    const answer = await fetch(`${server.url}/nowhere`, { headers: { origin: allowed } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([404, allowed])
  })

  it('gets no preflight without the method it asks for', async () => {
    const answer = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: allowed } })
    expect(answer.status).toBe(405)
  })
})

describe('a page of another origin', () => {
  it.each([
    ['a stranger', 'https://evil.example'],
    ['a subdomain', 'https://x.shop.example'],
    ['a longer name', `${allowed}.evil.example`],
    ['another scheme', 'http://shop.example'],
    ['another port', `${allowed}:8443`],
    ['another case', 'https://SHOP.example'],
    ['a slash at the end', `${allowed}/`],
    ['null', 'null'],
    ['two at once', `${allowed}, https://evil.example`],
  ])('is told of nothing that it may: %s', async (_name, origin) => {
    const [refused, answer] = [await preflight(server, { origin }), await ask(server.url, 'hello', { origin })]
    expect(refused.status).toBe(405)
    expect(seen(refused)).toEqual({ ...none, ...never, vary: 'Origin' })
    expect(seen(answer)).toEqual({ ...none, ...never, vary: 'Origin' })
  })
})

describe('a server without origins', () => {
  it('says nothing of them, and answers', async () => {
    const answer = await ask(closed.url, 'hello', { origin: allowed })
    expect(await answer.json()).toEqual({ data: { hello: 'world' } })
    expect(seen(answer)).toEqual({ ...none, ...never })
    expect((await preflight(closed, { origin: allowed })).status).toBe(405)
  })
})
