// Filtering queries and rejecting mutations, as SDL, scopes and operation against decision, data, errors and resolvers that ran.

import { describe, expect, it } from 'vitest'
import { type Case, runCase } from './harness.ts'

const sdl = `
  type Query { me: User, users: [User!]!, strict: User!, open: String }
  type Mutation { rename(name: String!): User, open: String }
  type User {
    id: ID!
    name: String!
    email: String @requiresScopes(scopes: [["user:email"], ["admin"]])
    secret: String! @requiresScopes(scopes: [["user:secret"]])
    friend: User @authenticated
  }
`
const ada = {
  id: '1',
  name: 'Ada',
  email: 'ada@example.org',
  secret: 's',
  friend: { id: '2', name: 'Bob', email: 'b', secret: 't' },
}
const root = { me: ada, users: [ada, { ...ada, id: '2' }], strict: ada, open: 'yes', rename: () => ada }
const run = (rest: Partial<Case> & { operation: string }) => runCase({ sdl, root, ...rest })

describe('a gate on a query', () => {
  it('runs an operation that needs nothing, without a token', async () => {
    expect(await run({ operation: '{ open me { name } }' })).toMatchObject({
      decision: 'allow',
      data: { open: 'yes', me: { name: 'Ada' } },
      errors: [],
    })
  })

  it('gives a scoped field to a token with the scope', async () => {
    expect(await run({ operation: '{ me { email } }', scopes: ['user:email'] })).toMatchObject({
      decision: 'allow',
      data: { me: { email: 'ada@example.org' } },
      errors: [],
    })
  })

  it('gives it for the other alternative, and for a wildcard', async () => {
    expect((await run({ operation: '{ me { email } }', scopes: ['admin'] })).decision).toBe('allow')
    expect((await run({ operation: '{ me { email } }', scopes: ['user:*'] })).decision).toBe('allow')
  })

  it('nulls a denied field and says why, without running its resolver', async () => {
    expect(await run({ operation: '{ me { name email } }', scopes: ['other'] })).toMatchObject({
      decision: 'filter',
      denied: ['User.email'],
      data: { me: { name: 'Ada', email: null } },
      errors: ['me.email: User.email INSUFFICIENT_SCOPE'],
      ran: ['Query.me', 'User.name'],
    })
  })

  it('says UNAUTHENTICATED without a token', async () => {
    const { result } = await run({ operation: '{ me { email } }' })
    expect(result.errors?.map((error) => error.toJSON())).toEqual([
      {
        message: 'Unauthorized field or type: User.email needs an access token with user:email, or admin; missing user:email.',
        locations: [{ line: 1, column: 8 }],
        path: ['me', 'email'],
        extensions: {
          code: 'UNAUTHENTICATED',
          coordinate: 'User.email',
          reason: 'MISSING',
          requiredScopes: [['user:email'], ['admin']],
          missingScopes: ['user:email'],
        },
      },
    ])
  })

  it('says UNAUTHORIZED_FIELD_OR_TYPE with one, and names no scope when told to disclose nothing', async () => {
    const { result } = await run({ operation: '{ me { email } }', scopes: [], disclose: 'nothing' })
    expect(result.errors?.map((error) => error.toJSON())).toMatchObject([
      {
        message: 'Unauthorized field or type: User.email.',
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate: 'User.email', reason: 'INSUFFICIENT_SCOPE' },
      },
    ])
    expect(JSON.stringify(result)).not.toContain('user:email')
  })

  it('passes the null of a non-null field up to the nearest nullable position', async () => {
    expect(await run({ operation: '{ open me { secret } }', scopes: [] })).toMatchObject({
      data: { open: 'yes', me: null },
      errors: ['me.secret: User.secret INSUFFICIENT_SCOPE'],
    })
    expect(await run({ operation: '{ open users { secret } }', scopes: [] })).toMatchObject({ data: null })
  })

  it('points at real list indices', async () => {
    expect((await run({ operation: '{ users { email } }', scopes: [] })).errors).toEqual([
      'users.0.email: User.email INSUFFICIENT_SCOPE',
      'users.1.email: User.email INSUFFICIENT_SCOPE',
    ])
  })

  it('follows coordinates through aliases and fragments', async () => {
    const operation = '{ x: me { ...F ... on User { z: email } } } fragment F on User { y: email name: id }'
    expect(await run({ operation, scopes: [] })).toMatchObject({
      data: { x: { y: null, name: '1', z: null } },
      errors: ['x.y: User.email INSUFFICIENT_SCOPE', 'x.z: User.email INSUFFICIENT_SCOPE'],
    })
  })

  it('reports nothing that @skip or @include leaves out', async () => {
    const operation =
      'query ($yes: Boolean! = true) { me { name email @skip(if: $yes) ...F @include(if: false) } } fragment F on User { secret }'
    expect(await run({ operation })).toMatchObject({ decision: 'allow', data: { me: { name: 'Ada' } } })
    expect(await run({ operation, variables: { yes: false } })).toMatchObject({ decision: 'filter', denied: ['User.email'] })
  })

  it('does not report what is under a denied field', async () => {
    const outcome = await run({ operation: '{ me { friend { email secret } } }' })
    expect(outcome).toMatchObject({ denied: ['User.friend'], data: { me: { friend: null } } })
  })

  it('decides only about the operation that was chosen', async () => {
    const operation = 'query A { open } query B { me { email } }'
    expect(await run({ operation, operationName: 'A' })).toMatchObject({ decision: 'allow', data: { open: 'yes' } })
    expect(await run({ operation, operationName: 'B' })).toMatchObject({ decision: 'filter' })
  })

  it('leaves it to graphql-js to complain about operations and variables', async () => {
    expect((await run({ operation: '{ open }', operationName: 'X' })).errors).toEqual(['Unknown operation named "X".'])
    const operation = 'query ($no: Boolean!) { me { email @skip(if: $no) } }'
    const outcome = await run({ operation })
    expect(outcome.errors[0]).toContain('Variable "$no" of required type')
    expect(outcome.data).toBeUndefined()
  })

  it('keeps introspection and __typename open', async () => {
    const operation = '{ __typename __schema { queryType { name } } me { __typename } }'
    expect(await run({ operation, unmarked: 'open' })).toMatchObject({ decision: 'allow' })
  })

  it('rejects whole when told to', async () => {
    expect(await run({ operation: '{ open me { email } }', queries: 'reject', scopes: [] })).toMatchObject({
      decision: 'reject',
      data: undefined,
      errors: ['me.email: User.email INSUFFICIENT_SCOPE'],
      ran: [],
    })
    expect(await run({ operation: '{ open me { name } }', queries: 'reject' })).toMatchObject({ decision: 'allow' })
  })

  it('changes nothing when it only observes, and still reports', async () => {
    const reported: string[] = []
    const outcome = await run({
      operation: '{ me { email } }',
      observe: true,
      onDenial: (denials) => void reported.push(...denials.map(({ coordinate }) => coordinate)),
    })
    expect(outcome).toMatchObject({ decision: 'allow', data: { me: { email: 'ada@example.org' } }, errors: [] })
    expect(new Set(reported)).toEqual(new Set(['User.email']))
  })

  it('lists at most 100 refusals and closes with a summary', async () => {
    const users = Array.from({ length: 250 }, () => ada)
    const { result } = await run({ operation: '{ users { email } }', root: { users }, scopes: [] })
    expect(result.errors).toHaveLength(101)
    expect(result.errors?.at(-1)?.message).toBe('Unauthorized field or type: more positions are refused; only 100 are listed.')
    expect(result.data?.users).toHaveLength(250)
  })

  it('hands resolvers the very context it was given, denied or not', async () => {
    const context = { db: 1 }
    const seen: unknown[] = []
    const spyingRoot = { me: (_: unknown, contextValue: unknown) => seen.push(contextValue) && ada }
    await run({ operation: '{ me { email } }', root: spyingRoot, context, scopes: [] })
    await run({ operation: '{ me { email } }', root: spyingRoot, context, scopes: ['user:email'] })
    expect(seen[0]).toBe(context)
    expect(seen[1]).toBe(context)
  })

  it('leaves no rejection unhandled when an item is refused while another one is still failing', async () => {
    const mixed = `
      type Query { items: [Item!] }
      union Item = A | B
      type A { slow: String! }
      type B { secret: String! @authenticated }
    `
    const slow = () => new Promise((_, reject) => setTimeout(reject, 5, new Error('late')))
    const items = [{ __typename: 'A', slow }, { __typename: 'B' }]
    const { data } = await runCase({
      sdl: mixed,
      root: { items },
      operation: '{ items { ... on A { slow } ... on B { secret } } }',
    })
    expect(data).toEqual({ items: null })
    // vitest fails the run on an unhandled rejection, which the slow item would leave by now.
    await new Promise((resolve) => setTimeout(resolve, 10))
  })

  it('stops where graphql-js would stop when all is known at once', async () => {
    const operation = '{ users { secret name } }'
    expect(await run({ operation, scopes: [] })).toMatchObject({ data: null, ran: ['Query.users'] })
  })

  it('stays linear when fragments double each other', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `fragment F${i} on User { a: friend { ...F${i + 1} } b: friend { ...F${i + 1} ...F${i + 1} } }`,
    )
    const operation = `query ($go: Boolean! = false) { me @include(if: $go) { ...F0 } } ${levels.join(' ')} fragment F30 on User { email }`
    expect(await run({ operation, scopes: ['x'] })).toMatchObject({ decision: 'allow' })
    expect((await run({ operation, scopes: ['x'], queries: 'reject', variables: { go: true } })).errors).toHaveLength(101)
  })
})

