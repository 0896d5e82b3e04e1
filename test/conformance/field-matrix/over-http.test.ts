// Every root field of our own API over HTTP, in every form, for every kind of caller: refused as the table says before any resolver runs.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminScopes } from '../../../src/administration/built-in-scopes.ts'
import { buildApiSchema } from '../../../src/graphql/schema.ts'
import { recordRuns } from '../../resource-server/record-runs.ts'
import { engines } from '../../support/databases.ts'
import { type Answer, addClient, send, startTestService, type TestService } from '../../support/service.ts'
import { signToken } from '../../support/signed-tokens.ts'
import { type Caller, callersOf } from './callers.ts'
import { type Asking, askFor, type Form, waysOf } from './documents.ts'
import { type ExpectedRefusal, refusalOn } from './table.ts'

const forms: readonly Form[] = ['direct', 'alias', 'fragment', 'inline fragment']
const schema = buildApiSchema()
const ran = recordRuns(schema)
const roots = waysOf(schema).filter((way) => way.length === 1)
const cases = roots.flatMap((way) =>
  forms.flatMap((form) => callersOf(adminScopes).map((caller) => ({ way, form, caller, asking: askFor(schema, way, form) }))),
)

describe.each(engines)('the root fields of the API on %s', (engine) => {
  // What is decided does not depend on the database, which is asked only whether a token was revoked.
  const casesHere = cases.filter(({ form, caller }) => engine === 'sqlite' || form === 'direct' || caller.name === 'all')
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine, schema })
    clientId = await addClient(service)
  })
  afterAll(() => service.stop())

  it('are refused to whoever lacks what the table asks for, and nothing runs', async () => {
    const refused = casesHere.flatMap((each) => {
      const refusal = refusalOn(each.way, each.caller)
      return refusal ? [{ ...each, refusal }] : []
    })
    expect(refused.length).toBeGreaterThan(900)
    ran.length = 0
    const wrong = await findWrong(refused, async ({ asking, caller, refusal }) => {
      const answer = await ask(asking, await tokenOf(caller))
      return isRefused(answer, asking, refusal) ? undefined : tell(caller.name, asking, answer)
    })
    expect(wrong).toEqual([])
    expect(ran).toEqual([])
  }, 240_000)

  it.each<[string, string, () => Promise<string>]>([
    ['expired', 'EXPIRED', () => signToken(service, { scopes: ['*'], ...lifeBefore(service.clock.now()) })],
    ['for another server', 'WRONG_AUDIENCE', () => signToken(service, { scopes: ['*'], audience: 'https://another.example' })],
    ['of another issuer', 'WRONG_ISSUER', () => signToken(service, { scopes: ['*'], issuer: 'https://another.example' })],
    ['revoked', 'REVOKED', () => revokedToken()],
  ])(
    'are all refused to a token that is %s, also those that are open to anyone',
    async (_what, reason, sign) => {
      const token = await sign()
      const all = [
        ...roots.flatMap((way) => forms.map((form) => askFor(schema, way, form))),
        ...['{ __typename }', 'mutation { __typename }'].map((query) => ({ query, variables: {}, path: [] })),
      ]
      ran.length = 0
      const wrong = await findWrong(all, async (asking) => {
        const answer = await ask(asking, token)
        const told = answer.errors.map(({ extensions }) => [extensions.code, extensions.reason, extensions.coordinate])
        const isAsExpected =
          answer.status === 401 && answer.data == null && isSame(told, [['UNAUTHENTICATED', reason, undefined]])
        return isAsExpected ? undefined : tell(reason, asking, answer)
      })
      expect(wrong).toEqual([])
      expect(ran).toEqual([])
    },
    120_000,
  )

  it('run for whoever has it, once for each time they are asked for', async () => {
    // Some of them hash, write or read a whole log: the other forms are for one caller alone.
    const tried = casesHere.filter(({ form, caller }) => form === 'direct' || caller.name === 'all')
    const allowed = tried.filter(({ way, caller }) => !refusalOn(way, caller))
    ran.length = 0
    const wrong = await findWrong(allowed, async ({ asking, caller }) => {
      const answer = await ask(asking, await tokenOf(caller))
      const isRefusal = answer.errors.some(({ extensions }) => 'coordinate' in extensions)
      return isRefusal ? tell(caller.name, asking, answer) : undefined
    })
    expect(wrong).toEqual([])
    const times = (of: readonly string[]) =>
      Object.fromEntries(roots.map(([root = '']) => [root, of.filter((each) => each === root).length]))
    expect(times(ran)).toEqual(times(allowed.flatMap(({ way }) => way)))
  }, 240_000)

  it('are told apart from __typename, which asks for nothing', async () => {
    for (const caller of callersOf(adminScopes)) {
      const [query, mutation] = [await type('{ a: __typename }', caller), await type('mutation { a: __typename }', caller)]
      expect([query, mutation]).toEqual([
        { status: 200, data: { a: 'Query' }, errors: [] },
        { status: 200, data: { a: 'Mutation' }, errors: [] },
      ])
    }
  })

  it.each([
    '{ __schema { queryType { name } } }',
    '{ a: __type(name: "User") { name } }',
    '{ viewer { scopes } __schema { __typename } }',
  ])('tell nobody about themselves in production: %s', async (query) => {
    ran.length = 0
    for (const scopes of [null, [], ['*']]) {
      const { status, data, errors } = await ask({ query, variables: {} }, await tokenOf({ name: '', scopes }))
      expect({ status, data, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
        ...{ status: 400, data: undefined },
        codes: errors.map(() => 'BAD_USER_INPUT'),
      })
      expect(errors.length).toBeGreaterThan(0)
    }
    expect(ran).toEqual([])
  })

  function ask({ query, variables }: Pick<Asking, 'query' | 'variables'>, token: string | undefined): Promise<Answer<unknown>> {
    return send(service.url, { query, variables }, token)
  }

  async function type(query: string, caller: Caller) {
    const { status, data, errors } = await ask({ query, variables: {} }, await tokenOf(caller))
    return { status, data, errors }
  }

  /** Of a session of its own: one that is ended by a case is none of another. */
  async function tokenOf({ scopes }: Caller): Promise<string | undefined> {
    return scopes === null ? undefined : signToken(service, { scopes, clientId })
  }

  async function revokedToken(): Promise<string> {
    const token = await signToken(service, { scopes: ['*'], clientId })
    const query = 'mutation ($input: RevokeTokenInput!) { revokeToken(input: $input) { isRevoked } }'
    await ask({ query, variables: { input: { token, clientId } } }, undefined)
    return token
  }
})

