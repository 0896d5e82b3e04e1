// Where rules are read from, what is inherited, and which ones no gate is built with.

import { buildSchema, extendSchema, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs, SchemaRuleError } from '../../src/resource-server/index.ts'

const build = (sdl: string) => buildSchema(directiveTypeDefs + sdl)
const buildLoosely = (sdl: string) => buildSchema(sdl, { assumeValid: true, assumeValidSDL: true })
const protectedIn = (schema: GraphQLSchema) => createGate(schema).manifest.map(({ coordinate }) => coordinate)

function mistakesIn(schema: GraphQLSchema): readonly string[] {
  try {
    createGate(schema)
    return []
  } catch (error) {
    if (error instanceof SchemaRuleError) return error.mistakes
    throw error
  }
}

describe('the manifest', () => {
  it('lists every protected field with all that it requires, sorted', () => {
    const schema = build(`
      type Query @authenticated { b: Account, a: String @requiresScopes(scopes: [["x", "y"], ["z"]]) @policy(policies: [["office-hours"]]) }
      type Account @requiresScopes(scopes: [["account:read"]]) { id: ID }
      type Free { id: ID }
    `)
    expect(createGate(schema).manifest).toEqual([
      { coordinate: 'Account.id', authenticated: true, scopes: [[['account:read']]], policies: [] },
      { coordinate: 'Query.a', authenticated: true, scopes: [[['x', 'y'], ['z']]], policies: [[['office-hours']]] },
      { coordinate: 'Query.b', authenticated: true, scopes: [[['account:read']]], policies: [] },
    ])
  })

  it('inherits from interfaces, through chains of them, though the type says nothing', () => {
    const schema = build(`
      type Query { user: User }
      interface Node { id: ID @authenticated }
      interface Person implements Node { id: ID, name: String @requiresScopes(scopes: [["name"]]) }
      type User implements Node & Person { id: ID, name: String, free: String }
    `)
    expect(protectedIn(schema)).toEqual(['User.id', 'User.name'])
    expect(createGate(schema).warnings).toHaveLength(2)
  })

  it('protects a field by the scalar, enum, union or interface that it returns', () => {
    const schema = build(`
      type Query { money: [Money!]!, color(like: Color): Color, thing: Thing, node: Node, free: String }
      scalar Money @authenticated
      enum Color @authenticated { RED }
      union Thing @authenticated = A
      interface Node @authenticated { id: ID }
      type A { x: String }
      type B implements Node { id: ID }
    `)
    expect(protectedIn(schema)).toEqual(['B.id', 'Query.color', 'Query.money', 'Query.node', 'Query.thing'])
  })

  it('holds unmarked fields too, when they are not open', () => {
    const schema = build('type Query { a: String, b: String @public, t: T } type T @public { c: String }')
    const manifest = (unmarked: 'open' | 'authenticated' | 'denied') =>
      createGate(schema, { unmarked }).manifest.map(({ coordinate, scopes }) => [coordinate, scopes])
    expect(manifest('open')).toEqual([])
    expect(manifest('authenticated')).toEqual([
      ['Query.a', []],
      ['Query.t', []],
    ])
    expect(manifest('denied')).toEqual([
      ['Query.a', [[]]],
      ['Query.t', [[]]],
    ])
  })
})

describe('rules are read', () => {
  it('from extensions of types', () => {
    const schema = extendSchema(build('type Query { a: String }'), parse('extend type Query @authenticated { b: String }'))
    expect(protectedIn(schema)).toEqual(['Query.a', 'Query.b'])
  })

  it('from extensions.directives, in the form of an object and of a list', () => {
    const rule = { scopes: [['a']] }
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          a: { type: GraphQLString, extensions: { directives: { requiresScopes: rule } } },
          b: { type: GraphQLString, extensions: { directives: [{ name: 'requiresScopes', args: rule }] } },
          c: { type: GraphQLString, extensions: { directives: { authenticated: true } } },
          d: { type: GraphQLString, extensions: { directives: { requiresScopes: [rule, { scopes: [['b']] }] } } },
          e: { type: GraphQLString, extensions: { directives: { other: rule } } },
        },
      }),
    })
    expect(createGate(schema).manifest.map(({ coordinate, scopes }) => [coordinate, scopes])).toEqual([
      ['Query.a', [[['a']]]],
      ['Query.b', [[['a']]]],
      ['Query.c', []],
      ['Query.d', [[['a']], [['b']]]],
    ])
  })

  it('without any definition of the directives', () => {
    expect(protectedIn(buildLoosely('type Query { a: String @requiresScopes(scopes: [["a"]]) }'))).toEqual(['Query.a'])
  })

  it('under the names that @link gives them', () => {
    const schema = buildLoosely(`
      extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", { name: "@requiresScopes", as: "@needs" }])
        @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn")
      type Query {
        a: String @needs(scopes: [["a"]])
        b: String @federation__policy(policies: [["p"]])
        c: String @signedIn
        d: String @requiresScopes(scopes: [["d"]])
        e: String @key
      }
    `)
    expect(protectedIn(schema)).toEqual(['Query.a', 'Query.b', 'Query.c', 'Query.d'])
  })

  it('not from a directive of the same name that the schema defines for itself and has renamed ours for', () => {
    const sdl = (link: string) => `
      ${link}
      directive @policy(name: String) on FIELD_DEFINITION
      type Query { a: String @policy(name: "x") }
    `
    expect(mistakesIn(buildLoosely(sdl('')))).not.toEqual([])
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@policy", as: "@allowedBy" }])'
    expect(protectedIn(buildLoosely(sdl(link)))).toEqual([])
  })
})

