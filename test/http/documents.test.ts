// What anyone may fetch and keep: discovery, keys and the schema, each with its ETag.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { headersOf, schemaSdl, startServer, type TestServer } from './harness.ts'

const key = {
  id: 'k4.pid.a',
  key: 'k4.public.a',
  status: 'ACTIVE' as const,
  activatesAt: new Date('2026-05-01T12:00:00.123Z'),
  expiresAt: null,
}
const minute = 'public, max-age=60'
const json = 'application/json; charset=utf-8'
const documents = [
  ['/.well-known/fieldgate', minute, json],
  ['/keys', minute, json],
  ['/schema.graphql', minute, 'text/plain; charset=utf-8'],
] as const

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(() => {
  Object.assign(server.told, { keys: [key], scopes: ['orders:read'] })
})

describe.each(documents)('%s', (path, cacheControl, contentType) => {
  const get = (headers: Record<string, string> = {}, method = 'GET') => fetch(server.url + path, { method, headers })

  it('says how long it may be kept, and which version it is', async () => {
    const answer = await get()
    expect(answer.status).toBe(200)
    expect(headersOf(answer, ['cache-control', 'content-type'])).toEqual({
      'cache-control': cacheControl,
      'content-type': contentType,
    })
    expect(answer.headers.get('etag')).toMatch(/^"[\w-]{43}"$/)
  })

  it.each([
    ['alone', (etag: string) => etag],
    ['weakened by a proxy', (etag: string) => `W/${etag}`],
    ['in a list', (etag: string) => `"other", W/"another",${etag}`],
    ['or anything', () => '*'],
    ['or anything, in spaces', () => ' * '],
  ])('is not sent again to a caller who has it, named %s', async (_name, tags) => {
    const etag = (await get()).headers.get('etag') ?? ''
    const answer = await get({ 'if-none-match': tags(etag) })
    expect([answer.status, await answer.text()]).toEqual([304, ''])
    expect(headersOf(answer, ['etag', 'cache-control'])).toEqual({ etag, 'cache-control': cacheControl })
  })

  it.each([
    ['another version', (etag: string) => etag.replace(/^"./, '"!')],
    ['a version without quotes', (etag: string) => etag.replaceAll('"', '')],
    ['part of the version', (etag: string) => `${etag.slice(0, 20)}"`],
    ['nothing', () => ''],
  ])('is sent to a caller who has %s', async (_name, tags) => {
    const first = await get()
    const answer = await get({ 'if-none-match': tags(first.headers.get('etag') ?? '') })
    expect([answer.status, await answer.text()]).toEqual([200, await first.text()])
  })

  it('has the same headers for HEAD, and no body', async () => {
    const [whole, head] = [await get(), await get({}, 'HEAD')]
    const names = ['etag', 'cache-control', 'content-type', 'content-length']
    expect(headersOf(head, names)).toEqual(headersOf(whole, names))
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('is not there for POST', async () => {
    const answer = await get({}, 'POST')
    expect([answer.status, answer.headers.get('allow'), answer.headers.get('cache-control')]).toEqual([
      405,
      'GET, HEAD',
      'no-store',
    ])
  })
})

describe('the documents', () => {
  const read = async (path: string) => (await fetch(server.url + path)).json()

  it('tell of the issuer and of what it supports', async () => {
    expect(await read('/.well-known/fieldgate')).toEqual({
      issuer: 'https://id.example',
      graphqlEndpoint: 'https://id.example/graphql',
      keysEndpoint: 'https://id.example/keys',
      revocationsEndpoint: 'https://id.example/revocations',
      schemaEndpoint: 'https://id.example/schema.graphql',
      grantTypesSupported: ['PASSWORD'],
      scopesSupported: ['orders:read'],
      accessTokenFormat: 'v4.public',
    })
  })

  it('tell of keys only what is for the public', async () => {
    server.told.keys = [Object.assign({ sealedSecretKey: 'hush' }, key)]
    const published = { ...key, activatesAt: '2026-05-01T12:00:00.123Z' }
    expect(await read('/keys')).toEqual({ keys: [published] })
  })

  it('hold the schema as it was printed', async () => {
    expect(await (await fetch(`${server.url}/schema.graphql`)).text()).toBe(schemaSdl)
  })

  it.each(['/keys', '/.well-known/fieldgate'])('have another version at %s when they change', async (path) => {
    const { headers } = await fetch(server.url + path)
    Object.assign(server.told, { keys: [], scopes: [] })
    const answer = await fetch(server.url + path, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).not.toBe(headers.get('etag'))
  })
})
