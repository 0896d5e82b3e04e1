// docs/enforcement.md section 1: where rules are read from, which schemas no gate is built with, and what is only warned of.

import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import type { SchemaCase } from './case.ts'

const codeFirst = (extensions: Record<string, Record<string, unknown>>) => () =>
  new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: Object.fromEntries(
        Object.entries(extensions).map(([name, each]) => [name, { type: GraphQLString, extensions: each }]),
      ),
    }),
  })
const withField = (directive: string) => ({
  schema: `type Query { a(id: ID!, ids: [ID!], input: In!): String ${directive} } input In { id: ID!, deep: In }`,
  isLoose: true,
})
const federation = 'url: "https://specs.apollo.dev/federation/v2.9"'

const reading: SchemaCase[] = [
  {
    name: 'The manifest lists every protected field with all parts of what it requires, sorted',
    schema: `
      type Query @authenticated { b: Account, a: String @requiresScopes(scopes: [["x", "y"], ["z"]]) @policy(policies: [["hours"]]) }
      type Account @requiresScopes(scopes: [["account:read"]]) { id: ID }
      type Free { id: ID }
    `,
    manifest: [
      'Account.id: token scopes(account:read)',
      'Query.a: token scopes(x & y | z) policies(hours)',
      'Query.b: token scopes(account:read)',
    ],
  },
  {
    name: 'Parts that say the same are kept once, and others are never multiplied out',
    schema: `
      type Query { a: T }
      interface Node @requiresScopes(scopes: [["x"], ["y"]]) { f: S @requiresScopes(scopes: [["p"], ["q"]]) }
      type T implements Node @requiresScopes(scopes: [["x"], ["y"]]) { f: S @requiresScopes(scopes: [["q"], ["p"]]) }
      scalar S @policy(policies: [["x"]])
    `,
    manifest: ['Query.a: token scopes(x | y)', 'T.f: token scopes(x | y) scopes(q | p) scopes(p | q) policies(x)'],
  },
  {
    name: 'Parts that differ in one letter are two parts',
    schema: `
      type Query { t: T }
      type T @policy(policies: [["ab"]]) { f: S @policy(policies: [["ac"]]) @requiresScopes(scopes: [["ab"]]) }
      scalar S @requiresScopes(scopes: [["ac"]])
    `,
    manifest: ['Query.t: policies(ab)', 'T.f: token scopes(ab) scopes(ac) policies(ab) policies(ac)'],
  },
  {
    name: 'Rules are read from extensions of types and fields',
    schema: 'type Query { a: String, t: T } type T { x: Int }',
    extension:
      'extend type Query @authenticated { b: String @requiresScopes(scopes: [["b"]]) } extend type T @policy(policies: [["t"]])',
    manifest: ['Query.a: token', 'Query.b: token scopes(b)', 'Query.t: token policies(t)', 'T.x: policies(t)'],
  },
  {
    name: 'Rules are read from extensions of scalars, enums, unions and interfaces',
    schema: `
      type Query { s: S, e: E, u: U, i: I }
      scalar S enum E { A } union U = T interface I { x: Int } type T implements I { x: Int }
    `,
    extension:
      'extend scalar S @authenticated extend enum E @authenticated extend union U @authenticated extend interface I @authenticated',
    manifest: ['Query.e: token', 'Query.i: token', 'Query.s: token', 'Query.u: token', 'T.x: token'],
  },
  {
    name: 'Rules are read from extensions.directives, in each form that code-first libraries write',
    schema: codeFirst({
      a: { directives: { requiresScopes: { scopes: [['a']] } } },
      b: { directives: [{ name: 'requiresScopes', args: { scopes: [['b']] } }] },
      c: { directives: { authenticated: true } },
      d: { directives: { requiresScopes: [{ scopes: [['d']] }, { scopes: [['e']] }] } },
      e: { directives: [{ name: 'authenticated' }] },
      f: { directives: { authenticated: {} } },
      h: { directives: { authenticated: false } },
      i: { directives: { other: { scopes: [['i']] } } },
    }),
    manifest: [
      'Query.a: token scopes(a)',
      'Query.b: token scopes(b)',
      'Query.c: token',
      'Query.d: token scopes(d) scopes(e)',
      'Query.e: token',
      'Query.f: token',
    ],
  },
  {
    name: 'A code-first rule whose arguments are no object is refused rather than dropped',
    schema: codeFirst({
      a: { directives: { authenticated: [] } },
      b: { directives: { requiresScopes: 'b' } },
      c: { directives: { requiresScopes: { scopes: 'c' } } },
      d: { directives: { requiresScopes: true } },
    }),
    mistakes: [
      ['Query.a', 'not an object'],
      ['Query.b', 'not an object'],
      ['Query.b', 'list of lists'],
      ['Query.c', 'AND or OR'],
      ['Query.d', 'list of lists'],
    ],
  },
  {
    name: 'Rules count without any definition of their directives',
    schema: 'type Query { a: String @requiresScopes(scopes: [["a"]]) }',
    isLoose: true,
    manifest: ['Query.a: token scopes(a)'],
  },
  {
    name: 'Rules are read under the name that @link gives an import, and still under their own',
    schema: `
      extend schema @link(${federation}, import: ["@key", { name: "@requiresScopes", as: "@needs" }])
      type Query { a: String @needs(scopes: [["a"]]), b: String @requiresScopes(scopes: [["b"]]), c: String @key }
    `,
    isLoose: true,
    manifest: ['Query.a: token scopes(a)', 'Query.b: token scopes(b)'],
  },
  {
    name: 'Rules are read under the namespace of a link, and under one that it is given',
    schema: `
      extend schema @link(${federation}) @link(url: "https://specs.apollo.dev/authorization/v0.1", as: "auth")
      type Query { a: String @federation__policy(policies: [["p"]]), b: String @auth__authenticated }
    `,
    isLoose: true,
    manifest: ['Query.a: policies(p)', 'Query.b: token'],
  },
  {
    name: 'Rules are read under the name of a link to the directive itself',
    schema: `
      schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn") { query: Query }
      type Query { a: String @signedIn }
    `,
    isLoose: true,
    manifest: ['Query.a: token'],
  },
  {
    name: 'A directive of the same name that the schema defines itself, having renamed ours, is no rule',
    schema: `
      extend schema @link(${federation}, import: [{ name: "@policy", as: "@allowedBy" }])
      directive @policy(name: String) on FIELD_DEFINITION
      type Query { a: String @policy(name: "x"), b: String @allowedBy(policies: [["b"]]) }
    `,
    isLoose: true,
    manifest: ['Query.b: policies(b)'],
  },
]

