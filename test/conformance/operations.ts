// docs/enforcement.md section 4: queries, mutations and observing.

import type { OperationCase } from './case.ts'

const anonymous = {
  schema: `
    type Query { open: String, balance: Int @requiresScopes(scopes: [["read"]]) }
    type Mutation {
      ping: String
      pay(amount: Int): Receipt
      transfer: Receipt @requiresScopes(scopes: [["transfer"]])
      book: Entry!
      many: [Receipt!]
      wrap: Wrapper
      any: Any
      item: Item
    }
    type Receipt { id: ID!, code: String @requiresScopes(scopes: [["code"]]), seal: String! @requiresScopes(scopes: [["seal"]]) }
    type Entry { id: ID! }
    type Wrapper { receipt: Receipt!, maybe: Receipt }
    union Any = Receipt | Entry
    interface Item { mark: String! }
    type Big implements Item { mark: String! @authenticated }
    type Small implements Item { mark: String! @authenticated }
  `,
  root: {
    open: 'o',
    balance: 5,
    ping: 'pong',
    pay: { id: '1', code: 'c', seal: 's' },
    transfer: { id: '2', code: 'c', seal: 's' },
    book: { id: '3' },
    many: [{ id: '4', seal: 's' }],
    wrap: { receipt: { id: '5', seal: 's' }, maybe: { id: '6', seal: 's' } },
    any: { __typename: 'Entry', id: '7' },
    item: { __typename: 'Small', mark: 'm' },
  },
}
const bank = { ...anonymous, scopes: [] }
const filter = { mutations: 'filter' as const }

