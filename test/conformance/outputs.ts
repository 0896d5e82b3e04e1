// docs/enforcement.md section 1: rules on scalars, enums and unions hold where they are output, never as input.

import type { OperationCase } from './case.ts'

const output = {
  schema: `
    type Query { money: Money, prices: [[Money!]!]!, echo(amount: Money): String, paint(color: Color): String, color: Color }
    scalar Money @requiresScopes(scopes: [["money"]])
    enum Color @authenticated { RED }
  `,
  root: { money: 5, prices: [[1], [2]], echo: 'heard', paint: 'painted', color: 'RED' },
}
const union = {
  schema: `
    type Query { any: Any, a: A }
    union Any @authenticated = A
    type A { x: String }
  `,
  root: { any: { __typename: 'A', x: 'x' }, a: { x: 'x' } },
}

export const outputs: OperationCase[] = [
  {
    ...output,
    name: 'A scalar with a rule refuses the fields that return it',
    operation: '{ money }',
    scopes: [],
    decision: 'filter',
    denied: ['Query.money'],
    data: { money: null },
    errors: ['money: Query.money INSUFFICIENT_SCOPE'],
  },
  {
    ...output,
    name: 'Lists and non-null around a scalar hide no rule',
    operation: '{ prices }',
    scopes: [],
    decision: 'filter',
    denied: ['Query.prices'],
    data: null,
    errors: ['prices: Query.prices INSUFFICIENT_SCOPE'],
  },
  {
    ...output,
    name: 'A scalar with a rule is free as input',
    operation: 'query ($amount: Money) { echo(amount: $amount) }',
    variables: { amount: 7 },
    decision: 'allow',
    data: { echo: 'heard' },
    ran: ['Query.echo'],
  },
  {
    ...output,
    name: 'An enum with a rule refuses the fields that return it, and is free as input',
    operation: '{ color paint(color: RED) }',
    decision: 'filter',
    denied: ['Query.color'],
    data: { color: null, paint: 'painted' },
    errors: ['color: Query.color MISSING'],
    ran: ['Query.paint'],
  },
  {
    ...output,
    name: 'With a token the enum is given',
    operation: '{ color }',
    scopes: [],
    decision: 'allow',
    data: { color: 'RED' },
    ran: ['Query.color'],
  },
  {
    ...union,
    name: 'The rule of a union refuses the fields that return the union, and not its members elsewhere',
    operation: '{ any { __typename } a { x } }',
    decision: 'filter',
    denied: ['Query.any'],
    data: { any: null, a: { x: 'x' } },
    errors: ['any: Query.any MISSING'],
    ran: ['Query.a', 'A.x'],
  },
  {
    ...union,
    name: 'With a token the union is given',
    operation: '{ any { ... on A { x } } }',
    scopes: [],
    decision: 'allow',
    data: { any: { x: 'x' } },
    ran: ['Query.any', 'A.x'],
  },
]
