// Documents and variables made to exhaust the service: each is answered as the caller's mistake, and the next request as ever.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRaw } from '../support/raw-http.ts'
import { startTestService, type TestService } from '../support/service.ts'

const levels = 60_000
const arrays = `${'['.repeat(levels)}${']'.repeat(levels)}`
const objects = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
const open = `{"query":"{ viewer { scopes } }","variables":`

describe('the service', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startTestService({ engine: 'sqlite' })
  })
  afterAll(() => service.stop())
  const post = async (body: string) => {
    const { status, text } = await sendRaw(service.url, { headers: { 'content-type': 'application/json' }, body })
    return { status, body: JSON.parse(text) as { errors?: readonly { message: string; extensions: { code: string } }[] } }
  }

  it.each([
    ['variables that are arrays in arrays', `${open}${arrays}}`],
    ['a variable that is arrays in arrays', `{"query":"query($x: [Scope!]) { viewer { scopes } }","variables":{"x":${arrays}}}`],
    [
      'an input that is arrays in arrays',
      `{"query":"mutation($x: LoginInput!) { login(input: $x) { deviceToken } }","variables":{"x":${arrays}}}`,
    ],
    [
      'scopes that are arrays in arrays',
      `{"query":"mutation($x: LoginInput!) { login(input: $x) { deviceToken } }","variables":{"x":{"email":"a","password":"b","clientId":"c","scopes":${arrays}}}}`,
    ],
    [
      'a password that is objects in objects',
      `{"query":"mutation($x: LoginInput!) { login(input: $x) { deviceToken } }","variables":{"x":{"email":"a","clientId":"c","password":${objects}}}}`,
    ],
    ['a body that is arrays in arrays', arrays],
    ['a body that is arrays without an end', '['.repeat(levels)],
    ['a query that is arrays in arrays', `{"query":${arrays}}`],
    ['a literal that is lists in lists', JSON.stringify({ query: `{ viewer(x: ${'['.repeat(120_000)} ) }` })],
    ['selections without an end', JSON.stringify({ query: '{a'.repeat(40_000) })],
    ['types in brackets', JSON.stringify({ query: `query($x: ${'['.repeat(100_000)}Int) { viewer }` })],
  ])('answers %s as a mistake', async (_what, body) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors?.[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|QUERY_TOO_COMPLEX)$/)
    expect(await post(`${open}{}}`)).toMatchObject({ status: 200 })
  })

  it.each([
    [
      'extensions that are arrays in arrays, which nobody reads',
      `{"query":"{ viewer { scopes } }","extensions":{"x":${arrays}}}`,
    ],
    ['variables that the document does not name', `${open}{"x":${objects}}}`],
  ])('runs the operation beside %s', async (_what, body) => {
    expect(await post(body)).toEqual({ status: 200, body: { data: { viewer: null } } })
  })

  it.each([9, 10, 11])('tells of a document with %i mistakes at most ten', async (count) => {
    const { status, body } = await post(JSON.stringify({ query: `{ ${'nothing '.repeat(count)} }` }))
    const messages = body.errors?.map(({ message }) => message) ?? []
    expect(status).toBe(400)
    expect(messages).toHaveLength(Math.min(count, 10))
    expect(messages.at(-1)).toMatch(count < 10 ? /^Cannot query field/ : /^Too many validation errors/)
  })

  it('tells of a document that is too deep before it tells of what else is wrong with it', async () => {
    const { status, body } = await post(JSON.stringify({ query: `{ ${'viewer { '.repeat(10)} scopes ${'} '.repeat(10)} }` }))
    const extensions = { code: 'QUERY_TOO_COMPLEX', limit: 'depth', measured: 11, maximum: 10 }
    expect([status, body.errors?.[0]]).toMatchObject([400, { extensions }])
  })

  it('takes headers of 15 KiB, and answers longer ones than 16 KiB as JSON', async () => {
    const get = (length: number) => sendRaw(service.url, { method: 'GET', path: '/healthz', headers: { x: 'x'.repeat(length) } })
    expect(await get(15 * 1024)).toMatchObject({ status: 200 })
    const refusal = await get(17 * 1024)
    expect({ status: refusal.status, ...JSON.parse(refusal.text) }).toMatchObject({
      status: 431,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })
})
