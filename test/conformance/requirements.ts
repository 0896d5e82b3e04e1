// docs/enforcement.md section 1: what a field requires.

import type { OperationCase } from './case.ts'

const shop = {
  schema: `
    type Query { open: String, mine: String @authenticated, either: String @requiresScopes(scopes: [["a"], ["b", "c"]]) }
  `,
  root: { open: 'o', mine: 'm', either: 'e' },
}
const chain = {
  schema: `
    type Query { user: User, direct: User }
    interface Node @requiresScopes(scopes: [["node"]]) { id: ID }
    interface Actor implements Node { id: ID, login: String @requiresScopes(scopes: [["login"]]) }
    interface Person implements Node & Actor { id: ID, login: String, name: String }
    type User implements Node & Actor & Person { id: ID, login: String, name: String }
  `,
  root: { user: { id: '1', login: 'ada', name: 'Ada' } },
}
const sum = {
  schema: `
    type Query { user: User }
    interface Node { id: Money @requiresScopes(scopes: [["node"]]) }
    type User implements Node @requiresScopes(scopes: [["user"]]) { id: Money @requiresScopes(scopes: [["id"], ["ids"]]) }
    scalar Money @requiresScopes(scopes: [["money"]])
  `,
  root: { user: { id: '1' } },
  operation: '{ user { id } }',
}

