// Ways around field rules that were published for some router, server or plugin: none of them is one here.

import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import type { OperationCase } from './case.ts'

const people = {
  schema: `
    type Query { me: Me, user: User, node(id: ID): Node, any: [Any], open: String }
    interface Node { id: ID, secret: String }
    interface Named implements Node { id: ID, secret: String @requiresScopes(scopes: [["secret"]]), name: String }
    type Me implements Node & Named { id: ID, secret: String, name: String, twin: Me }
    type User implements Node { id: ID, secret: String, age: Int @requiresScopes(scopes: [["age"]]) }
    union Any = Me | User
  `,
  root: {
    open: 'o',
    me: { id: '1', secret: 's', name: 'Ada', twin: { secret: 't' } },
    user: { id: '2', secret: 'u', age: 36 },
    node: { __typename: 'Me', id: '1', secret: 's' },
    any: [
      { __typename: 'Me', id: '1', secret: 's' },
      { __typename: 'User', id: '2', secret: 'u', age: 36 },
    ],
  },
  scopes: [],
}
const denied = (path: string, coordinate = 'Me.secret') => `${path}: ${coordinate} INSUFFICIENT_SCOPE`

const entities = {
  schema: `
    scalar _Any
    union _Entity = Product | Account
    type Query { _entities(representations: [_Any!]!): [_Entity]!, open: String }
    type Product { id: ID, price: Int @requiresScopes(scopes: [["price"]]) }
    type Account @requiresScopes(scopes: [["account"]]) { id: ID, balance: Int }
  `,
  root: {
    open: 'o',
    _entities: ({ representations }: { representations: { __typename: string; id: string }[] }) =>
      representations.map((representation) => ({ ...representation, price: 5, balance: 7 })),
  },
  scopes: [],
  operation: `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Product { id price } ... on Account { id balance } } }`,
}

function codeFirst(): GraphQLSchema {
  const rule = { directives: { requiresScopes: { scopes: [['x']] } } }
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: { a: { type: GraphQLString, extensions: rule }, b: { type: GraphQLString } },
    }),
  })
}

