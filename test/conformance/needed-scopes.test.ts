// The scopes that an operation needs, exactly: for each use of a field, and at once however fragments are cut.

import fc from 'fast-check'
import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { type Clause, minimalSets } from '../../src/resource-server/minimal-sets.ts'

const gate = createGate(
  buildSchema(`${directiveTypeDefs}
    type Query { project(id: ID): User @requiresScopes(scopes: [["project:{id}"]]), me: User }
    type User { email: String @requiresScopes(scopes: [["email"]]), friend: User }
  `),
)
const needed = (operation: string) => gate.requiredScopes({ document: parse(operation) })

describe('the scopes that an operation needs', () => {
  it('are asked for by each use of a field with the value that it is bound to', () => {
    expect(needed('{ a: project(id: "1") { friend { friend { __typename } } } b: project(id: "2") { __typename } }')).toEqual({
      needsToken: true,
      alternatives: [['project:1', 'project:2']],
      isComplete: true,
    })
  })

  it.each([
    ['at one position', '...G ... { ...G } ... on User { ...G }'],
    ['downwards', 'a: friend { ...G } b: friend { ...G ...G }'],
  ])('are found at once where 30 fragments double each other %s', (_where, body) => {
    const levels = Array.from({ length: 30 }, (_, i) => `fragment F${i} on User { ${body.replaceAll('G', `F${i + 1}`)} }`)
    expect(needed(`{ me { ...F0 } } ${levels.join(' ')} fragment F30 on User { email }`)).toEqual({
      needsToken: true,
      alternatives: [['email']],
      isComplete: true,
    })
  })

  it('are minimal in each set that is listed, also where there are too many to list', () => {
    const scopes = Array.from({ length: 24 }, (_, index) => `s${index}`)
    const all = fc.uniqueArray(fc.constantFrom(...scopes), { minLength: 1, maxLength: 3 })
    const clauses = fc.array(fc.array(all, { minLength: 3, maxLength: 6 }), { minLength: 8, maxLength: 16 })
    const satisfies = (set: readonly string[], clause: Clause) =>
      clause.some((each) => each.every((scope) => set.includes(scope)))
    fc.assert(
      fc.property(clauses, (each) => {
        for (const set of minimalSets(each).sets) {
          expect(each.every((clause) => satisfies(set, clause))).toBe(true)
          const smaller = set.map((scope) => set.filter((other) => other !== scope))
          expect(smaller.filter((less) => each.every((clause) => satisfies(less, clause)))).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })
})
