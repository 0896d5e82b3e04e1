// What two versions of a schema let callers reach.

import { describe, expect, it } from 'vitest'
import { diffSchemas, isOpening } from '../../src/review/diff-schemas.ts'
import { readRules } from '../../src/review/read-rules.ts'
import { readSchema } from '../../src/review/read-schema.ts'

const read = (sdl: string, unmarked: 'open' | 'denied' = 'open') => readRules(readSchema(sdl, 's.graphql'), unmarked)
const kinds = (older: string, newer: string) =>
  diffSchemas(read(older), read(newer)).map(({ coordinate, kind }) => `${coordinate} ${kind}`)

describe('a difference between two schemas', () => {
  it.each([
    ['nothing', 'type Query { a: Int }', 'type Query { "said" a: Int }', []],
    ['a rule that comes', 'type Query { a: Int }', 'type Query { a: Int @authenticated }', ['Query.a closed']],
    ['a rule that goes', 'type Query { a: Int @authenticated }', 'type Query { a: Int }', ['Query.a opened']],
    ['a field that comes', 'type Query { a: Int }', 'type Query { a: Int, b: Int }', ['Query.b added']],
    ['a field that goes', 'type Query { a: Int, b: Int }', 'type Query { a: Int }', ['Query.b removed']],
    [
      'another scope',
      'type Query { a: Int @requiresScopes(scopes: [["a"]]) }',
      'type Query { a: Int @requiresScopes(scopes: [["b"]]) }',
      ['Query.a incomparable'],
    ],
    ['a rule that moves to the type', 'type Query { a: Int @authenticated }', 'type Query @authenticated { a: Int }', []],
    [
      'an interface that loses its rule',
      'type Query implements I { a: Int } interface I @authenticated { a: Int }',
      'type Query implements I { a: Int } interface I { a: Int }',
      ['Query.a opened'],
    ],
    [
      'a field that returns another scalar',
      'type Query { a: M } scalar M @authenticated',
      'type Query { a: N } scalar N',
      ['Query.a opened'],
    ],
  ])('is %s', (_what, older, newer, expected) => {
    expect(kinds(older, newer)).toEqual(expected)
  })

  it('tells a new field that is open for want of a rule from one that is meant to be', () => {
    const newer = 'type Query { a: Int, b: Int, c: Int @public, d: Int @authenticated }'
    const changes = diffSchemas(read('type Query { a: Int }'), read(newer))
    expect(changes.map(({ after, isOpenUnmarked }) => [after, isOpenUnmarked])).toEqual([
      ['open', true],
      ['open', false],
      ['a token', false],
    ])
    expect(changes.some(isOpening)).toBe(false)
    const shut = diffSchemas(read('type Query { a: Int }', 'denied'), read(newer, 'denied'))
    expect(shut.map(({ after }) => after)).toEqual(['open to no one', 'open', 'a token'])
  })
})
