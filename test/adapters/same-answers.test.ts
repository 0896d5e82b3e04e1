// One request, one answer: whichever server it is sent to.

import type { GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GateOptions } from '../../src/resource-server/index.ts'
import { type Answer, ask, type Body, createSubject, type Served, servers } from './subject.ts'

interface Expected {
  status: number
  challenge?: string
  retryAfter?: string
  data?: unknown
  /** Undefined: `data` alone. */
  errors?: readonly object[]
  ran?: readonly string[]
}

interface Case {
  what: string
  request: { query: string; variables?: object; operationName?: string }
  token?: string
  gate?: GateOptions
  expected: Expected
}

const denied = (coordinate: string, path: unknown, code = 'UNAUTHENTICATED') => ({ code, coordinate, path })

const cases: readonly Case[] = [
  {
    what: 'an allowed query',
    request: { query: '{ me { name email } whoami }' },
    token: 'user:email',
    expected: {
      status: 200,
      data: { me: { name: 'Ada', email: 'ada@example.org' }, whoami: 'usr_test' },
      ran: ['me', 'whoami'],
    },
  },
  {
    what: 'a query that is filtered, list indices and all',
    request: { query: '{ users { name mail: email } whoami }' },
    expected: {
      status: 200,
      data: {
        users: [
          { name: 'Ada', mail: null },
          { name: 'Bob', mail: null },
        ],
        whoami: 'nobody',
      },
      errors: [denied('User.email', ['users', 0, 'mail']), denied('User.email', ['users', 1, 'mail'])],
      ran: ['users', 'whoami'],
    },
  },
  {
    what: 'a rejected query',
    request: { query: '{ me { email } }' },
    token: 'x',
    gate: { queries: 'reject' },
    expected: {
      status: 403,
      challenge: 'Bearer error="insufficient_scope"',
      errors: [denied('User.email', ['me', 'email'], 'UNAUTHORIZED_FIELD_OR_TYPE')],
    },
  },
  {
    what: 'a rejected mutation of an anonymous caller',
    request: { query: 'mutation { rename(to: "x") { email } }' },
    expected: { status: 401, challenge: 'Bearer', errors: [denied('User.email', ['rename', 'email'])] },
  },
  {
    what: 'a rejected mutation with a token',
    request: { query: 'mutation { rename(to: "x") { email } }' },
    token: 'x',
    expected: {
      status: 403,
      challenge: 'Bearer error="insufficient_scope"',
      errors: [denied('User.email', ['rename', 'email'], 'UNAUTHORIZED_FIELD_OR_TYPE')],
    },
  },
  {
    what: 'an allowed mutation',
    request: { query: 'mutation { rename(to: "x") { email } }' },
    token: 'user:email',
    expected: { status: 200, data: { rename: { email: 'ada@example.org' } }, ran: ['rename'] },
  },
  ...['{ whoami }', '{ nonsense', '{ unknown }', '{ me { email } }'].map((query) => ({
    what: `an unusable token with ${query}`,
    request: { query },
    token: 'bad',
    expected: {
      status: 401,
      challenge: 'Bearer error="invalid_token"',
      errors: [{ code: 'UNAUTHENTICATED', reason: 'BAD_SIGNATURE' }],
    },
  })),
  ...['{ whoami }', '{ nonsense'].map((query) => ({
    what: `a token that cannot be checked at the moment with ${query}`,
    request: { query },
    token: 'stale',
    expected: { status: 503, retryAfter: '1', errors: [{ code: 'UNAUTHENTICATED', reason: 'STALE' }] },
  })),
  {
    what: 'an anonymous query of a field that is open to no one',
    request: { query: '{ whoami }' },
    gate: { unmarked: 'denied' },
    expected: {
      status: 200,
      data: { whoami: null },
      errors: [denied('Query.whoami', ['whoami'], 'UNAUTHORIZED_FIELD_OR_TYPE')],
    },
  },
  {
    what: 'an anonymous mutation that is open to no one',
    request: { query: 'mutation { rename(to: "x") { name } }' },
    gate: { unmarked: 'denied' },
    expected: {
      status: 403,
      challenge: 'Bearer error="insufficient_scope"',
      errors: [denied('Mutation.rename', ['rename'], 'UNAUTHORIZED_FIELD_OR_TYPE')],
    },
  },
  {
    what: 'a verifier that fails',
    request: { query: '{ whoami }' },
    token: 'crash',
    expected: { status: 500, errors: [{ code: 'INTERNAL_SERVER_ERROR' }] },
  },
  ...[undefined, 'user:email'].map((token) => ({
    what: `variables that cannot be coerced, ${token ? 'all else allowed' : 'something denied beside them'}`,
    request: { query: 'query($no: Boolean!) { whoami @skip(if: $no) me { email } }', variables: { no: 'x' } },
    ...(token && { token }),
    expected: { status: 400, errors: [{ code: 'BAD_USER_INPUT' }] },
  })),
  {
    what: 'a variable that is missing',
    request: { query: 'query($no: Boolean!) { whoami @skip(if: $no) }' },
    expected: { status: 400, errors: [{ code: 'BAD_USER_INPUT' }] },
  },
  {
    what: 'a placeholder bound from a variable',
    request: { query: 'query($id: ID!) { item(id: $id) other: item(id: 2) }', variables: { id: 1 } },
    token: 'item:1',
    expected: {
      status: 200,
      data: { item: 'item 1', other: null },
      errors: [denied('Query.item', ['other'], 'UNAUTHORIZED_FIELD_OR_TYPE')],
      ran: ['item'],
    },
  },
  {
    what: 'the denied one of two operations',
    request: { query: 'query A { whoami } mutation B { rename(to: "x") { email } }', operationName: 'B' },
    expected: { status: 401, challenge: 'Bearer', errors: [denied('User.email', ['rename', 'email'])] },
  },
  {
    what: 'the allowed one of two operations',
    request: { query: 'query A { whoami } mutation B { rename(to: "x") { email } }', operationName: 'A' },
    expected: { status: 200, data: { whoami: 'nobody' }, ran: ['whoami'] },
  },
  {
    what: 'introspection of what is visible, without a token',
    request: { query: '{ __type(name: "User") { fields { name } } }' },
    gate: { introspection: 'visible' },
    expected: { status: 200, data: { __type: { fields: [{ name: 'name' }] } } },
  },
  {
    what: 'introspection of what is visible, with a token',
    request: { query: '{ __type(name: "User") { fields { name } } }' },
    token: 'user:email',
    gate: { introspection: 'visible' },
    expected: { status: 200, data: { __type: { fields: [{ name: 'name' }, { name: 'email' }] } } },
  },
  {
    what: 'an operation that is too deep to be judged',
    request: { query: `{ deep ${'{ deep '.repeat(501)} { name } ${'}'.repeat(501)} }` },
    expected: { status: 400, errors: [{ code: 'QUERY_TOO_COMPLEX' }] },
  },
  {
    what: 'a syntax error',
    request: { query: '{ nonsense' },
    expected: { status: 400, errors: [{}] },
  },
  {
    what: 'a resolver error beside a refusal',
    request: { query: '{ boom me { email } }' },
    expected: {
      status: 200,
      data: { boom: null, me: { email: null } },
      errors: [{ path: ['boom'] }, denied('User.email', ['me', 'email'])],
      ran: ['boom', 'me'],
    },
  },
  {
    what: 'a policy that does not hold',
    request: { query: '{ trusted }' },
    token: 'x',
    expected: {
      status: 200,
      data: { trusted: null },
      errors: [denied('Query.trusted', ['trusted'], 'UNAUTHORIZED_FIELD_OR_TYPE')],
    },
  },
  {
    what: 'a policy that holds',
    request: { query: '{ trusted }' },
    token: 'trust',
    expected: { status: 200, data: { trusted: 'yes' }, ran: ['trusted'] },
  },
]

