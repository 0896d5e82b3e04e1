// What cannot be looked at is told with the file and the position, all of it at once; beside each, what can.

import { describe, expect, it } from 'vitest'
import { readOperation } from '../../src/review/read-operation.ts'
import { readRules } from '../../src/review/read-rules.ts'
import { readSchema } from '../../src/review/read-schema.ts'
import { readJson, WrongInputError } from '../../src/review/wrong-input.ts'

const sdl = 'type Query { news(id: ID): String } type User { name: String }'

function linesOf(task: () => unknown): readonly string[] {
  try {
    task()
    return []
  } catch (error) {
    if (error instanceof WrongInputError) return error.lines
    throw error
  }
}
const open = (text: string) => readRules(readSchema(text, 's.graphql'), 'open')

describe('a schema', () => {
  it.each([
    [
      'text that is no GraphQL',
      'type Query {\n  a String }',
      ['s.graphql:2:5: Syntax Error: Expected ":", found Name "String".'],
    ],
    ['nothing', '', ['s.graphql:1:1: Syntax Error: Unexpected <EOF>.']],
    [
      'unknown types',
      'type Query { a: No, b: Nor }',
      ['s.graphql:1:17: Unknown type "No".', 's.graphql:1:24: Unknown type "Nor".'],
    ],
    [
      'a type twice',
      'type Query { a: Int }\ntype Query { b: Int }',
      ['s.graphql:1:6: There can be only one type named "Query".'],
    ],
    ['a field twice', 'type Query { a: Int, a: Int }', ['s.graphql:1:14: Field "Query.a" can only be defined once.']],
    ['no Query', 'type A { a: Int }', ['s.graphql: Query root type must be provided.']],
    [
      'a broken promise',
      'type Query implements I { a: Int }\ninterface I { b: Int }',
      ['s.graphql:2:15: Interface field I.b expected but Query does not provide it.'],
    ],
    ['an operation', '{ news }', ['s.graphql:1:1: A schema has no operations or fragments in it.']],
    [
      'an extension of another kind',
      'type Query { a: E } enum E { A }\nextend type E { a: Int }',
      ['s.graphql:1:21: Cannot extend non-object type "E".'],
    ],
    [
      'bad rules',
      'type Query {\n  a: Int @requiresScopes(scopes: [])\n  b(x: Int @authenticated): Int }',
      [
        's.graphql:2:3: Query.a: @requiresScopes has no alternatives',
        's.graphql:3:5: Query.b(x:): @authenticated has no meaning here',
      ],
    ],
  ])('is refused with %s', (_what, text, lines) => {
    expect(linesOf(() => open(text))).toEqual(lines.map((line) => expect.stringContaining(line)))
  })

  it.each([
    ['it is whole', sdl],
    ['it extends what others define', 'extend type Query { a: A } extend type A @key(fields: "b") { b: Int }'],
    ['it only has entities, and its server adds the Query', 'type A @key(fields: "b") { b: Int }'],
    ['it uses directives of others', 'type Query { a: Int @a(b: 1) @a(b: 2) }'],
    ['one of its types has the name of our scalar', 'type Query { a: Policy @policy(policies: [["p"]]) } type Policy { b: Int }'],
    ['it defines our directives itself', 'directive @authenticated on FIELD_DEFINITION type Query { a: Int @authenticated }'],
    ['it repeats a directive', 'type Query { a: Int @requiresScopes(scopes: [["a"]]) @requiresScopes(scopes: [["b"]]) }'],
  ])('is read when %s', (_what, text) => {
    expect(linesOf(() => open(text))).toEqual([])
  })

  it('keeps the rules in what it only extends', () => {
    const { gate } = open('extend type Query @authenticated { a: Int } extend type Query { b: Int }')
    expect(gate.manifest.map(({ coordinate }) => coordinate)).toEqual(['Query.a', 'Query.b'])
  })
})

describe('an operation', () => {
  const read = (text: string, more: { operationName?: string; values?: unknown } = {}) =>
    readOperation(
      {
        text,
        file: 'op.graphql',
        operationName: more.operationName,
        variables: 'values' in more ? { values: more.values, file: 'v.json' } : undefined,
      },
      open(sdl),
    )
  const several = 'query A { news } query B($id: ID) { news(id: $id) }'

  it.each<[string, string, Parameters<typeof read>[1], string[]]>([
    ['text that is no GraphQL', '{ news', {}, ['op.graphql:1:7: Syntax Error: Expected Name, found <EOF>.']],
    ['unknown fields', '{ a b }', {}, ['op.graphql:1:3: Cannot query field "a"', 'op.graphql:1:5: Cannot query field "b"']],
    ['definitions of types', 'type A { a: Int }', {}, ['op.graphql:1:1: The "A" definition is not executable.']],
    ['a kind that the schema lacks', 'subscription { news }', {}, ['op.graphql:1:1: The schema has no subscription.']],
    [
      'several operations and no name',
      several,
      {},
      ['op.graphql: there are several operations in it; choose one with --operation: A, B.'],
    ],
    ['a name that none has', several, { operationName: 'C' }, ['op.graphql: there is no operation "C" in it; there are: A, B.']],
    ['variables that are a list', '{ news }', { values: [] }, ['v.json:1:1: variables are one JSON object']],
    [
      'a variable of a wrong type',
      several,
      { operationName: 'B', values: { id: {} } },
      ['v.json: Variable "$id" got invalid value {}'],
    ],
  ])('is refused with %s', (_what, text, more, lines) => {
    expect(linesOf(() => read(text, more))).toEqual(lines.map((line) => expect.stringContaining(line)))
  })

  it('is the one that is named, with its variables', () => {
    expect(read(several, { operationName: 'B', values: { id: 7 } })).toMatchObject({
      variables: { id: '7' },
      knowsVariables: true,
    })
  })

  it('may lack its variables, which are then unknown', () => {
    expect(read('query($id: ID!) { news(id: $id) }')).toMatchObject({ variables: {}, knowsVariables: false })
  })
})

describe('JSON', () => {
  it('is refused with its file', () => {
    expect(linesOf(() => readJson('{ x', 'v.json'))).toEqual([expect.stringMatching(/^v\.json(:1:3)?: this is no JSON\.$/)])
  })

  it('is read', () => {
    expect(readJson('{"x":1}', 'v.json')).toEqual({ x: 1 })
  })
})