export const requirements: OperationCase[] = [
  {
    ...shop,
    name: 'A field that no rule speaks about is open to everyone',
    operation: '{ open }',
    decision: 'allow',
    data: { open: 'o' },
    ran: ['Query.open'],
  },
  {
    ...shop,
    name: '@authenticated refuses a caller without a token',
    operation: '{ mine }',
    decision: 'filter',
    denied: ['Query.mine'],
    data: { mine: null },
    errors: ['mine: Query.mine MISSING'],
  },
  {
    ...shop,
    name: '@authenticated takes a token without any scope',
    operation: '{ mine }',
    scopes: [],
    decision: 'allow',
    data: { mine: 'm' },
    ran: ['Query.mine'],
  },
  {
    ...shop,
    name: '@requiresScopes implies @authenticated',
    operation: '{ either }',
    decision: 'filter',
    denied: ['Query.either'],
    data: { either: null },
    errors: ['either: Query.either MISSING'],
  },
  {
    ...shop,
    name: 'The outer list is an OR: the first alternative is enough',
    operation: '{ either }',
    scopes: ['a'],
    decision: 'allow',
    data: { either: 'e' },
    ran: ['Query.either'],
  },
  {
    ...shop,
    name: 'The outer list is an OR: so is the second alternative',
    operation: '{ either }',
    scopes: ['b', 'c'],
    decision: 'allow',
    data: { either: 'e' },
    ran: ['Query.either'],
  },
  {
    ...shop,
    name: 'The inner list is an AND: one of two scopes is not enough',
    operation: '{ either }',
    scopes: ['b'],
    decision: 'filter',
    denied: ['Query.either'],
    data: { either: null },
    errors: ['either: Query.either INSUFFICIENT_SCOPE'],
  },
  {
    ...shop,
    name: 'A caller without a token lacks what any token would bring, beside the scopes',
    operation: '{ mine either }',
    decision: 'filter',
    denied: ['Query.either', 'Query.mine'],
    data: { mine: null, either: null },
    errors: ['mine: Query.mine MISSING', 'either: Query.either MISSING'],
  },
  {
    ...shop,
    name: 'A token without any scope brings what any token brings, and lacks only the scopes',
    operation: '{ mine either }',
    scopes: [],
    decision: 'filter',
    denied: ['Query.either'],
    data: { mine: 'm', either: null },
    errors: ['either: Query.either INSUFFICIENT_SCOPE'],
    ran: ['Query.mine'],
  },
  {
    name: '@policy does not imply @authenticated',
    schema: 'type Query { a: String @policy(policies: [["p"]]) }',
    root: { a: 'A' },
    operation: '{ a }',
    policies: { p: true },
    decision: 'allow',
    data: { a: 'A' },
    ran: ['Query.a'],
  },
  {
    name: '@policy beside @authenticated still needs a token',
    schema: 'type Query { a: String @authenticated @policy(policies: [["p"]]) }',
    root: { a: 'A' },
    operation: '{ a }',
    policies: { p: true },
    decision: 'filter',
    denied: ['Query.a'],
    data: { a: null },
    errors: ['a: Query.a MISSING'],
  },
  {
    name: 'The rule of a type holds for each of its fields, wherever the object came from',
    schema: 'type Query { me: User } type User @authenticated { name: String }',
    root: { me: { name: 'Ada' } },
    operation: '{ me { name } }',
    decision: 'filter',
    denied: ['Query.me'],
    data: { me: null },
    errors: ['me: Query.me MISSING'],
  },
  {
    name: 'The rule of a root type holds for each of its fields',
    schema: 'type Query @authenticated { a: String, b: String }',
    root: { a: 'A', b: 'B' },
    operation: '{ a b }',
    decision: 'filter',
    denied: ['Query.a', 'Query.b'],
    data: { a: null, b: null },
    errors: ['a: Query.a MISSING', 'b: Query.b MISSING'],
  },
  {
    ...sum,
    name: 'The rules of type, field, interface field and returned scalar add up',
    scopes: ['user', 'ids', 'node', 'money'],
    decision: 'allow',
    data: { user: { id: '1' } },
    ran: ['Query.user', 'User.id'],
  },
  ...['user', 'ids', 'node', 'money'].map(
    (missing): OperationCase => ({
      ...sum,
      name: `Where rules add up, the lack of "${missing}" alone refuses`,
      scopes: ['user', 'ids', 'node', 'money'].filter((scope) => scope !== missing),
      decision: 'filter',
      denied: [missing === 'user' ? 'Query.user' : 'User.id'],
      data: { user: missing === 'user' ? null : { id: null } },
      errors: [missing === 'user' ? 'user: Query.user INSUFFICIENT_SCOPE' : 'user.id: User.id INSUFFICIENT_SCOPE'],
      ran: missing === 'user' ? [] : ['Query.user'],
    }),
  ),
  {
    ...chain,
    name: 'The rule of an interface at the end of a chain holds for the fields that return what implements it',
    operation: '{ user { name } }',
    scopes: ['login'],
    decision: 'filter',
    denied: ['Query.user'],
    data: { user: null },
    errors: ['user: Query.user INSUFFICIENT_SCOPE'],
  },
  {
    ...chain,
    name: 'The rule of an interface field holds though nothing below it in the chain repeats it',
    operation: '{ user { login name } }',
    scopes: ['node'],
    decision: 'filter',
    denied: ['User.login'],
    data: { user: { login: null, name: 'Ada' } },
    errors: ['user.login: User.login INSUFFICIENT_SCOPE'],
    ran: ['Query.user', 'User.name'],
  },
  {
    ...chain,
    name: 'With what the chain asks for, its fields are given',
    operation: '{ user { id login name } }',
    scopes: ['node', 'login'],
    decision: 'allow',
    data: { user: { id: '1', login: 'ada', name: 'Ada' } },
    ran: ['Query.user', 'User.id', 'User.login', 'User.name'],
  },
  {
    name: 'A field inherits the rule of an interface field even if the type declares the field with an easier rule',
    schema: `
      type Query { doc: Doc }
      interface Node { body: String @requiresScopes(scopes: [["body"]]) }
      type Doc implements Node { body: String @authenticated }
    `,
    root: { doc: { body: 'text' } },
    operation: '{ doc { body } }',
    scopes: [],
    decision: 'filter',
    denied: ['Doc.body'],
    data: { doc: { body: null } },
    errors: ['doc.body: Doc.body INSUFFICIENT_SCOPE'],
    ran: ['Query.doc'],
  },
]