const refused: SchemaCase[] = (
  [
    ['@requiresScopes(scopes: [])', 'no alternatives'],
    ['@requiresScopes(scopes: [[]])', 'empty alternative'],
    ['@requiresScopes(scopes: [["a"], []])', 'empty alternative'],
    ['@requiresScopes(scopes: ["a", "b"])', 'AND or OR'],
    ['@requiresScopes(scopes: "a")', 'AND or OR'],
    ['@requiresScopes(scopes: [["a"], "b"])', 'AND or OR'],
    ['@requiresScopes(scopes: [["a"], 1])', 'not a list of texts'],
    ['@requiresScopes(scopes: [[" "]])', 'blank'],
    ['@requiresScopes(scopes: [["a b"]])', 'blank'],
    ['@requiresScopes(scopes: [["a\\u0007"]])', 'control character'],
    ['@requiresScopes(scopes: [["a:*"]])', 'wildcard'],
    ['@requiresScopes(scopes: [["a::b"]])', 'empty segment'],
    ['@requiresScopes(scopes: [[1]])', 'not a text'],
    ['@requiresScopes(scopes: [["a"]], mode: ALL)', 'unknown argument'],
    ['@requiresScopes(scope: [["a"]], scopes: [["a"]])', 'unknown argument'],
    ['@requiresScopes', 'list of lists'],
    ['@authenticated(scopes: [["a"]])', 'unknown argument'],
    ['@requiresScopes(scopes: [["p:{other}"]])', 'placeholder {other}'],
    ['@requiresScopes(scopes: [["p:{ids}"]])', 'placeholder {ids}'],
    ['@requiresScopes(scopes: [["p:{input}"]])', 'placeholder {input}'],
    ['@requiresScopes(scopes: [["p:{input.nope}"]])', 'placeholder {input.nope}'],
    ['@requiresScopes(scopes: [["p:{id.x}"]])', 'placeholder {id.x}'],
    ['@requiresScopes(scopes: [["p:x{id}"]])', 'braces'],
    ['@policy(policies: [[""]])', 'blank'],
    ['@policy(policies: [])', 'no alternatives'],
    ['@policy(policies: [["a\\u0007"]])', 'control character'],
    ['@public @authenticated', '@public'],
    ['@public @policy(policies: [["p"]])', '@public'],
  ] as const
).map(([directive, piece]) => ({
  ...withField(directive),
  name: `No gate is built with ${directive} on a field`,
  mistakes: [['Query.a', piece]],
}))