/** What a server itself sends, asked for the newer media type. */
const contentTypes: Readonly<Record<string, string>> = { Mercurius: 'application/json; charset=utf-8' }
const contentTypeOf = (name: string) => contentTypes[name] ?? 'application/graphql-response+json; charset=utf-8'

describe.each(Object.entries(servers))('%s', (name, serve) => {
  const running = new Map<string, { served: Served; ran: string[]; schema: GraphQLSchema }>()
  const keys = [...new Set(cases.map(({ gate }) => JSON.stringify(gate ?? {})))]
  beforeAll(async () => {
    for (const key of keys) {
      const subject = createSubject(JSON.parse(key) as GateOptions)
      running.set(key, { ...subject, served: await serve(subject) })
    }
  })
  afterAll(() => Promise.all([...running.values()].map(({ served }) => served.close())))

  async function send(request: object, token: string | undefined, gate: GateOptions = {}) {
    const found = running.get(JSON.stringify(gate))
    if (!found) throw new Error('No such server.')
    found.ran.length = 0
    return { answer: await ask(found.served.url, request, asCaller(token)), ran: found.ran }
  }

  it.each(cases)('answers $what like all others', async ({ request, token, gate, expected }) => {
    // The second time the document comes from the server's caches.
    for (const _ of [1, 2]) {
      const { answer, ran } = await send(request, token, gate)
      const { status, challenge = null, retryAfter = null, data, errors } = expected
      expect(answer).toMatchObject({ contentType: contentTypeOf(name), retryAfter })
      expect(normalise(answer)).toEqual({ status, challenge, ...(data !== undefined && { data }), ...(errors && { errors }) })
      expect(JSON.stringify(answer)).not.toContain('hunter2')
      // Only the service has one.
      expect(JSON.stringify(answer)).not.toContain('requestId')
      expect(ran).toEqual(expected.ran ?? [])
    }
  })
})