export const bypasses: OperationCase[] = [
  {
    ...people,
    name: 'Bypass: an alias',
    operation: '{ me { id: secret name: id } }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { me: { id: null, name: '1' } },
    errors: [denied('me.id')],
    ran: ['Query.me', 'Me.id'],
  },
  {
    ...people,
    name: 'Bypass: an alias that has the name of an open field of another type',
    operation: '{ open: me { open: secret } }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { open: { open: null } },
    errors: [denied('open.open')],
    ran: ['Query.me'],
  },
  {
    ...people,
    name: 'Bypass: an alias onto __typename, which tools trust to name the type of an object',
    operation: '{ any { ... on Me { __typename: secret } ... on User { __typename: secret } } }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { any: [{ __typename: null }, { __typename: 'u' }] },
    errors: [denied('any.0.__typename')],
    ran: ['Query.any', 'User.secret'],
  },
  {
    ...people,
    name: 'Bypass: asking through an interface that has no rule itself',
    operation: '{ node { secret } }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { node: { secret: null } },
    errors: [denied('node.secret')],
    ran: ['Query.node'],
  },
  {
    ...people,
    name: 'Bypass: asking through a fragment on an interface above the one with the rule',
    operation: '{ me { ... on Node { secret } } }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { me: { secret: null } },
    errors: [denied('me.secret')],
    ran: ['Query.me'],
  },
  {
    ...people,
    name: 'Bypass: a fragment on a union, then on an interface, then on the type',
    operation: '{ node { ... on Any { ... on Node { ... on Me { secret } } } } }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { node: { secret: null } },
    errors: [denied('node.secret')],
    ran: ['Query.node'],
  },
  {
    ...people,
    name: 'Bypass: a union whose members differ',
    operation: '{ any { ... on Node { secret } ... on User { age } } }',
    decision: 'filter',
    denied: ['Me.secret', 'User.age'],
    data: { any: [{ secret: null }, { secret: 'u', age: null }] },
    errors: [denied('any.0.secret'), denied('any.1.age', 'User.age')],
    ran: ['Query.any', 'User.secret'],
  },
  {
    ...people,
    name: 'Bypass: one fragment under two parents, allowed under one and denied under the other',
    operation: '{ user { ...F } me { ...F twin { ...F } } } fragment F on Node { secret }',
    decision: 'filter',
    denied: ['Me.secret', 'Me.secret'],
    data: { user: { secret: 'u' }, me: { secret: null, twin: { secret: null } } },
    errors: [denied('me.secret'), denied('me.twin.secret')],
    ran: ['Query.user', 'User.secret', 'Query.me', 'Me.twin'],
  },
  {
    ...people,
    name: 'Bypass: the same fragment met first where it is left out',
    operation:
      'query ($no: Boolean = false) { x: me { ...F @include(if: $no) } y: me { ...F @skip(if: $no) } } fragment F on Me { secret }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { x: {}, y: { secret: null } },
    errors: [denied('y.secret')],
    ran: ['Query.me'],
  },
  {
    ...people,
    name: 'Bypass: a field merged from two selections, of which one is protected below',
    operation: '{ me { name } me { ... { secret } } }',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { me: { name: 'Ada', secret: null } },
    errors: [denied('me.secret')],
    ran: ['Query.me', 'Me.name'],
  },
  {
    ...people,
    name: 'Bypass: an operation without a name beside none, chosen by no name',
    operation: '{ me { secret } }',
    operationName: null as never,
    decision: 'filter',
    denied: ['Me.secret'],
    data: { me: { secret: null } },
    errors: [denied('me.secret')],
    ran: ['Query.me'],
  },
  {
    name: 'Bypass: a directive renamed by @link',
    schema: `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@requiresScopes", as: "@needs" }])
      type Query { a: String @needs(scopes: [["a"]]) }
    `,
    isLoose: true,
    root: { a: 'A' },
    operation: '{ a }',
    scopes: [],
    decision: 'filter',
    denied: ['Query.a'],
    data: { a: null },
    errors: ['a: Query.a INSUFFICIENT_SCOPE'],
  },
  {
    name: 'Bypass: a directive under the namespace of its link',
    schema: `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed")
      type Query { a: String @fed__authenticated }
    `,
    isLoose: true,
    root: { a: 'A' },
    operation: '{ a }',
    decision: 'filter',
    denied: ['Query.a'],
    data: { a: null },
    errors: ['a: Query.a MISSING'],
  },
  {
    name: 'Bypass: a code-first schema, whose rules are in no syntax tree',
    schema: codeFirst,
    root: { a: 'A', b: 'B' },
    operation: '{ a b }',
    scopes: [],
    decision: 'filter',
    denied: ['Query.a'],
    data: { a: null, b: 'B' },
    errors: ['a: Query.a INSUFFICIENT_SCOPE'],
    ran: ['Query.b'],
  },
  {
    name: 'Bypass: a rule that only an extension of the type states',
    schema: 'type Query { t: T } type T { x: Int }',
    extension: 'extend type T @requiresScopes(scopes: [["t"]]) { y: Int }',
    root: { t: { x: 1, y: 2 } },
    operation: '{ t { x } }',
    scopes: [],
    decision: 'filter',
    denied: ['Query.t'],
    data: { t: null },
    errors: ['t: Query.t INSUFFICIENT_SCOPE'],
  },
  {
    name: 'Bypass: an interface that an extension adds to a type',
    schema: 'type Query { t: T } interface I @requiresScopes(scopes: [["i"]]) { x: Int } type T { x: Int }',
    extension: 'extend type T implements I',
    root: { t: { x: 1 } },
    operation: '{ t { x } }',
    scopes: [],
    decision: 'filter',
    denied: ['Query.t'],
    data: { t: null },
    errors: ['t: Query.t INSUFFICIENT_SCOPE'],
  },
  {
    ...entities,
    name: 'Bypass: _entities for an object of a denied type',
    variables: {
      of: [
        { __typename: 'Product', id: '1' },
        { __typename: 'Account', id: '2' },
      ],
    },
    decision: 'filter',
    denied: ['Account', 'Product.price'],
    data: { _entities: [{ __typename: 'Product', id: '1', price: null }, null] },
    errors: ['_entities.0.price: Product.price INSUFFICIENT_SCOPE', '_entities.1: Account INSUFFICIENT_SCOPE'],
    ran: ['Query._entities', 'Product.id'],
  },
  {
    ...entities,
    name: '_entities with the scopes of the types',
    variables: {
      of: [
        { __typename: 'Product', id: '1' },
        { __typename: 'Account', id: '2' },
      ],
    },
    scopes: ['price', 'account'],
    decision: 'allow',
    data: {
      _entities: [
        { __typename: 'Product', id: '1', price: 5 },
        { __typename: 'Account', id: '2', balance: 7 },
      ],
    },
    ran: ['Query._entities', 'Product.id', 'Product.price', 'Account.id', 'Account.balance'],
  },
  {
    ...people,
    name: 'Bypass: a field of an introspection name under an alias of a protected one',
    operation: '{ me { secret: __typename } }',
    decision: 'allow',
    data: { me: { secret: 'Me' } },
    ran: ['Query.me'],
  },
  {
    ...people,
    name: 'Bypass: a second operation in the document, of which the first is harmless',
    operation: 'query Harmless { open } query Harmful { me { secret } }',
    operationName: 'Harmful',
    decision: 'filter',
    denied: ['Me.secret'],
    data: { me: { secret: null } },
    errors: [denied('me.secret')],
    ran: ['Query.me'],
  },
]
