// SEMANTICS.md section 6, "requiredScopes is exact": for each use of a field, and at once however fragments are cut.

import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'

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
})