describe('a gate on a mutation', () => {
  it('runs it when nothing is denied', async () => {
    expect(await run({ operation: 'mutation { rename(name: "x") { email } }', scopes: ['admin'] })).toMatchObject({
      decision: 'allow',
      data: { rename: { email: 'ada@example.org' } },
    })
  })

  it('runs nothing of it when anything is denied', async () => {
    const outcome = await run({ operation: 'mutation { open rename(name: "x") { email } }', scopes: [] })
    expect(outcome).toMatchObject({ decision: 'reject', ran: [], errors: ['rename.email: User.email INSUFFICIENT_SCOPE'] })
    expect('data' in outcome.result).toBe(false)
  })

  it('filters when told to', async () => {
    expect(
      await run({ operation: 'mutation { rename(name: "x") { id email } }', scopes: [], mutations: 'filter' }),
    ).toMatchObject({
      decision: 'filter',
      data: { rename: { id: '1', email: null } },
      ran: ['Mutation.rename', 'User.id'],
    })
  })

  it('does not run a root field that a denial below is certain to null', async () => {
    const operation = 'mutation { open rename(name: "x") { id secret } }'
    expect(await run({ operation, scopes: [], mutations: 'filter' })).toMatchObject({
      data: { open: 'yes', rename: null },
      errors: ['rename.secret: User.secret INSUFFICIENT_SCOPE'],
      ran: ['Mutation.open'],
    })
  })
})