function lifeBefore(now: Date): { issuedAt: Date; expiresAt: Date } {
  return { issuedAt: new Date(now.getTime() - 300_000), expiresAt: now }
}

/** As a query that lost its one field, or a mutation that did not run. */
function isRefused({ status, data, errors }: Answer<unknown>, { path, query }: Asking, refusal: ExpectedRefusal): boolean {
  const told = errors.map((error) => {
    const { code, coordinate, reason, requiredScopes, missingScopes } = error.extensions
    return { coordinate, code, reason, requiredScopes, missingScopes, path: error.path }
  })
  const [key = ''] = path
  const isMutation = query.startsWith('mutation')
  const statusOfMutation = refusal.code === 'UNAUTHENTICATED' ? 401 : 403
  const holdsNothing = isMutation ? data == null : data == null || isSame(data, { [key]: null })
  return status === (isMutation ? statusOfMutation : 200) && holdsNothing && isSame(told, [{ ...refusal, path }])
}

function isSame(found: unknown, expected: unknown): boolean {
  return JSON.stringify(found) === JSON.stringify(expected)
}

function tell(caller: string, { query }: Asking, { status, data, errors }: Answer<unknown>) {
  return { caller, query, status, data, errors }
}

/** The first few that went wrong; several are tried at once. */
async function findWrong<T>(all: readonly T[], attempt: (each: T) => Promise<object | undefined>): Promise<object[]> {
  const [left, wrong] = [[...all].reverse(), [] as object[]]
  const work = async () => {
    for (let next = left.pop(); next !== undefined && wrong.length < 5; next = left.pop()) {
      const found = await attempt(next)
      if (found) wrong.push(found)
    }
  }
  await Promise.all(Array.from({ length: 16 }, work))
  return wrong
}
