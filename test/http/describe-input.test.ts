// What callers hear of an operation that is not right: enough to mend it, and nothing of what they sent.

import { buildSchema, type GraphQLError, getVariableValues, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { describeInput } from '../../src/http/describe-input.ts'
import { growth, linearBound } from '../support/growth.ts'

const schema = buildSchema(`
  input In { id: ID!, n: Int, flag: Boolean, kind: Kind, list: [Int!] }
  enum Kind { ONE TWO }
  type Query { find(input: In!, n: Int): String, other(kind: Kind!): Query }
`)
const tell = (code: string, { message }: { message: string }) => {
  const { extensions, ...told } = describeInput(code, message)
  return { ...told, field: extensions?.field }
}
const firstOf = (errors: readonly GraphQLError[] | undefined) => {
  if (!errors?.[0]) throw new Error('There is no error.')
  return errors[0]
}

describe('a document that is not valid', () => {
  it.each([
    ['{ fin }', 'Cannot query field "fin" on type "Query".'],
    ['{ find }', 'Field "find" argument "input" of type "In!" is required, but it was not provided.'],
    ['query($x: Int) { other(kind: ONE) { __typename } }', 'Variable "$x" is never used.'],
    ['{ find(input: {id: 1}, n: $x) }', 'Variable "$x" is not defined.'],
    ['{ find(input: {id: 1}, n: "hush") }', 'Int cannot represent non-integer value.'],
    ['{ find(input: {id: 1, n: "hush"}) }', 'Int cannot represent non-integer value.'],
    ['{ find(input: {id: 1, flag: "hush"}) }', 'Boolean cannot represent a non boolean value.'],
    ['{ find(input: "hush") }', 'Expected value of type "In!".'],
    ['{ other(kind: HUSH) { __typename } }', 'There is no such value in "Kind" enum.'],
    ['{ other(kind: "hush") { __typename } }', 'There is no such value in the enum "Kind".'],
    ['{ other(kind: ONE) }', 'Field "other" of type "Query" must have a selection of subfields.'],
  ])('%s: %s', (document, message) => {
    const told = tell('GRAPHQL_VALIDATION_FAILED', firstOf(validate(schema, parse(document))))
    expect(told).toEqual({ message, field: undefined })
  })
})

describe('variables that are not right', () => {
  const query = parse('query($input: In!) { find(input: $input) }').definitions[0]
  it.each([
    [{}, 'input', '"input" is required.'],
    [{ input: null }, 'input', '"input" is required.'],
    [{ input: 'hush' }, 'input', '"input" has the wrong type.'],
    [{ input: {} }, 'id', 'The field "id" is required.'],
    [{ input: { id: 1, hush: 'hush' } }, 'input', 'There is an input field that In does not have.'],
    [{ input: { id: ['hush'] } }, 'id', '"id" must be of type ID.'],
    [{ input: { id: 1, n: 'hush' } }, 'n', '"n" must be of type Int.'],
    [{ input: { id: 1, list: [1, 'hush'] } }, 'list[1]', '"list[1]" must be of type Int.'],
    [{ input: { id: 1, kind: 'hush' } }, 'kind', '"kind" has the wrong type.'],
  ])('%j: %s: %s', (values, field, message) => {
    if (query?.kind !== 'OperationDefinition') throw new Error('There is no operation.')
    const { errors } = getVariableValues(schema, query.variableDefinitions ?? [], values)
    expect(tell('BAD_USER_INPUT', firstOf(errors))).toEqual({ message, field })
  })
})

describe('text that is no GraphQL', () => {
  it.each([
    ['{ find(', 'Syntax Error: Expected Name.'],
    ['{ find } "hush"', 'Syntax Error.'],
    ['query "hush" { find }', 'Syntax Error: Expected "{".'],
  ])('%s: %s', (text, message) => {
    let error: { message: string } | undefined
    try {
      parse(text)
    } catch (thrown) {
      error = thrown as GraphQLError
    }
    expect(tell('GRAPHQL_PARSE_FAILED', error ?? { message: '' })).toEqual({ message, field: undefined })
  })
})

it.each(['Did you mean ', 'cannot represent ', 'got invalid value at "a.b"; '])(
  'a message of any length takes no longer: %s',
  (part) => {
    const ratio = growth((size) => {
      const message = `Variable "$x" got invalid value ${part.repeat(size)}`.split('').join('')
      return () => {
        for (let i = 0; i < 100; i++) describeInput('GRAPHQL_VALIDATION_FAILED', message)
      }
    })
    expect(ratio).toBeLessThan(linearBound)
  },
)
