// What is explained is what a gate decides, and the tree stays readable whatever the operation.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { explain, type Who } from '../../src/review/explain.ts'
import { formatExplanation } from '../../src/review/explanation-text.ts'
import type { TreeNode } from '../../src/review/operation-tree.ts'
import { readOperation } from '../../src/review/read-operation.ts'
import { readRules } from '../../src/review/read-rules.ts'
import { readSchema } from '../../src/review/read-schema.ts'
import { accessToken } from '../../src/testing/index.ts'
import { createRandomCase } from '../resource-server/random-case.ts'

function explainText(sdl: string, operation: string, who: Who, values?: unknown) {
  const rules = readRules(readSchema(sdl, 's.graphql'), 'open')
  const variables = values === undefined ? undefined : { values, file: 'v.json' }
  return explain(readOperation({ text: operation, file: 'op.graphql', operationName: undefined, variables }, rules), rules, who)
}

function deniedIn(tree: readonly TreeNode[]): string[] {
  return tree.flatMap(({ mark, coordinate, children }) => [
    ...(mark === 'denied' ? [String(coordinate)] : []),
    ...deniedIn(children),
  ])
}

const control = '\u001b'
const bearer = (...scopes: string[]): Who => ({ kind: 'bearer', scopes })

describe('an explanation', () => {
  it('denies exactly what a gate denies', async () => {
    const property = fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
      const { sdl, createSchema, operation: unused, variableValues, scopes } = createRandomCase(seed)
      const operation = unused.replace(
        '{',
        '{ y: __typename @skip(if: $yes) n: __typename @skip(if: $no) m: __typename @skip(if: $maybe)',
      )
      const { tree, isAllowed } = explainText(
        directiveTypeDefs + sdl,
        operation,
        scopes ? bearer(...scopes) : { kind: 'anonymous' },
        variableValues,
      )
      const gate = createGate(createSchema(), {
        policies: async (names) => Object.fromEntries(names.map((name) => [name, true])),
      })
      const { request } = readFor(sdl, operation, variableValues)
      const decision = await gate.decide(request, scopes && accessToken({ scopes }))
      const denied = decision.kind === 'allow' ? [] : decision.denials.map(({ coordinate }) => coordinate)
      expect({ isAllowed, denied: [...new Set(deniedIn(tree))].sort() }).toEqual({
        isAllowed: decision.kind === 'allow',
        denied: [...new Set(denied)].sort(),
      })
    })
    await fc.assert(property, { numRuns: 100 })
  })

  const sdl = `type Query { me: Me, thing: Thing, n: Int @include }
    type Me { me: Me, name: String @requiresScopes(scopes: [["name"]]) }
    interface Thing { id: ID }
    type A implements Thing { id: ID } type B implements Thing { id: ID } type C implements Thing { id: ID @authenticated }`

  it('shows types with the same in them once, and a type with a rule by itself', () => {
    expect(formatExplanation(explainText(sdl, '{ thing { id } }', { kind: 'nobody' }), false)).toBe(
      [
        'query',
        '└─ thing',
        '   ├─ on A, B',
        '   │  └─ id',
        '   └─ on C',
        '      └─ id  needs a token',
        '',
        'All of it needs a token, with any scopes or none.',
        '',
      ].join('\n'),
    )
  })

  it('has colours where they are wanted, and the same marks', () => {
    const explanation = explainText(sdl, '{ me { name } }', bearer())
    const coloured = formatExplanation(explanation, true)
    expect(coloured).toContain(`${control}[32m✓ me${control}[39m`)
    expect(coloured).toContain(`${control}[31m✗ name${control}[39m`)
    expect(
      coloured
        .split(control)
        .map((part) => part.replace(/^\[\d+m/, ''))
        .join(''),
    ).toBe(formatExplanation(explanation, false))
  })

  it('leaves out what @skip and @include leave out, and shows each response key once', () => {
    const operation = '{ me { name } ...F ... @include(if: false) { thing { id } } } fragment F on Query { me { again: name } }'
    expect(deniedIn(explainText(sdl, operation, bearer()).tree)).toEqual(['Me.name', 'Me.name'])
    expect(explainText(sdl, operation, bearer()).tree.map(({ label }) => label)).toEqual(['me'])
  })

  const doubling = (depth: number) =>
    [
      '{ me { ...F0 } }',
      ...Array.from({ length: depth }, (_, i) => `fragment F${i} on Me { a: me { ...F${i + 1} } b: me { ...F${i + 1} } }`),
      `fragment F${depth} on Me { name }`,
    ].join('\n')

  it('is refused for a tree that nobody could read, soon', () => {
    expect(() => explainText(sdl, doubling(40), bearer())).toThrow(/^op\.graphql: .* more than 20000 fields/)
    expect(explainText(sdl, doubling(8), bearer()).isAllowed).toBe(false)
  })

  it('is refused for an operation that no gate takes', () => {
    const nested = (depth: number) => `${'{ me '.repeat(depth)}{ name }${' }'.repeat(depth)}`
    expect(() => explainText(sdl, nested(600), bearer())).toThrow(/^op\.graphql: The operation is over the depth limit/)
    expect(explainText(sdl, nested(100), bearer('name')).isAllowed).toBe(true)
  })

  it.each([
    ['p(id: $id)', 'p:7', false],
    ['p(id: $id)', 'p:*', true],
    ['p(id: 7)', 'p:7', true],
    ['p(id: "*")', 'p:*', false],
  ])('holds for every value of a variable that is not known: %s with %s is allowed: %s', (field, scope, isAllowed) => {
    const open = 'type Query { o(id: ID): Int, p(id: ID): Int @requiresScopes(scopes: [["p:{id}"]]) }'
    expect(explainText(open, `query($id: ID!) { o(id: $id) ${field} }`, bearer(scope)).isAllowed).toBe(isAllowed)
  })

  it('says that nobody may have what is shut', () => {
    const rules = readRules(readSchema('type Query { a: Int }', 's.graphql'), 'denied')
    const read = readOperation({ text: '{ a }', file: 'op.graphql', operationName: undefined, variables: undefined }, rules)
    expect(formatExplanation(explain(read, rules, bearer('*')), false)).toBe(
      'query\n└─ ✗ a  Query.a is open to no one\n\n✗ Denied in 1 place.\nNo token has all of it: something in it is open to no one.\n',
    )
  })
})

function readFor(sdl: string, text: string, values: unknown) {
  const schema = readSchema(directiveTypeDefs + sdl, 's.graphql')
  return readOperation({ text, file: 'op.graphql', operationName: undefined, variables: { values, file: 'v.json' } }, schema)
}
