// docs/enforcement.md section 3, the oracle: nulls go where the GraphQL specification sends them. Every wrapping of lists and non-null.

import type { OperationCase } from './case.ts'

const root = {
  box: {
    open: 'o',
    items: [
      { secret: 's', open: 'o' },
      { secret: 's', open: 'o' },
    ],
  },
}
const refused = (path: string) => `${path}: Item.secret MISSING`

/** The type of `items`, and what becomes of `box` when the non-null field of each item is denied. */
const lists: [type: string, box: unknown, errors: string[]][] = [
  ['[Item]', { items: [null, null] }, [refused('box.items.0.secret'), refused('box.items.1.secret')]],
  ['[Item]!', { items: [null, null] }, [refused('box.items.0.secret'), refused('box.items.1.secret')]],
  ['[Item!]', { items: null }, [refused('box.items.0.secret')]],
  ['[Item!]!', null, [refused('box.items.0.secret')]],
]
const inLists = lists.map(
  ([type, box, errors]): OperationCase => ({
    name: `The null of a denied non-null field below ${type} stops where the type allows a null`,
    schema: `type Query { box: Box } type Box { items: ${type} } type Item { secret: String! @authenticated, open: String }`,
    root,
    operation: '{ box { items { secret } } }',
    decision: 'filter',
    denied: ['Item.secret'],
    data: { box },
    errors,
    ran: ['Query.box', 'Box.items'],
  }),
)

const nullableInLists = lists.map(
  ([type]): OperationCase => ({
    name: `A denied nullable field below ${type} is null, and the list stays whole`,
    schema: `type Query { box: Box } type Box { items: ${type} } type Item { secret: String @authenticated, open: String }`,
    root,
    operation: '{ box { items { open secret } } }',
    decision: 'filter',
    denied: ['Item.secret'],
    data: {
      box: {
        items: [
          { open: 'o', secret: null },
          { open: 'o', secret: null },
        ],
      },
    },
    errors: [refused('box.items.0.secret'), refused('box.items.1.secret')],
    ran: ['Query.box', 'Box.items', 'Item.open'],
  }),
)

/** The type of the denied field itself, and what becomes of `box`. */
const wrapped: [type: string, box: unknown][] = [
  ['String', { list: null }],
  ['String!', null],
  ['[String]', { list: null }],
  ['[String!]', { list: null }],
  ['[String]!', null],
  ['[String!]!', null],
  ['[[String!]!]', { list: null }],
  ['[[String]]!', null],
]
const denied = wrapped.map(
  ([type, box]): OperationCase => ({
    name: `A denied field of type ${type} makes ${box === null ? 'its parent' : 'itself'} null`,
    schema: `type Query { box: Box } type Box { list: ${type} @authenticated }`,
    root: { box: { list: [['x']] } },
    operation: '{ box { list } }',
    decision: 'filter',
    denied: ['Box.list'],
    data: { box },
    errors: ['box.list: Box.list MISSING'],
    ran: ['Query.box'],
  }),
)

/** The type of a list of unions, and what becomes of `box` when its second item is of a denied type. */
const members: [type: string, box: unknown][] = [
  ['[Any]', { items: [{ x: 'a' }, null] }],
  ['[Any]!', { items: [{ x: 'a' }, null] }],
  ['[Any!]', { items: null }],
  ['[Any!]!', null],
]
const ofDeniedTypes = members.map(
  ([type, box]): OperationCase => ({
    name: `An object of a denied type below ${type} is a null that goes as far as the type sends it`,
    schema: `
      type Query { box: Box } type Box { items: ${type} } union Any = A | B
      type A { x: String } type B @authenticated { x: String }
    `,
    root: {
      box: {
        items: [
          { __typename: 'A', x: 'a' },
          { __typename: 'B', x: 'b' },
        ],
      },
    },
    operation: '{ box { items { ... on A { x } ... on B { x } } } }',
    decision: 'filter',
    denied: ['B'],
    data: { box },
    errors: ['box.items.1: B MISSING'],
    ran: ['Query.box', 'Box.items', 'A.x'],
  }),
)

