// docs/enforcement.md section 6: fail closed, names without prototypes, work that stays linear. And section 3: introspection.

import type { OperationCase } from './case.ts'

const people = {
  schema: `
    type Query { me: User, open: String }
    type User { id: ID, email: String @requiresScopes(scopes: [["email"]]), friend: User, circle: [User!] }
  `,
  root: { open: 'o', me: { id: '1', email: 'e', friend: { id: '2', email: 'f' } } },
}
const names = {
  schema: `
    type Query { open(constructor: String, toString: String, hasOwnProperty: Boolean): String, secret: String @authenticated, constructor: T }
    type T { toString: String @authenticated, valueOf: String }
  `,
  root: { open: 'o', secret: 's', constructor: { toString: 't', valueOf: 'v' } },
}
const doubling = Array.from(
  { length: 30 },
  (_, i) => `fragment F${i} on User { a: friend { ...F${i + 1} } b: friend { ...F${i + 1} ...F${i + 1} } }`,
)
const sideways = Array.from(
  { length: 30 },
  (_, i) => `fragment G${i} on User { ...G${i + 1} ... on User { ...G${i + 1} } ... { ...G${i + 1} } }`,
)
const deep = (levels: number, leaf: string) => `{ me ${'{ friend '.repeat(levels)}{ ${leaf} }${' }'.repeat(levels)} }`

