// What an operation needs: exact, so that each alternative passes and fails with any one scope less.

import fc from 'fast-check'
import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs, type GateOptions } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { createRandomCase } from './random-case.ts'

const sdl = `
  type Query {
    free: String
    mine: String @authenticated
    either: String @requiresScopes(scopes: [["a"], ["b", "c"]])
    both: String @requiresScopes(scopes: [["a", "b"]])
    project(id: ID): String @requiresScopes(scopes: [["project:{id}:read"], ["projects:read"]])
    found: Found
    lawful: String @policy(policies: [["paid"]])
    shut: String @policy(policies: [["paid"]]) @requiresScopes(scopes: [["a"]])
  }
  union Found = Open | Closed
  type Open { name: String }
  type Closed @requiresScopes(scopes: [["closed"]]) { name: String }
  type Mutation { change: String @requiresScopes(scopes: [["write"]]) }
`
const ask = (operation: string, variables?: Record<string, unknown>, options: GateOptions = {}) => {
  const gate = createGate(buildSchema(directiveTypeDefs + sdl), options)
  return gate.requiredScopes({ document: parse(operation), ...(variables && { variableValues: variables }) })
}

describe('the scopes that an operation needs', () => {
  it.each<[string, string, { needsToken: boolean; alternatives: string[][] }]>([
    ['nothing, where all is open', '{ free }', { needsToken: false, alternatives: [[]] }],
    ['any token', '{ free mine }', { needsToken: true, alternatives: [[]] }],
    ['one alternative or the other', '{ either }', { needsToken: true, alternatives: [['a'], ['b', 'c']] }],
    ['the cheapest ways to have two fields', '{ either both }', { needsToken: true, alternatives: [['a', 'b']] }],
    [
      'what a bound placeholder says',
      '{ project(id: 7) }',
      { needsToken: true, alternatives: [['project:7:read'], ['projects:read']] },
    ],
    [
      'less, where a placeholder cannot be bound',
      '{ project(id: "*") }',
      { needsToken: true, alternatives: [['projects:read']] },
    ],
    ['what every possible type needs', '{ found { ... on Open { name } } }', { needsToken: true, alternatives: [['closed']] }],
    ['no token for a policy alone', '{ lawful }', { needsToken: false, alternatives: [[]] }],
    ['the scopes beside a policy', '{ shut }', { needsToken: true, alternatives: [['a']] }],
    ['those of a mutation', 'mutation { change }', { needsToken: true, alternatives: [['write']] }],
    ['nothing for what is skipped', '{ free both @skip(if: true) }', { needsToken: false, alternatives: [[]] }],
    [
      'each once, through fragments',
      '{ ...F ...F } fragment F on Query { both }',
      { needsToken: true, alternatives: [['a', 'b']] },
    ],
  ])('are %s', (_name, operation, expected) => {
    expect(ask(operation)).toEqual({ ...expected, isComplete: true })
  })

  it('do not exist where a field is open to no one', () => {
    expect(ask('{ free }', {}, { unmarked: 'denied' })).toEqual({ needsToken: true, alternatives: [], isComplete: true })
  })

  it('follow the variables, and keep placeholders as written until there are some', () => {
    const operation = 'query($id: ID!, $no: Boolean!) { project(id: $id) either @skip(if: $no) }'
    expect(ask(operation, { id: '7', no: true }).alternatives).toEqual([['project:7:read'], ['projects:read']])
    expect(ask(operation).alternatives).toContainEqual(['a', 'project:{id}:read'])
  })

  it('are those of the operation that is named', () => {
    const gate = createGate(buildSchema(directiveTypeDefs + sdl))
    const document = parse('query A { both } query B { free }')
    expect(gate.requiredScopes({ document, operationName: 'B' }).needsToken).toBe(false)
    expect(() => gate.requiredScopes({ document, operationName: 'C' })).toThrow('no such operation')
  })

  it('are exact', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.constantFrom('filter', 'reject'),
      async (seed, queries) => {
        const { createSchema, operation, variableValues } = createRandomCase(seed)
        const gate = createGate(createSchema(), { queries } as GateOptions)
        const request = { document: parse(operation), variableValues }
        const isAllowed = async (scopes: readonly string[]) =>
          (await gate.decide(request, accessToken({ scopes }))).kind === 'allow'
        const { needsToken, alternatives, isComplete } = gate.requiredScopes(request)

        expect(isComplete).toBe(true)
        expect((await gate.decide(request, null)).kind === 'allow').toBe(!needsToken)
        for (const scopes of alternatives) {
          expect(await isAllowed(scopes)).toBe(true)
          for (const scope of scopes) expect(await isAllowed(scopes.filter((each) => each !== scope))).toBe(false)
        }
        for (const scopes of [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']]) {
          const isEnough = alternatives.some((all) => all.every((scope) => scopes.includes(scope)))
          expect(await isAllowed(scopes)).toBe(isEnough)
        }
      },
    )
    await fc.assert(property, { numRuns: 200 })
  })
})
