// docs/enforcement.md section 1, @public and fields without a rule; section 6, "fail closed: a missing rule".

import type { OperationCase } from './case.ts'

const marked = {
  schema: `
    type Query { a: String, b: String @public, c: String @authenticated, t: T @public, money: Money }
    type T @public { x: String, y: String @authenticated }
    scalar Money @requiresScopes(scopes: [["money"]])
  `,
  root: { a: 'A', b: 'B', c: 'C', t: { x: 'X', y: 'Y' }, money: 1 },
}

export const unmarked: OperationCase[] = [
  {
    ...marked,
    name: 'By default a field without a rule is open',
    operation: '{ a b }',
    decision: 'allow',
    data: { a: 'A', b: 'B' },
    ran: ['Query.a', 'Query.b'],
  },
  {
    ...marked,
    name: 'unmarked "authenticated" refuses a field without a rule to a caller without a token, and leaves @public open',
    options: { unmarked: 'authenticated' },
    operation: '{ a b t { x } }',
    decision: 'filter',
    denied: ['Query.a'],
    data: { a: null, b: 'B', t: { x: 'X' } },
    errors: ['a: Query.a MISSING'],
    ran: ['Query.b', 'Query.t', 'T.x'],
  },
  {
    ...marked,
    name: 'unmarked "authenticated" gives a field without a rule to any token',
    options: { unmarked: 'authenticated' },
    operation: '{ a }',
    scopes: [],
    decision: 'allow',
    data: { a: 'A' },
    ran: ['Query.a'],
  },
  {
    ...marked,
    name: 'unmarked "denied" refuses a field without a rule even to a token that may do everything',
    options: { unmarked: 'denied' },
    operation: '{ a b c }',
    scopes: ['*'],
    decision: 'filter',
    denied: ['Query.a'],
    data: { a: null, b: 'B', c: 'C' },
    errors: ['a: Query.a INSUFFICIENT_SCOPE'],
    ran: ['Query.b', 'Query.c'],
  },
  {
    ...marked,
    name: 'A field that has its rule from what it returns is not without a rule',
    options: { unmarked: 'denied' },
    operation: '{ money }',
    scopes: ['money'],
    decision: 'allow',
    data: { money: 1 },
    ran: ['Query.money'],
  },
  {
    ...marked,
    name: '@public on a type leaves the rules of its fields as they are',
    options: { unmarked: 'denied' },
    operation: '{ t { x y } }',
    decision: 'filter',
    denied: ['T.y'],
    data: { t: { x: 'X', y: null } },
    errors: ['t.y: T.y MISSING'],
    ran: ['Query.t', 'T.x'],
  },
  {
    name: '@public on a field opens nothing that its type protects',
    schema: 'type Query @authenticated { a: String @public }',
    root: { a: 'A' },
    operation: '{ a }',
    decision: 'filter',
    denied: ['Query.a'],
    data: { a: null },
    errors: ['a: Query.a MISSING'],
  },
  {
    ...marked,
    name: '__typename has no rule, whatever becomes of fields without one',
    options: { unmarked: 'denied' },
    operation: '{ __typename t { __typename } }',
    decision: 'allow',
    data: { __typename: 'Query', t: { __typename: 'T' } },
    ran: ['Query.t'],
  },
]