export const safety: OperationCase[] = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'].map(
    (key): OperationCase => ({
      ...names,
      name: `A denied field under the response key ${key} is denied as under any other`,
      operation: `{ ${key}: secret open }`,
      decision: 'filter',
      denied: ['Query.secret'],
      data: JSON.parse(`{ "${key}": null, "open": "o" }`),
      errors: [`${key}: Query.secret MISSING`],
      ran: ['Query.open'],
    }),
  ),
  {
    ...names,
    name: 'An open field under the response key __proto__ is given beside a denied one',
    operation: '{ __proto__: open secret }',
    decision: 'filter',
    denied: ['Query.secret'],
    data: JSON.parse('{ "__proto__": "o", "secret": null }'),
    errors: ['secret: Query.secret MISSING'],
    ran: ['Query.open'],
  },
  {
    ...names,
    name: 'Arguments named constructor, toString and hasOwnProperty are arguments as any others',
    operation: '{ open(constructor: "a", toString: "b", hasOwnProperty: true) secret }',
    decision: 'filter',
    denied: ['Query.secret'],
    data: { open: 'o', secret: null },
    errors: ['secret: Query.secret MISSING'],
    ran: ['Query.open'],
  },
  {
    ...names,
    name: 'Fields named constructor, toString and valueOf have rules as any others',
    operation: '{ constructor { toString valueOf } }',
    decision: 'filter',
    denied: ['T.toString'],
    data: { constructor: { toString: null, valueOf: 'v' } },
    errors: ['constructor.toString: T.toString MISSING'],
    ran: ['Query.constructor', 'T.valueOf'],
  },
  {
    ...names,
    name: 'Fragments and variables named __proto__ and constructor count as any others',
    operation: `
      query ($__proto__: Boolean! = true, $constructor: Boolean! = false) { ...__proto__ ...constructor @include(if: $constructor) }
      fragment __proto__ on Query { secret @include(if: $__proto__) }
      fragment constructor on Query { open }
    `,
    decision: 'filter',
    denied: ['Query.secret'],
    data: { secret: null },
    errors: ['secret: Query.secret MISSING'],
  },
  {
    ...names,
    name: 'A fragment that the document does not have is none, though every object inherits something of its name',
    operation: '{ open secret ...toString ...constructor }',
    isUnchecked: true,
    decision: 'filter',
    denied: ['Query.secret'],
    data: { open: 'o', secret: null },
    errors: ['secret: Query.secret MISSING'],
    ran: ['Query.open'],
  },
  {
    ...people,
    name: '30 fragments that double each other downwards are decided at once, when the root is left out',
    operation: `query ($go: Boolean! = false) { open me @include(if: $go) { ...F0 } } ${doubling.join(' ')} fragment F30 on User { email }`,
    decision: 'allow',
    data: { open: 'o' },
    ran: ['Query.open'],
  },
  {
    ...people,
    name: '30 fragments that double each other at one position are decided at once, and denied there once',
    operation: `{ me { ...G0 } } ${sideways.join(' ')} fragment G30 on User { email }`,
    scopes: [],
    decision: 'filter',
    denied: ['User.email'],
    data: { me: { email: null } },
    errors: ['me.email: User.email INSUFFICIENT_SCOPE'],
    ran: ['Query.me'],
  },
  {
    name: '30 fragments that double each other around a policy ask for it once',
    schema: 'type Query { me: User } type User { note: String @policy(policies: [["p"]]) }',
    root: { me: { note: 'n' } },
    operation: `{ me { ...G0 } } ${sideways.join(' ')} fragment G30 on User { note }`,
    policies: { p: true },
    decision: 'allow',
    data: { me: { note: 'n' } },
    ran: ['Query.me', 'User.note'],
    asked: [['p']],
  },
  {
    ...people,
    name: '30 fragments that double each other without a denial cost nothing beside one',
    schema: people.schema.replace(
      'open: String',
      'open: String @authenticated, shut: String @requiresScopes(scopes: [["shut"]])',
    ),
    options: { queries: 'reject' },
    operation: `{ shut me { ...F0 } } ${doubling.join(' ')} fragment F30 on User { email }`,
    scopes: ['email'],
    decision: 'reject',
    denied: ['Query.shut'],
    errors: ['shut: Query.shut INSUFFICIENT_SCOPE'],
  },
  {
    ...people,
    name: 'A denial 400 levels down is found',
    operation: deep(400, 'email'),
    scopes: [],
    root: { me: null },
    options: { queries: 'reject' },
    decision: 'reject',
    denied: ['User.email'],
    errors: [`me.${'friend.'.repeat(400)}email: User.email INSUFFICIENT_SCOPE`],
  },
  {
    ...people,
    name: 'Introspection is free of rules',
    schema: 'type Query @authenticated { a: T } type T @authenticated { x: Int }',
    options: { unmarked: 'denied' },
    operation: '{ __typename __schema { queryType { name } } __type(name: "T") { fields { name } } }',
    decision: 'allow',
    data: { __typename: 'Query', __schema: { queryType: { name: 'Query' } }, __type: { fields: [{ name: 'x' }] } },
  },
  {
    ...people,
    name: 'Introspection stands beside what is denied',
    operation: '{ __type(name: "User") { name } me { __typename email } }',
    scopes: [],
    decision: 'filter',
    denied: ['User.email'],
    data: { __type: { name: 'User' }, me: { __typename: 'User', email: null } },
    errors: ['me.email: User.email INSUFFICIENT_SCOPE'],
    ran: ['Query.me'],
  },
  {
    ...people,
    name: 'Introspection "visible" tells a caller only of what is within reach',
    schema: 'type Query { open: String, a: T @authenticated } type T { x: Int }',
    options: { introspection: 'visible' },
    operation: '{ open x: __type(name: "T") { name } __type(name: "Query") { fields { name } } }',
    decision: 'allow',
    data: { open: 'o', x: null, __type: { fields: [{ name: 'open' }] } },
    ran: ['Query.open'],
  },
  {
    ...people,
    name: 'Introspection "visible" tells the bearer of a token of more',
    schema: 'type Query { open: String, a: T @authenticated } type T { x: Int }',
    options: { introspection: 'visible' },
    operation: '{ __type(name: "T") { name } }',
    scopes: [],
    decision: 'allow',
    data: { __type: { name: 'T' } },
  },
  {
    name: 'Introspection "visible" shows what a wildcard of the token covers, and what some argument could',
    schema: `type Query {
      open: Int
      under: Int @requiresScopes(scopes: [["orders"]])
      at: Int @requiresScopes(scopes: [["orders:read"]])
      below: Int @requiresScopes(scopes: [["orders:read:own"]])
      some(id: ID): Int @requiresScopes(scopes: [["orders:{id}"]])
      other(id: ID): Int @requiresScopes(scopes: [["invoices:{id}"]])
    }`,
    options: { introspection: 'visible' },
    operation: '{ __type(name: "Query") { fields { name } } }',
    scopes: ['orders:*'],
    decision: 'allow',
    data: { __type: { fields: ['open', 'at', 'below', 'some'].map((name) => ({ name })) } },
  },
  {
    name: 'Introspection "visible" tells nothing of what @skip and @include leave out with a fragment',
    schema: 'type Query { open: Int }',
    root: { open: 1 },
    options: { introspection: 'visible' },
    operation:
      '{ open ... @skip(if: true) { __type(name: "Query") { name } } x: __type(name: "Query") @include(if: false) { name } }',
    decision: 'allow',
    data: { open: 1 },
    ran: ['Query.open'],
  },
  {
    name: 'Introspection "visible" gives a rejected operation no data',
    schema: 'type Query { mine: Int @authenticated }',
    options: { introspection: 'visible', queries: 'reject' },
    operation: '{ mine __type(name: "Query") { name } }',
    decision: 'reject',
    denied: ['Query.mine'],
    errors: ['mine: Query.mine MISSING'],
  },
  {
    name: 'Introspection "visible" leaves data null that a denial made null',
    schema: 'type Query { sure: Int! @authenticated }',
    options: { introspection: 'visible' },
    operation: '{ sure __type(name: "Query") { name } }',
    decision: 'filter',
    denied: ['Query.sure'],
    data: null,
    errors: ['sure: Query.sure MISSING'],
  },
  {
    ...people,
    name: 'The root __typename of a mutation whose fields are all denied is free',
    schema: 'type Query { a: Int } type Mutation @authenticated { b: Int }',
    operation: 'mutation { __typename }',
    decision: 'allow',
    data: { __typename: 'Mutation' },
  },
]

/** Operations that are not decided about at all. */
export const refusedPlans: { name: string; schema: string; operation: string }[] = [
  {
    ...people,
    name: 'An operation that nests more than 500 levels deep is refused',
    operation: deep(502, 'email'),
  },
  {
    ...people,
    name: 'A fragment that contains itself is refused, though no validation looked at it',
    operation: '{ me { ...F } } fragment F on User { email ...F }',
  },
  {
    ...people,
    name: 'A fragment that is allowed where it is met first is refused where it is met too deep',
    operation: `{ me { ...F } deep: ${deep(300, '...F').slice(1, -1)} } fragment F on User { ${'friend { '.repeat(300)}email${' }'.repeat(300)} }`,
  },
  {
    ...people,
    name: 'Two fragments that contain each other are refused',
    operation: '{ me { ...F } } fragment F on User { friend { ...G } email } fragment G on User { ...F }',
  },
]
