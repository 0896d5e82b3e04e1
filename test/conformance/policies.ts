// docs/enforcement.md section 4, @policy: one call with the names that matter, and nothing but a clear yes.

import type { OperationCase } from './case.ts'

const ruled = {
  schema: `
    type Query {
      a: String @policy(policies: [["p", "q"], ["r"]])
      b: String @requiresScopes(scopes: [["b"]]) @policy(policies: [["s"]])
      c: T @authenticated
      free: String
      u: [U]
    }
    type T { d: String @policy(policies: [["t"]]) }
    union U = Open | Closed
    type Open { x: Int }
    type Closed @policy(policies: [["closed"]]) { x: Int, y: Int @policy(policies: [["y"]]) }
    type Mutation { change: String @policy(policies: [["p"]]), ping: String }
  `,
  root: {
    a: 'A',
    b: 'B',
    c: { d: 'D' },
    free: 'F',
    u: [
      { __typename: 'Open', x: 1 },
      { __typename: 'Closed', x: 2, y: 3 },
    ],
    change: 'changed',
    ping: 'pong',
  },
}
const given = { decision: 'allow', data: { a: 'A' }, ran: ['Query.a'] } as const
const refused = { decision: 'filter', denied: ['Query.a'], data: { a: null }, errors: ['a: Query.a POLICY_DENIED'] } as const
const ask = { ...ruled, operation: '{ a }' }

export const policies: OperationCase[] = [
  { ...ask, ...given, name: 'Every policy of one alternative allows', policies: { p: true, q: true, r: false } },
  { ...ask, ...given, name: 'The other alternative alone allows', policies: { r: true } },
  { ...ask, ...refused, name: 'One policy of two denies', policies: { p: true, q: false, r: false } },
  { ...ask, ...refused, name: 'A policy that is missing from the answer denies', policies: { p: true } },
  { ...ask, ...refused, name: 'false denies', policies: { p: false, q: false, r: false } },
  { ...ask, ...refused, name: 'A policy that throws denies', policies: 'throws' },
  {
    ...ask,
    ...refused,
    name: 'A policy that does not answer in time denies',
    policies: 'never answers',
    options: { policyTimeoutSeconds: 0.005 },
  },
  { ...ask, ...refused, name: 'An answer that is no object denies', policies: 'answers nothing' },
  ...[1, 'true', {}, [true], null].map(
    (answer): OperationCase => ({
      ...ask,
      ...refused,
      name: `The answer ${JSON.stringify(answer)} is not true, and denies`,
      policies: { r: answer },
    }),
  ),
  { ...ask, ...refused, name: 'An answer that is only inherited denies', policies: Object.create({ r: true }) },
  {
    name: 'Without an evaluator every policy denies',
    ...ask,
    ...refused,
  },
  {
    name: 'A policy named like something that every object has denies',
    schema: 'type Query { a: String @policy(policies: [["constructor"], ["toString"], ["__proto__"]]) }',
    root: { a: 'A' },
    operation: '{ a }',
    policies: {},
    ...refused,
  },
  {
    ...ruled,
    name: 'All names are asked in one call: distinct, selected and not denied anyway',
    operation: '{ a x: a b c { d } free u { ... on Closed { y } } }',
    policies: { r: true, closed: true, y: true },
    decision: 'filter',
    denied: ['Query.b', 'Query.c'],
    data: { a: 'A', x: 'A', b: null, c: null, free: 'F', u: [{}, { y: 3 }] },
    errors: ['b: Query.b MISSING', 'c: Query.c MISSING'],
    ran: ['Query.a', 'Query.free', 'Query.u', 'Closed.y'],
    asked: [['closed', 'p', 'q', 'r', 'y']],
  },
  {
    ...ruled,
    name: 'Names that are left out by @include are not asked',
    operation: '{ free a @include(if: false) c { d @skip(if: true) } }',
    scopes: [],
    policies: {},
    decision: 'allow',
    data: { free: 'F', c: {} },
    ran: ['Query.free', 'Query.c'],
    asked: [],
  },
  {
    ...ruled,
    name: 'An operation without policies asks nothing',
    operation: '{ free b }',
    scopes: [],
    policies: {},
    decision: 'filter',
    denied: ['Query.b'],
    data: { free: 'F', b: null },
    errors: ['b: Query.b INSUFFICIENT_SCOPE'],
    ran: ['Query.free'],
    asked: [],
  },
  {
    ...ruled,
    name: 'A policy beside scopes is asked when the scopes are held, and both must hold',
    operation: '{ b }',
    scopes: ['b'],
    policies: { s: false },
    decision: 'filter',
    denied: ['Query.b'],
    data: { b: null },
    errors: ['b: Query.b POLICY_DENIED'],
    asked: [['s']],
  },
  {
    ...ruled,
    name: 'A policy on a type nulls its objects where they stand',
    operation: '{ u { ... on Open { x } ... on Closed { x } } }',
    policies: {},
    decision: 'filter',
    denied: ['Closed'],
    data: { u: [{ x: 1 }, null] },
    errors: ['u.1: Closed POLICY_DENIED'],
    ran: ['Query.u', 'Open.x'],
  },
  {
    ...ruled,
    name: 'The policy of a type that may be returned is asked, though nothing of the type is selected',
    operation: '{ u { ... on Open { x } } }',
    policies: { closed: true },
    decision: 'allow',
    data: { u: [{ x: 1 }, {}] },
    ran: ['Query.u', 'Open.x'],
    asked: [['closed']],
  },
  {
    name: 'The policy of a type that is denied anyway is not asked',
    schema: `
      type Query { u: U } union U = Open | Closed
      type Open { x: Int } type Closed @requiresScopes(scopes: [["c"]]) @policy(policies: [["p"]]) { x: Int }
    `,
    root: { u: { __typename: 'Open', x: 1 } },
    operation: '{ u { ... on Open { x } } }',
    scopes: [],
    policies: { p: true },
    decision: 'filter',
    denied: ['Closed'],
    data: { u: { x: 1 } },
    ran: ['Query.u', 'Open.x'],
    asked: [],
  },
  {
    ...ruled,
    name: 'A mutation that a policy denies does not run',
    operation: 'mutation { ping change }',
    policies: { p: false },
    decision: 'reject',
    denied: ['Mutation.change'],
    errors: ['change: Mutation.change POLICY_DENIED'],
  },
]