export const operations: OperationCase[] = [
  {
    ...bank,
    name: 'A query is filtered by default',
    operation: '{ open balance }',
    decision: 'filter',
    denied: ['Query.balance'],
    data: { open: 'o', balance: null },
    errors: ['balance: Query.balance INSUFFICIENT_SCOPE'],
    ran: ['Query.open'],
  },
  {
    ...bank,
    name: 'A query is rejected whole when queries are told to be',
    options: { queries: 'reject' },
    operation: '{ open balance }',
    decision: 'reject',
    denied: ['Query.balance'],
    errors: ['balance: Query.balance INSUFFICIENT_SCOPE'],
  },
  {
    ...bank,
    name: 'An allowed query runs when queries are rejected',
    options: { queries: 'reject' },
    operation: '{ open balance }',
    scopes: ['read'],
    decision: 'allow',
    data: { open: 'o', balance: 5 },
    ran: ['Query.open', 'Query.balance'],
  },
  {
    ...bank,
    name: 'A mutation runs when nothing is denied',
    operation: 'mutation { pay(amount: 1) { id code } ping }',
    scopes: ['code'],
    decision: 'allow',
    data: { pay: { id: '1', code: 'c' }, ping: 'pong' },
    ran: ['Mutation.pay', 'Receipt.id', 'Receipt.code', 'Mutation.ping'],
  },
  {
    ...bank,
    name: 'A mutation with a denied root is rejected, and the root before it does not run either',
    operation: 'mutation { ping transfer { id } }',
    decision: 'reject',
    denied: ['Mutation.transfer'],
    errors: ['transfer: Mutation.transfer INSUFFICIENT_SCOPE'],
  },
  {
    ...bank,
    name: 'A mutation with a denial deep below is rejected before anything is changed',
    operation: 'mutation { pay { id code } }',
    decision: 'reject',
    denied: ['Receipt.code'],
    errors: ['pay.code: Receipt.code INSUFFICIENT_SCOPE'],
  },
  {
    ...bank,
    name: 'A rejected operation gives no path across a list, as no index is known',
    operation: 'mutation { many { id seal } }',
    decision: 'reject',
    denied: ['Receipt.seal'],
    errors: ['Receipt.seal INSUFFICIENT_SCOPE'],
  },
  {
    ...bank,
    name: 'queries "filter" says nothing about mutations, and mutations "filter" nothing about queries',
    options: { queries: 'reject', mutations: 'filter' },
    operation: 'mutation { ping transfer { id } }',
    decision: 'filter',
    denied: ['Mutation.transfer'],
    data: { ping: 'pong', transfer: null },
    errors: ['transfer: Mutation.transfer INSUFFICIENT_SCOPE'],
    ran: ['Mutation.ping'],
  },
  {
    ...bank,
    name: 'A filtered mutation runs the allowed roots, and a denied field below is null',
    options: filter,
    operation: 'mutation { pay { id code } ping }',
    decision: 'filter',
    denied: ['Receipt.code'],
    data: { pay: { id: '1', code: null }, ping: 'pong' },
    errors: ['pay.code: Receipt.code INSUFFICIENT_SCOPE'],
    ran: ['Mutation.pay', 'Receipt.id', 'Mutation.ping'],
  },
  {
    ...bank,
    name: 'A filtered mutation does not run a root that a denial below is certain to null, and tells where the denial is',
    options: filter,
    operation: 'mutation { ping pay { id seal } }',
    decision: 'filter',
    denied: ['Receipt.seal'],
    data: { ping: 'pong', pay: null },
    errors: ['pay.seal: Receipt.seal INSUFFICIENT_SCOPE'],
    ran: ['Mutation.ping'],
  },
  {
    ...bank,
    name: 'The certainty goes through non-null fields and fragments, under response keys',
    options: filter,
    operation: 'mutation { w: wrap { ...F } } fragment F on Wrapper { r: receipt { ... on Receipt { s: seal } } }',
    decision: 'filter',
    denied: ['Receipt.seal'],
    data: { w: null },
    errors: ['w.r.s: Receipt.seal INSUFFICIENT_SCOPE'],
  },
  {
    ...bank,
    name: 'A nullable field on the way ends the certainty, so the root runs',
    options: filter,
    operation: 'mutation { wrap { maybe { seal } } }',
    decision: 'filter',
    denied: ['Receipt.seal'],
    data: { wrap: { maybe: null } },
    errors: ['wrap.maybe.seal: Receipt.seal INSUFFICIENT_SCOPE'],
    ran: ['Mutation.wrap', 'Wrapper.maybe'],
  },
  {
    ...bank,
    name: 'A list on the way ends the certainty, as it may be empty',
    options: filter,
    root: { many: [] },
    operation: 'mutation { many { seal } }',
    decision: 'filter',
    denied: ['Receipt.seal'],
    data: { many: [] },
    ran: ['Mutation.many'],
  },
  {
    name: 'A list that is not null itself ends the certainty too',
    schema:
      'type Query { a: Int } type Mutation { many: [Receipt!]!, ping: String } type Receipt { seal: String! @authenticated }',
    options: filter,
    root: { many: [], ping: 'pong' },
    operation: 'mutation { many { seal } ping }',
    decision: 'filter',
    denied: ['Receipt.seal'],
    data: { many: [], ping: 'pong' },
    ran: ['Mutation.many', 'Mutation.ping'],
  },
  {
    ...bank,
    name: 'A possible type without a denial ends the certainty',
    options: filter,
    operation: 'mutation { any { ... on Receipt { seal } ... on Entry { id } } }',
    decision: 'filter',
    denied: ['Receipt.seal'],
    data: { any: { id: '7' } },
    ran: ['Mutation.any', 'Entry.id'],
  },
  {
    name: 'A possible type whose denial only nulls a field ends the certainty',
    schema: `
      type Query { a: Int } type Mutation { any: Any } union Any = Hard | Soft
      type Hard { seal: String! @authenticated } type Soft { note: String @authenticated }
    `,
    options: filter,
    root: { any: { __typename: 'Soft', note: 'n' } },
    operation: 'mutation { any { ... on Hard { seal } ... on Soft { note } } }',
    decision: 'filter',
    denied: ['Hard.seal', 'Soft.note'],
    data: { any: { note: null } },
    errors: ['any.note: Soft.note MISSING'],
    ran: ['Mutation.any'],
  },
  {
    ...anonymous,
    name: 'Every possible type denied below keeps it, and the root does not run',
    options: filter,
    operation: 'mutation { item { mark } }',
    decision: 'filter',
    denied: ['Big.mark', 'Small.mark'],
    data: { item: null },
    errors: ['item.mark: Big.mark MISSING'],
  },
  {
    ...bank,
    name: 'A denied field that is left out by @include makes nothing certain',
    options: filter,
    operation: 'mutation { pay { id seal @include(if: false) } }',
    decision: 'allow',
    data: { pay: { id: '1' } },
    ran: ['Mutation.pay', 'Receipt.id'],
  },
  {
    ...anonymous,
    name: 'A query root that a denial below is certain to null may run: it changes nothing',
    schema: 'type Query { me: User } type User { id: ID, secret: String! @authenticated }',
    root: { me: { id: '1', secret: 's' } },
    operation: '{ me { secret } }',
    decision: 'filter',
    denied: ['User.secret'],
    data: { me: null },
    errors: ['me.secret: User.secret MISSING'],
    ran: ['Query.me'],
  },
  {
    ...bank,
    name: 'observe: the answer is whole and unchanged, and the denials are reported',
    options: { observe: true },
    operation: '{ open balance }',
    decision: 'allow',
    data: { open: 'o', balance: 5 },
    ran: ['Query.open', 'Query.balance'],
    reported: ['Query.balance'],
  },
  {
    ...bank,
    name: 'observe: a mutation runs, and its denials are reported',
    options: { observe: true },
    operation: 'mutation { ping transfer { id seal } }',
    decision: 'allow',
    data: { ping: 'pong', transfer: { id: '2', seal: 's' } },
    ran: ['Mutation.ping', 'Mutation.transfer', 'Receipt.id', 'Receipt.seal'],
    // Nothing under a denied parent is reported.
    reported: ['Mutation.transfer'],
  },
  {
    ...bank,
    name: 'Denials of an enforced operation are reported too',
    operation: '{ open balance x: balance }',
    decision: 'filter',
    denied: ['Query.balance', 'Query.balance'],
    data: { open: 'o', balance: null, x: null },
    errors: ['balance: Query.balance INSUFFICIENT_SCOPE', 'x: Query.balance INSUFFICIENT_SCOPE'],
    ran: ['Query.open'],
    reported: ['Query.balance', 'Query.balance'],
  },
  {
    ...bank,
    name: 'A listener that throws changes no answer',
    options: {
      onDenial: () => {
        throw new Error('The log is full.')
      },
    },
    operation: '{ open balance }',
    decision: 'filter',
    denied: ['Query.balance'],
    data: { open: 'o', balance: null },
    errors: ['balance: Query.balance INSUFFICIENT_SCOPE'],
    ran: ['Query.open'],
  },
  {
    ...bank,
    name: 'An allowed operation reports nothing',
    operation: '{ open }',
    decision: 'allow',
    data: { open: 'o' },
    ran: ['Query.open'],
    reported: [],
  },
]
