import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { oneCredentialRule } from '../../src/graphql/one-credential.ts'

const schema = buildSchema(
  'type Query { viewer: String introspectToken: String } type Mutation { login: String refresh: String logout: String }',
)
const codesOf = (document: string) =>
  validate(schema, parse(document), [oneCredentialRule]).map(({ extensions }) => extensions.code)

describe('one credential field an operation', () => {
  it.each([
    ['one', 'mutation { login }'],
    ['one beside others', 'mutation { login a: logout b: logout }'],
    ['the same twice under one key, which runs once', 'mutation { login login ...F } fragment F on Mutation { login }'],
    ['one in each of two operations, of which one runs', 'mutation A { login } mutation B { refresh }'],
    ['none, and a fragment that names itself', 'query { ...F } fragment F on Query { viewer ...F }'],
  ])('allows %s', (_name, document) => {
    expect(codesOf(document)).toEqual([])
  })

  it.each([
    ['two aliases', 'mutation { a: login b: login }'],
    ['two kinds', 'mutation { login refresh }'],
    ['an alias in a fragment', 'mutation { login ...F } fragment F on Mutation { a: login }'],
    ['an alias in an inline fragment', 'mutation { login ... { a: login } }'],
    ['one that might be skipped', 'mutation($x: Boolean!) { a: login b: login @skip(if: $x) }'],
    ['two of a query', '{ a: introspectToken b: introspectToken }'],
  ])('refuses %s', (_name, document) => {
    expect(codesOf(document)).toEqual(['QUERY_TOO_COMPLEX'])
  })
})
