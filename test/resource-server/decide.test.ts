// One gate, one document, many callers: what is remembered never changes an answer.

import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'

const schema = buildSchema(`${directiveTypeDefs}
  type Query {
    project(id: ID!): String @requiresScopes(scopes: [["project:{id}"], ["a", "b"]])
    me: String @authenticated
    ruled: String @policy(policies: [["p"]])
  }
`)
const document = parse(`query ($id: ID!, $withMe: Boolean!, $ruled: Boolean!) {
  project(id: $id) me @include(if: $withMe) ruled @include(if: $ruled)
}`)

describe('decisions', () => {
  it('are the same whatever was decided before', async () => {
    let policyHolds = false
    const options = { policies: async () => ({ p: policyHolds }) }
    const shared = createGate(schema, options)
    const tokens = [
      null,
      ...[[], ['a'], ['b'], ['a', 'b'], ['project:1'], ['project:*']].map((scopes) => accessToken({ scopes })),
    ]
    const cases = tokens.flatMap((token) =>
      ['1', '2', 'x:y'].flatMap((id) =>
        [true, false].flatMap((withMe) =>
          [true, false].flatMap((ruled) => [true, false].map((holds) => ({ token, id, withMe, ruled, holds }))),
        ),
      ),
    )
    // Forth, back, and once more: each case comes after each other one.
    for (const { token, holds, ...variableValues } of [...cases, ...cases.toReversed(), ...cases]) {
      policyHolds = holds
      const request = { document, variableValues }
      expect(await shared.decide(request, token)).toEqual(await createGate(schema, options).decide(request, token))
    }
  })

  it('do not depend on aliases, nor on how fragments are cut', async () => {
    const gate = createGate(schema)
    const ask = async (operation: string) => {
      const decision = await gate.decide({ document: parse(operation) }, null)
      return decision.kind === 'allow' ? [] : decision.denials.map(({ coordinate }) => coordinate)
    }
    const forms = [
      '{ me ruled }',
      '{ x: me y: ruled }',
      '{ ... { me } ... on Query { ruled } }',
      '{ ...F } fragment F on Query { me ...G } fragment G on Query { ruled }',
    ]
    for (const form of forms) expect((await ask(form)).sort()).toEqual(['Query.me', 'Query.ruled'])
  })

  it('stay linear when fragments double each other at one position', async () => {
    const levels = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ... on Query { ...F${i + 1} } }`)
    const request = { document: parse(`{ ...F0 } ${levels.join(' ')} fragment F30 on Query { me }`) }
    expect(await createGate(schema).decide(request, null)).toMatchObject({
      kind: 'filter',
      denials: [{ coordinate: 'Query.me', path: ['me'] }],
    })
  })

  it('are not made about operations that nest too deep, or fragments that contain themselves', async () => {
    const gate = createGate(schema)
    const cyclic = { document: parse('{ ...F } fragment F on Query { me ...F }') }
    await expect(gate.decide(cyclic, null)).rejects.toMatchObject({ code: 'QUERY_TOO_COMPLEX' })
    expect(await gate.execute(cyclic, null)).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] })
  })
})
