// Interfaces and unions: what is decided per concrete type, and what one refused member means for the others.

import { buildSchema, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { describe, expect, it } from 'vitest'
import { directiveTypeDefs } from '../../src/resource-server/index.ts'
import { type Case, runCase } from './harness.ts'

const sdl = `
  type Query { search: [Result], node: Node, only: Hidden }
  type Mutation { find: Result }
  union Result = Page | Secret
  union Hidden = Secret
  interface Node { title: String }
  type Page implements Node { title: String, draft: String @requiresScopes(scopes: [["draft"]]) }
  type Secret implements Node @requiresScopes(scopes: [["secret"]]) { title: String }
`
const page = { __typename: 'Page', title: 'p', draft: 'd' }
const secret = { __typename: 'Secret', title: 's' }
const root = { search: [page, secret], node: secret, only: secret, find: page }
const run = (rest: Partial<Case> & { operation: string }) => runCase({ sdl, root, scopes: [], ...rest })

describe('per type', () => {
  it('an object of a refused type is null with an error, and its __typename is not told', async () => {
    expect(await run({ operation: '{ search { __typename ... on Page { title } } }' })).toMatchObject({
      decision: 'filter',
      denied: ['Secret'],
      data: { search: [{ __typename: 'Page', title: 'p' }, null] },
      errors: ['search.1: Secret INSUFFICIENT_SCOPE'],
    })
  })

  it('with the scope it is shown', async () => {
    expect(await run({ operation: '{ search { __typename } }', scopes: ['secret'] })).toMatchObject({
      decision: 'allow',
      data: { search: [{ __typename: 'Page' }, { __typename: 'Secret' }] },
    })
  })

  it('a field is refused on the concrete types that refuse it, whatever name the selection goes by', async () => {
    expect(await run({ operation: '{ node { title } }', root: { node: page } })).toMatchObject({
      data: { node: { title: 'p' } },
      errors: [],
    })
    expect(await run({ operation: '{ node { title } }' })).toMatchObject({
      data: { node: null },
      errors: ['node: Secret INSUFFICIENT_SCOPE'],
    })
  })

  it('a field does not run when every type that it may return is refused', async () => {
    expect(await run({ operation: '{ only { __typename } }' })).toMatchObject({
      data: { only: null },
      denied: ['Query.only'],
      ran: [],
    })
  })

  it('follows resolveType and isTypeOf, never __typename in data', async () => {
    const Node = new GraphQLInterfaceType({ name: 'Node', fields: { id: { type: GraphQLString } } })
    const member = (name: string, more: object) =>
      new GraphQLObjectType({
        name,
        interfaces: [Node],
        fields: { id: { type: GraphQLString } },
        isTypeOf: async (value) => value.kind === name,
        ...more,
      })
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({ name: 'Query', fields: { node: { type: Node } } }),
      types: [member('Open', {}), member('Closed', { extensions: { directives: { authenticated: true } } })],
    })
    const ask = (kind: string) => runCase({ sdl: schema, operation: '{ node { id } }', root: { node: { kind, id: '1' } } })
    expect((await ask('Open')).data).toEqual({ node: { id: '1' } })
    expect((await ask('Closed')).data).toEqual({ node: null })
  })
})

describe('strict', () => {
  it('a field needs every type that it may return', async () => {
    expect(await run({ operation: '{ search { ... on Page { title } } }', abstractTypes: 'strict' })).toMatchObject({
      denied: ['Query.search'],
      data: { search: null },
      ran: [],
    })
    expect(
      await run({ operation: '{ search { ... on Page { title } } }', abstractTypes: 'strict', scopes: ['secret'] }),
    ).toMatchObject({
      decision: 'allow',
    })
  })

  it('a field selected on several types needs to be allowed on each', async () => {
    const shared = buildSchema(`${directiveTypeDefs}
      type Query { nodes: [Node] }
      interface Node { title: String }
      type A implements Node { title: String }
      type B implements Node { title: String @authenticated }
    `)
    const nodes = [
      { __typename: 'A', title: 'a' },
      { __typename: 'B', title: 'b' },
    ]
    const ask = (abstractTypes: 'per-type' | 'strict') =>
      runCase({ sdl: shared, operation: '{ nodes { title } }', root: { nodes }, abstractTypes })
    expect((await ask('per-type')).data).toEqual({ nodes: [{ title: 'a' }, { title: null }] })
    expect((await ask('strict')).data).toEqual({ nodes: [{ title: null }, { title: null }] })
  })

  it('holds for mutations and for rejecting in any case', async () => {
    expect(await run({ operation: 'mutation { find { ... on Page { title } } }' })).toMatchObject({ decision: 'reject', ran: [] })
    expect(await run({ operation: '{ node { title } }', queries: 'reject', root: { node: page } })).toMatchObject({
      decision: 'reject',
      ran: [],
    })
    expect(await run({ operation: 'mutation { find { ... on Page { title } } }', scopes: ['secret'] })).toMatchObject({
      data: { find: { title: 'p' } },
    })
  })
})
