// docs/enforcement.md section 3: which type an object has, the executor says, and never the data.

import {
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql'
import type { OperationCase } from './case.ts'

/** Types are told apart by `kind`; what the objects say of themselves in `__typename` is a lie. */
function lyingSchema(): GraphQLSchema {
  const fields = { id: { type: GraphQLString } }
  const Node = new GraphQLInterfaceType({ name: 'Node', fields, resolveType: (value) => value.kind })
  const member = (name: string, directives: object) =>
    new GraphQLObjectType({
      name,
      interfaces: [Node],
      fields,
      isTypeOf: async (value) => value.kind === name,
      extensions: { directives },
    })
  const types = [member('Open', {}), member('Closed', { authenticated: true })]
  const Any = new GraphQLUnionType({ name: 'Any', types, resolveType: async (value) => value.kind })
  const Bare = new GraphQLUnionType({ name: 'Bare', types })
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { node: { type: Node }, any: { type: Any }, bare: { type: Bare } } }),
    types,
  })
}

/** One type is told later and then fails later, the other one is told at once and denied. */
function unevenSchema(tellsBy: 'resolveType' | 'isTypeOf') {
  return () => {
    const late = async () => {
      throw new Error('late')
    }
    const isKind = (kind: string, isLate: boolean) => (value: { kind: string }) => {
      if (value.kind !== kind) return false
      return isLate ? Promise.resolve(true) : true
    }
    const type = (name: string, isLate: boolean, directives: object) =>
      new GraphQLObjectType({
        name,
        fields: { x: { type: new GraphQLNonNull(GraphQLString), resolve: isLate ? late : () => 'x' } },
        ...(tellsBy === 'isTypeOf' && { isTypeOf: isKind(name, isLate) }),
        extensions: { directives },
      })
    const Item = new GraphQLUnionType({
      name: 'Item',
      types: [type('Late', true, {}), type('Closed', false, { authenticated: true })],
      ...(tellsBy === 'resolveType' && { resolveType: ({ kind }) => (kind === 'Late' ? Promise.resolve(kind) : kind) }),
    })
    const items = { type: new GraphQLList(new GraphQLNonNull(Item)) }
    return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { items } }) })
  }
}

export const concreteTypes: OperationCase[] = [
  ...(['resolveType', 'isTypeOf'] as const).map(
    (tellsBy): OperationCase => ({
      name: `An item whose type ${tellsBy} tells later, and that fails later still, leaves no rejection unhandled when another is denied`,
      schema: unevenSchema(tellsBy),
      root: { items: [{ kind: 'Late' }, { kind: 'Closed' }] },
      operation: '{ items { ... on Late { x } ... on Closed { x } } }',
      decision: 'filter',
      denied: ['Closed'],
      data: { items: null },
      errors: ['items.1: Closed MISSING'],
      ran: ['Query.items', 'Late.x'],
    }),
  ),
  ...['node', 'any'].flatMap((field): OperationCase[] => [
    {
      name: `Types follow the executor and never __typename in the data of ${field}: what only says that it is open is denied`,
      schema: lyingSchema,
      root: { [field]: { kind: 'Closed', __typename: 'Open', id: '1' } },
      operation: `{ ${field} { ... on Open { id } ... on Closed { id } } }`,
      decision: 'filter',
      denied: ['Closed'],
      data: { [field]: null },
      errors: [`${field}: Closed MISSING`],
      ran: [`Query.${field}`],
    },
    {
      name: `Types follow the executor and never __typename in the data of ${field}: what only says that it is closed is given`,
      schema: lyingSchema,
      root: { [field]: { kind: 'Open', __typename: 'Closed', id: '1' } },
      operation: `{ ${field} { ... on Open { id } ... on Closed { id } } }`,
      decision: 'filter',
      denied: ['Closed'],
      data: { [field]: { id: '1' } },
      ran: [`Query.${field}`, 'Open.id'],
    },
  ]),
  {
    name: 'Types that only isTypeOf tells apart follow it: an object of the denied one is lost',
    schema: lyingSchema,
    root: { bare: { kind: 'Closed', id: '1' } },
    operation: '{ bare { ... on Open { id } ... on Closed { id } } }',
    decision: 'filter',
    denied: ['Closed'],
    data: { bare: null },
    errors: ['bare: Closed MISSING'],
    ran: ['Query.bare'],
  },
  {
    name: 'A union of many: only the objects of denied types are lost',
    schema: `
      type Query { all: [Any] } union Any = A | B | C | D
      type A { x: Int } type B @authenticated { x: Int } type C { x: Int } type D @requiresScopes(scopes: [["d"]]) { x: Int }
    `,
    root: { all: ['A', 'B', 'C', 'D'].map((__typename, x) => ({ __typename, x })) },
    operation: '{ all { ... on A { x } ... on B { x } ... on C { x } ... on D { x } } }',
    scopes: [],
    decision: 'filter',
    denied: ['D'],
    data: { all: [{ x: 0 }, { x: 1 }, { x: 2 }, null] },
    errors: ['all.3: D INSUFFICIENT_SCOPE'],
    ran: ['Query.all', 'A.x', 'B.x', 'C.x'],
  },
  {
    name: 'A rule on an interface makes every type that implements it a denied type, though the field returns a union',
    schema: `
      type Query { any: [Any] } union Any = A | B
      interface Closed @authenticated { x: Int }
      type A { x: Int } type B implements Closed { x: Int }
    `,
    root: {
      any: [
        { __typename: 'A', x: 1 },
        { __typename: 'B', x: 2 },
      ],
    },
    operation: '{ any { ... on A { x } ... on B { x } } }',
    decision: 'filter',
    denied: ['B'],
    data: { any: [{ x: 1 }, null] },
    errors: ['any.1: B MISSING'],
    ran: ['Query.any', 'A.x'],
  },
]
