// The schema as one token can ever use it: valid, without what it cannot reach, and with all that it can.

import fc from 'fast-check'
import {
  buildSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  isAbstractType,
  parse,
  printSchema,
  validate,
  validateSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs, type GateOptions } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { createRandomCase } from './random-case.ts'

const typesOf = (sdl: string, scopes: readonly string[] | null, options: GateOptions = {}) => {
  const visible = createGate(buildSchema(directiveTypeDefs + sdl), options).visibleSchema(scopes && accessToken({ scopes }))
  expect(validateSchema(visible)).toEqual([])
  return printSchema(visible)
    .replaceAll(/"""[\s\S]*?"""\s*/g, '')
    .replaceAll(/directive @[\s\S]*?\n(?=\n|$)/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/scalar (Scope|Policy) ?/g, '')
    .replace(/scalar (Scope|Policy) ?/g, '')
    .trim()
}

describe('the visible schema', () => {
  it('lacks fields out of reach, and types that nothing leads to any more', () => {
    const sdl = `
      type Query { open: Int, user: User }
      type User { name: String, email: Email @requiresScopes(scopes: [["email"]]), bank: Bank @requiresScopes(scopes: [["bank"]]) }
      type Bank { iban: String }
      scalar Email
    `
    expect(typesOf(sdl, [])).toBe('type Query { open: Int user: User } type User { name: String }')
    expect(typesOf(sdl, ['bank'])).toBe(
      'type Query { open: Int user: User } type User { name: String bank: Bank } type Bank { iban: String }',
    )
    expect(typesOf(sdl, ['email'])).toContain('scalar Email')
  })

  it('lacks a field that leads to a type without fields, and so on upwards', () => {
    const sdl = `
      type Query { open: Int, a: A }
      type A { b: B }
      type B { c: Int @authenticated }
    `
    expect(typesOf(sdl, null)).toBe('type Query { open: Int }')
    expect(typesOf(sdl, [])).toContain('type B { c: Int }')
  })

  it('lacks refused members of unions, and unions without any', () => {
    const sdl = `
      type Query { open: Int, any: Any, only: Only }
      union Any = Free | Paid
      union Only = Paid
      type Free { id: Int }
      type Paid @requiresScopes(scopes: [["paid"]]) { id: Int }
    `
    expect(typesOf(sdl, [])).toBe('type Query { open: Int any: Any } union Any = Free type Free { id: Int }')
    expect(typesOf(sdl, [], { abstractTypes: 'strict' })).toBe('type Query { open: Int }')
  })

  it('keeps on an interface what all of its visible types have, and the rest on the types', () => {
    const sdl = `
      type Query { node: Node }
      interface Node { id: Int, title: String }
      type A implements Node { id: Int, title: String }
      type B implements Node { id: Int, title: String @authenticated }
    `
    expect(typesOf(sdl, null)).toBe(
      'type Query { node: Node } interface Node { id: Int } type A implements Node { id: Int title: String } type B implements Node { id: Int }',
    )
  })

  it('shows an interface without a common field as a union, so that its types can still be asked for', () => {
    const sdl = `
      type Query { node: Node }
      interface Node { id: Int, title: String }
      type A implements Node { id: Int, title: String @authenticated }
      type B implements Node { id: Int @authenticated, title: String }
    `
    expect(typesOf(sdl, null)).toBe('type Query { node: Node } union Node = A | B type A { id: Int } type B { title: String }')
  })

  it('says so when nothing is left', () => {
    expect(typesOf('type Query { secret: Int @authenticated } type Mutation { secret: Int @authenticated }', null)).toBe(
      'type Query { _nothing: Boolean }',
    )
  })

  it('keeps what some argument or policy could open', () => {
    const sdl = `
      type Query { order(id: ID!): Int @requiresScopes(scopes: [["order:{id}:read"]]), paid: Int @policy(policies: [["paid"]]) }
    `
    expect(typesOf(sdl, ['order:7:read'])).toBe('type Query { order(id: ID!): Int paid: Int }')
    expect(typesOf(sdl, ['order:*'])).toContain('order(id: ID!)')
    expect(typesOf(sdl, ['order:7:write', 'order:7', 'order:7:read:all'])).toBe('type Query { paid: Int }')
  })

  it('is one object for all tokens that reach the same', () => {
    const gate = createGate(buildSchema(`${directiveTypeDefs} type Query { a: Int @requiresScopes(scopes: [["a"]]), b: Int }`))
    const see = (...scopes: string[]) => gate.visibleSchema(accessToken({ scopes }))
    expect(see('a', 'x')).toBe(see('a'))
    expect(see('x')).not.toBe(see('a'))
  })

  it('is valid, takes every allowed operation, and shows nothing that is always denied', async () => {
    const property = fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), async (seed) => {
      const { createSchema, operation, variableValues, scopes } = createRandomCase(seed)
      const gate = createGate(createSchema())
      const token = scopes && accessToken({ scopes })
      const visible = gate.visibleSchema(token)
      expect(validateSchema(visible)).toEqual([])
      const document = parse(operation)
      const { kind } = await gate.decide({ document, variableValues }, token)
      const hidden = gate.manifest.filter(
        ({ authenticated, scopes: needed }) =>
          (authenticated && !scopes) || !needed.every((any) => any.some((all) => all.every((scope) => scopes?.includes(scope)))),
      )
      for (const { coordinate } of hidden) {
        const [typeName = '', fieldName = ''] = coordinate.split('.')
        const type = visible.getType(typeName)
        expect(type && 'getFields' in type && type.getFields()[fieldName]).toBeFalsy()
      }
      if (kind === 'allow' && hasTypesForAll(gate.schema) && !operation.includes('@skip') && !operation.includes('@include')) {
        const unknown = validate(visible, document).filter(({ message }) => /^Cannot query field/.test(message))
        // An interface shows only what its types have in common; on a type of its own the field is there.
        expect(unknown.filter(({ message }) => !/on type "I\d"/.test(message))).toEqual([])
      }
    })
    await fc.assert(property, { numRuns: 200 })
  })
})

