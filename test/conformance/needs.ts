// docs/enforcement.md section 5: what a refusal says is needed and missing, where rules add up.

import type { OperationCase } from './case.ts'

/** One denied root field `f`, and what is told of it. */
function told(requiredScopes: string[][], missingScopes: string[], message: string) {
  return {
    operation: '{ f { __typename } }',
    decision: 'filter' as const,
    denied: ['Query.f'],
    data: { f: null },
    errors: ['f: Query.f INSUFFICIENT_SCOPE'],
    told: [
      {
        message: `Unauthorized field or type: Query.f ${message}.`,
        locations: [{ line: 1, column: 3 }],
        path: ['f'],
        extensions: {
          code: 'UNAUTHORIZED_FIELD_OR_TYPE',
          coordinate: 'Query.f',
          reason: 'INSUFFICIENT_SCOPE',
          requiredScopes,
          missingScopes,
        },
      },
    ],
  }
}
const union = {
  schema: `
    type Query { f: U @requiresScopes(scopes: [["own"]]) } union U = A | B
    type A @requiresScopes(scopes: [["x", "y"]]) { a: Int } type B @requiresScopes(scopes: [["z"]]) { b: Int }
  `,
}
const many = {
  schema: `
    type Query { f: T }
    interface I1 @requiresScopes(scopes: [["a1"], ["b1"]]) { x: Int }
    interface I2 @requiresScopes(scopes: [["a2"], ["b2"]]) { x: Int }
    interface I3 @requiresScopes(scopes: [["a3"], ["b3"]]) { x: Int }
    interface I4 @requiresScopes(scopes: [["a4"], ["b4"]]) { x: Int }
    type T implements I1 & I2 & I3 & I4 @requiresScopes(scopes: [["a5"], ["b5"]]) { x: Int }
  `,
}

export const needs: OperationCase[] = [
  {
    ...union,
    name: "While a field's own rule is not met, only that is told, and not what its possible types need",
    scopes: [],
    ...told([['own']], ['own'], 'needs own; missing own'),
  },
  {
    ...union,
    name: 'Of possible types that are all denied, each is an alternative, and what the nearest lacks is missing',
    scopes: ['own'],
    ...told(
      [
        ['own', 'x', 'y'],
        ['own', 'z'],
      ],
      ['z'],
      'needs own and x and y, or own and z; missing z',
    ),
  },
  {
    ...union,
    name: 'Strict: what all possible types need is told',
    options: { abstractTypes: 'strict' },
    scopes: ['own', 'z'],
    ...told([['own', 'x', 'y', 'z']], ['x', 'y'], 'needs own and x and y and z; missing x and y'),
  },
  {
    name: 'A scope that two rules ask for is needed once, so the alternative that shares it lacks least',
    schema: `
      type Query @requiresScopes(scopes: [["b"], ["a"]]) { f: T @requiresScopes(scopes: [["c"], ["a"]]) } type T { x: Int }
    `,
    scopes: [],
    ...told([['b', 'c'], ['b', 'a'], ['a', 'c'], ['a']], ['a'], 'needs b and c, or b and a, or a and c, or a; missing a'),
  },
  {
    ...many,
    name: 'Rules with more than 16 alternatives together are told as the one that lacks least',
    scopes: ['b2', 'a4', 'b5'],
    ...told([['b5', 'a1', 'b2', 'a3', 'a4']], ['a1', 'a3'], 'needs b5 and a1 and b2 and a3 and a4; missing a1 and a3'),
  },
  {
    name: 'A field that is open to no one says so, and names no scope that would help',
    schema: 'type Query { f: T } type T @public { x: Int }',
    options: { unmarked: 'denied' },
    scopes: ['*'],
    ...told([], [], 'is open to no one: it has no rule'),
  },
]