const nested = {
  schema: `
    type Query { a: A, sure: A!, open: String }
    type A { b: B!, open: String }
    type B { c: C!, maybe: C, lists: [[C!]!]! }
    type C { d: String! @authenticated, open: String }
  `,
  root: {
    open: 'o',
    a: { open: 'o', b: { c: { d: 'd' }, maybe: { d: 'd' }, lists: [[{ d: 'd' }], []] } },
    sure: { b: { c: { d: 'd' } } },
  },
}

const mixed = {
  schema: `
    type Query { items: [Item!], open: String } union Item = A | B | C
    type A { slow: String! } type B { secret: String! @authenticated } type C { x: String }
  `,
  operation: '{ items { ... on A { slow } ... on B { secret } ... on C { x } } }',
  decision: 'filter' as const,
  denied: ['B.secret'],
}
/** Fails when the answer is long given. */
const slow = () => new Promise((_, reject) => setImmediate(reject, new Error('late')))
const failing = { __typename: 'A', slow }
const secret = { __typename: 'B', secret: 's' }

export const nullPropagation: OperationCase[] = [
  {
    ...mixed,
    name: 'Where all is known at once, nothing runs after the item that makes its list null',
    root: { items: [secret, { __typename: 'C', x: 'x' }] },
    data: { items: null },
    errors: ['items.0.secret: B.secret MISSING'],
    ran: ['Query.items'],
  },
  {
    ...mixed,
    name: 'An item that is still failing when another one is denied leaves no rejection unhandled',
    root: { items: [failing, secret] },
    data: { items: null },
    errors: ['items.1.secret: B.secret MISSING'],
    ran: ['Query.items', 'A.slow'],
  },
  {
    ...mixed,
    name: 'Nor does one in a list that comes later',
    root: { items: async () => [failing, secret] },
    data: { items: null },
    errors: ['items.1.secret: B.secret MISSING'],
    ran: ['Query.items', 'A.slow'],
  },
  ...inLists,
  ...nullableInLists,
  ...denied,
  ...ofDeniedTypes,
  {
    ...nested,
    name: 'A null travels through every non-null level to the nearest nullable one, and no further',
    operation: '{ open a { b { c { d } } } }',
    decision: 'filter',
    denied: ['C.d'],
    data: { open: 'o', a: null },
    errors: ['a.b.c.d: C.d MISSING'],
    ran: ['Query.open', 'Query.a', 'A.b', 'B.c'],
  },
  {
    ...nested,
    name: 'A nullable level on the way holds it',
    operation: '{ a { open b { maybe { open d } } } }',
    decision: 'filter',
    denied: ['C.d'],
    data: { a: { open: 'o', b: { maybe: null } } },
    errors: ['a.b.maybe.d: C.d MISSING'],
    ran: ['Query.a', 'A.open', 'A.b', 'B.maybe', 'C.open'],
  },
  {
    ...nested,
    name: 'Non-null up to the root makes data null',
    operation: '{ open sure { b { c { d } } } }',
    decision: 'filter',
    denied: ['C.d'],
    data: null,
    errors: ['sure.b.c.d: C.d MISSING'],
    ran: ['Query.open', 'Query.sure', 'A.b', 'B.c'],
  },
  {
    ...nested,
    name: 'A null travels out of lists of lists',
    operation: '{ open a { b { lists { d } } } }',
    decision: 'filter',
    denied: ['C.d'],
    data: { open: 'o', a: null },
    errors: ['a.b.lists.0.0.d: C.d MISSING'],
    ran: ['Query.open', 'Query.a', 'A.b', 'B.lists'],
  },
  {
    ...nested,
    name: 'A denied non-null field below a list without items makes nothing null',
    root: { a: { b: { lists: [[], []] } } },
    operation: '{ a { b { lists { d } } } }',
    decision: 'filter',
    denied: ['C.d'],
    data: { a: { b: { lists: [[], []] } } },
    ran: ['Query.a', 'A.b', 'B.lists'],
  },
  {
    ...nested,
    name: 'A denied non-null field of an object that is null anyway makes nothing null and no error',
    root: { a: { b: { maybe: null } } },
    operation: '{ a { b { maybe { d } } } }',
    decision: 'filter',
    denied: ['C.d'],
    data: { a: { b: { maybe: null } } },
    ran: ['Query.a', 'A.b', 'B.maybe'],
  },
]