describe('a gate is not built', () => {
  it.each([
    ['@requiresScopes(scopes: [])', 'no alternatives'],
    ['@requiresScopes(scopes: [[]])', 'empty alternative'],
    ['@requiresScopes(scopes: [["a"], []])', 'empty alternative'],
    ['@requiresScopes(scopes: ["a", "b"])', 'AND or OR'],
    ['@requiresScopes(scopes: "a")', 'AND or OR'],
    ['@requiresScopes(scopes: [[" "]])', 'blank'],
    ['@requiresScopes(scopes: [["a b"]])', 'blank'],
    ['@requiresScopes(scopes: [["a\\u0007"]])', 'control character'],
    ['@requiresScopes(scopes: [["a:*"]])', 'wildcard'],
    ['@requiresScopes(scopes: [[1]])', 'not a text'],
    ['@requiresScopes(scopes: [["a"]], mode: ALL)', 'unknown argument'],
    ['@requiresScopes', 'list of lists'],
    ['@requiresScopes(scopes: [["p:{other}"]])', 'placeholder {other}'],
    ['@requiresScopes(scopes: [["p:{ids}"]])', 'placeholder {ids}'],
    ['@requiresScopes(scopes: [["p:{input}"]])', 'placeholder {input}'],
    ['@requiresScopes(scopes: [["p:{input.nope}"]])', 'placeholder {input.nope}'],
    ['@policy(policies: [[""]])', 'blank'],
    ['@policy(policies: [])', 'no alternatives'],
    ['@public @authenticated', '@public'],
  ])('with %s on a field', (directive, complaint) => {
    const mistakes = mistakesIn(
      buildLoosely(`type Query { a(id: ID!, ids: [ID!], input: In!): String ${directive} } input In { id: ID! }`),
    )
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(/^Query\.a: /)
    expect(mistakes[0]).toContain(complaint)
  })

  it.each([
    '@requiresScopes(scopes: [["a:b-c_d.e"], ["p:{id}", "q"]])',
    '@requiresScopes(scopes: [["p:{input.id}"]])',
    '@policy(policies: [["anything goes: here"]])',
    '@public',
  ])('but is with %s', (directive) => {
    expect(
      mistakesIn(buildLoosely(`type Query { a(id: ID!, ids: [ID!], input: In!): String ${directive} } input In { id: ID! }`)),
    ).toEqual([])
  })

  it('with rules on input or with placeholders on a type, and all mistakes are told at once', () => {
    const schema = buildLoosely(`
      type Query { a(x: Int @authenticated): String }
      input In @authenticated { y: Int @policy(policies: [["p"]]) }
      enum Color { RED @authenticated }
      type T @requiresScopes(scopes: [["p:{id}"]]) { c: Color }
    `)
    expect(mistakesIn(schema).map((mistake) => mistake.split(': ')[0])).toEqual(['Query.a(x:)', 'In', 'In.y', 'Color.RED', 'T'])
  })

  it('only warns of what is odd and safe', () => {
    const schema = build(`
      type Query { a(m: Money): String @requiresScopes(scopes: [["a"], ["a", "b"]]), t: T }
      scalar Money @authenticated
      type T @authenticated { x: String @public }
    `)
    expect(createGate(schema).warnings.map((warning) => warning.split(': ')[0])).toEqual(['Query.a', 'Money', 'T.x'])
  })
})