const taken: SchemaCase[] = (
  [
    ['@requiresScopes(scopes: [["a:b-c_d.e"], ["p:{id}", "q"]])', 'Query.a: token scopes(a:b-c_d.e | p:{id} & q)'],
    ['@requiresScopes(scopes: [["p:{input.id}"]])', 'Query.a: token scopes(p:{input.id})'],
    ['@requiresScopes(scopes: [["p:{input.deep.id}"]])', 'Query.a: token scopes(p:{input.deep.id})'],
    ['@policy(policies: [["anything goes: here"]])', 'Query.a: policies(anything goes: here)'],
  ] as const
).map(([directive, line]) => ({
  ...withField(directive),
  name: `A gate is built with ${directive} on a field`,
  manifest: [line],
}))

const placed: SchemaCase[] = [
  {
    name: 'Rules on arguments, inputs, input fields and enum values are refused, all mistakes at once',
    schema: `
      type Query { a(x: Int @authenticated): String @requiresScopes(scopes: []) }
      input In @authenticated { y: Int @policy(policies: [["p"]]) }
      enum Color { RED @authenticated }
    `,
    isLoose: true,
    mistakes: [
      ['Query.a', 'no alternatives'],
      ['Query.a(x:)', 'no meaning here'],
      ['In', 'no meaning here'],
      ['In.y', 'no meaning here'],
      ['Color.RED', 'no meaning here'],
    ],
  },
  {
    name: 'A placeholder on a type is refused, as a type has no arguments',
    schema: 'type Query { t(id: ID): T } type T @requiresScopes(scopes: [["p:{id}"]]) { x: Int }',
    mistakes: [['T', 'no arguments']],
  },
  {
    name: 'A rule on an interface field is checked as any other',
    schema: 'type Query { t: T } interface I { x: Int @requiresScopes(scopes: [["p:{id}"]]) } type T implements I { x: Int }',
    mistakes: [['I.x', 'placeholder {id}']],
  },
  {
    name: 'An implementation that restates less than its interface is warned of, and protected all the same',
    schema: `
      type Query { free: Int }
      interface I @authenticated { x: Int @requiresScopes(scopes: [["x"]]) }
      type A implements I { x: Int }
      type B implements I @authenticated { x: Int @requiresScopes(scopes: [["x"]]) }
    `,
    warnings: ['A', 'A.x'],
    manifest: ['A.x: token scopes(x)', 'B.x: token scopes(x)'],
  },
  {
    name: 'An alternative that holds another one whole is warned of',
    schema: 'type Query { a: Int @requiresScopes(scopes: [["a"], ["a", "b"]]), b: Int @requiresScopes(scopes: [["p"], ["p"]]) }',
    warnings: ['Query.a', 'Query.b'],
  },
  {
    name: 'A protected scalar or enum that is used only as input is warned of',
    schema: `
      type Query { a(m: Money, c: Color): Int, size: Size }
      scalar Money @authenticated enum Color @authenticated { RED } scalar Size @authenticated
    `,
    warnings: ['Money', 'Color'],
    manifest: ['Query.size: token'],
  },
  {
    name: '@public under a protected type is warned of',
    schema: 'type Query { t: T } type T @authenticated { x: String @public }',
    warnings: ['T.x'],
  },
  {
    name: 'unmarked "denied" puts every field without a rule into the manifest, open to no one',
    schema: 'type Query { a: String, b: String @public, t: T } type T @public { c: String }',
    unmarked: 'denied',
    manifest: ['Query.a: token scopes()', 'Query.t: token scopes()'],
  },
]

export const schemas: SchemaCase[] = [...reading, ...refused, ...taken, ...placed]