// graphql-http knows no batches.
const { 'graphql-http': _, ...batching } = servers

describe.each(Object.entries(batching))('a batch to %s', (_name, serve) => {
  const subject = createSubject()
  let served: Served
  beforeAll(async () => {
    served = await serve(subject)
  })
  afterAll(() => served.close())

  const batch = [{ query: '{ whoami }' }, { query: 'mutation { rename(to: "x") { email } }' }, { query: '{ me { email } }' }]

  it("is judged entry by entry, and the status is nobody's", async () => {
    const answer = await ask<Body[]>(served.url, batch, asCaller(undefined))
    expect(answer.contentType).toMatch(/json; charset=utf-8$/)
    expect(answer.body.map((body) => normalise({ ...answer, body }))).toEqual([
      { status: 200, challenge: null, data: { whoami: 'nobody' } },
      { status: 200, challenge: null, errors: [denied('User.email', ['rename', 'email'])] },
      { status: 200, challenge: null, data: { me: { email: null } }, errors: [denied('User.email', ['me', 'email'])] },
    ])
    expect(subject.ran.splice(0).sort()).toEqual(['me', 'whoami'])
  })

  it.each([
    ['an unusable token', 'bad', 401, 'Bearer error="invalid_token"'],
    ['a token that cannot be checked', 'stale', 503, null],
    ['a verifier that fails', 'crash', 500, null],
  ])('is refused whole for %s', async (_what, token, status, challenge) => {
    const contentType = expect.stringContaining('json; charset=utf-8')
    expect(await ask(served.url, batch, asCaller(token))).toMatchObject({ status, challenge, contentType })
    expect(subject.ran).toEqual([])
  })
})

/** With the media type under which servers tell what went wrong before execution by their status. */
function asCaller(token: string | undefined) {
  return { accept: 'application/graphql-response+json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }
}

const ownCodes: readonly unknown[] = ['BAD_USER_INPUT', 'QUERY_TOO_COMPLEX']

/**
 * What must be the same. Left to the servers: the wording of messages, which are their own for errors that are not the gate's (syntax,
 * masked errors), whether such errors have a code and `data: null`, and the members of extensions beyond those that are compared.
 */
function normalise({ status, challenge, body }: Answer) {
  const errors = body.errors?.map(({ path, extensions: { code, coordinate, reason } = {} }) => {
    const place = path === undefined ? {} : { path }
    if (coordinate !== undefined) return { code, coordinate, ...place }
    if (reason !== undefined) return { code, reason, ...place }
    return ownCodes.includes(code) || status === 500 ? { code, ...place } : place
  })
  const isLibrarys = status === 400 && body.data === null
  return { status, challenge, ...('data' in body && !isLibrarys && { data: body.data }), ...(errors && { errors }) }
}