/** Nothing can ever be returned where an interface has no types, so what returns it is not shown. */
function hasTypesForAll(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).every((type) => !isAbstractType(type) || schema.getPossibleTypes(type).length > 0)
}

describe('introspection from the visible schema', () => {
  const sdl = 'type Query { open: Int, a: A @authenticated } type A { x: Int }'
  const ask = async (operation: string, scopes: readonly string[] | null, introspection: 'whole' | 'visible' = 'visible') => {
    const gate = createGate(buildSchema(directiveTypeDefs + sdl), { introspection })
    return gate.execute({ document: parse(operation), rootValue: { open: 1 } }, scopes && accessToken({ scopes }))
  }
  const names = ({ data }: { data?: unknown }) =>
    (data as unknown as IntrospectionQuery).__schema.types.map(({ name }) => name).filter((name) => name === 'A')

  it('tells each caller of what they can use', async () => {
    expect(names(await ask(getIntrospectionQuery(), null))).toEqual([])
    expect(names(await ask(getIntrospectionQuery(), []))).toEqual(['A'])
  })

  it('is off unless asked for', async () => {
    expect(names(await ask(getIntrospectionQuery(), null, 'whole'))).toEqual(['A'])
  })

  it('goes through aliases and fragments, beside data, with the keys in order', async () => {
    const operation =
      '{ x: __type(name: "A") { name } open ...F } fragment F on Query { q: __type(name: "Query") { fields { name } } }'
    const { data } = await ask(operation, null)
    expect(JSON.stringify(data)).toBe('{"x":null,"open":1,"q":{"fields":[{"name":"open"}]}}')
  })

  const relay = buildSchema(`${directiveTypeDefs}
    type Query { query: Query, open: Int, shut(filter: Hidden): Int @authenticated }
    type Mutation { change: Query }
    input Hidden { code: Int }
  `)
  const askRelay = (operation: string, variableValues = {}) =>
    createGate(relay, { introspection: 'visible' }).execute({ document: parse(operation), variableValues }, null)

  it.each([
    ['below the root', '{ query { __type(name: "Query") { name } } }'],
    [
      'below the root, by a fragment that stands at the root too',
      '{ ...F query { ...F } } fragment F on Query { __type(name: "Query") { name } }',
    ],
    ['in a mutation', 'mutation { change { __type(name: "Query") { name } } }'],
  ])('is refused %s, where the whole schema would answer', async (_name, operation) => {
    const result = await askRelay(operation)
    expect(Object.keys(result)).toEqual(['errors'])
    expect(result.errors?.[0]?.message).toContain('at the root of a query')
  })

  it('does not mind variables of types that are not visible', async () => {
    const operation = 'query($f: Hidden, $n: String!) { shut(filter: $f) @skip(if: true) __type(name: $n) { name } }'
    expect(await askRelay(operation, { n: 'Hidden' })).toEqual({ data: { __type: null } })
    expect(await askRelay(operation, { n: 'Query' })).toEqual({ data: { __type: { name: 'Query' } } })
  })

  it('stays with what is refused beside it', async () => {
    const { data, errors } = await ask('{ a { x } __type(name: "A") { name } }', null)
    expect({ data, count: errors?.length }).toEqual({ data: { a: null, __type: null }, count: 1 })
  })
})
