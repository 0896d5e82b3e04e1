// Whose reference resolvers run: interfaces, types that are no entities, and subgraphs that other libraries make.

import { buildSubgraphSchema } from '@apollo/subgraph'
import { buildSchema, type GraphQLResolveInfo, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { runCase } from './harness.ts'
import { ask, type Load, type Reference } from './subgraph.ts'

describe('entities asked for by an interface', () => {
  it('are refused as the type that an interface without a reference resolver leads to', async () => {
    expect(await ask(['Media:b', 'Media:f'])).toMatchObject({
      data: { _entities: [{ __typename: 'Book' }, null] },
      errors: ['_entities.1: Film MISSING'],
      loaded: ['Book'],
    })
    expect(await ask(['Media:b', 'Media:f'], { scopes: [] })).toMatchObject({
      data: { _entities: [{ __typename: 'Book' }, { __typename: 'Film' }] },
      loaded: ['Book', 'Film'],
    })
  })

  it('are loaded by an interface of which one type is allowed, and refused where they turn out to be of another', async () => {
    expect(await ask(['Shelf:o', 'Shelf:c'])).toMatchObject({
      data: { _entities: [{ __typename: 'Open' }, null] },
      errors: ['_entities.1: Closed MISSING'],
      loaded: ['Shelf', 'Shelf'],
    })
    expect(await ask(['Shelf:o', 'Shelf:c'], { scopes: [] })).toMatchObject({
      data: { _entities: [{ __typename: 'Open' }, { __typename: 'Closed' }] },
      errors: [],
    })
  })

  it('are not loaded by an interface of which every type is refused', async () => {
    expect(await ask(['Vault:1'])).toMatchObject({
      data: { _entities: [null] },
      errors: ['_entities.0: Safe MISSING'],
      loaded: [],
    })
    expect(await ask(['Vault:1'], { scopes: ['vault'] })).toMatchObject({
      data: { _entities: [{ __typename: 'Safe' }] },
      errors: [],
      loaded: ['Vault', 'Vault:type'],
    })
  })

  it('of an interface object lose what is refused of it', async () => {
    expect(await ask(['Rated:1'])).toMatchObject({
      data: { _entities: [{ __typename: 'Rated', votes: null }] },
      errors: ['_entities.0.votes: Rated.votes MISSING'],
    })
    expect(await ask(['Rated:1'], { scopes: [] })).toMatchObject({
      data: { _entities: [{ __typename: 'Rated', votes: { count: 5 } }] },
      errors: [],
    })
  })
})

describe('a type with a reference resolver that is no entity', () => {
  // Nothing of _Entity is refused, so that the operation would run as it is.
  const build = (load: Load) =>
    buildSubgraphSchema([
      {
        typeDefs: parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])
        type Query { drafts: [Draft] }
        type Product @key(fields: "id") { id: ID! }
        type Draft @authenticated { id: ID! }
      `),
        resolvers: { Product: load('Product'), Draft: load('Draft') },
      },
    ])

  it('is not loaded when it is refused', async () => {
    expect(await ask(['Draft:1', 'Product:1'], { build, selection: '__typename' })).toMatchObject({
      denied: ['Draft'],
      data: { _entities: [null, { __typename: 'Product' }] },
      errors: ['_entities.0: Draft MISSING'],
      loaded: ['Product'],
    })
  })

  it('is left to graphql-js when it is allowed', async () => {
    expect(await ask(['Draft:1', 'Product:1'], { build, selection: '__typename', scopes: [] })).toMatchObject({
      decision: 'allow',
      data: { _entities: [null, { __typename: 'Product' }] },
      errors: ['_entities.0: Runtime Object type "Draft" is not a possible type for "_Entity".'],
      loaded: ['Draft', 'Product'],
    })
  })
})

describe('other ways to make a subgraph', () => {
  const build = (loaded: string[] = []) => {
    const schema = buildSchema(`${directiveTypeDefs}
      scalar _Any
      union _Entity = Product | Secret
      type Query { _entities(representations: [_Any!]!): [_Entity]! }
      type Product { name: String }
      type Secret @authenticated { name: String }
      type Draft @requiresScopes(scopes: [["draft"]]) { name: String }
    `)
    for (const name of ['Product', 'Secret', 'Draft']) {
      const resolveReference = ({ id }: Reference) => loaded.push(name) && { __typename: name, name: id }
      Object.assign(schema.getType(name) ?? {}, { resolveReference })
    }
    return schema
  }
  // As @mercuriusjs/federation does it; found by graphql-js as a function of the root value.
  const root = {
    _entities: ({ representations }: { representations: Reference[] }, _context: unknown, { schema }: GraphQLResolveInfo) =>
      representations.map((reference) => {
        const type: unknown = schema.getType(String(reference.__typename))
        const { resolveReference } = type as { resolveReference?: (reference: Reference) => unknown }
        return resolveReference ? resolveReference(reference) : reference
      }),
  }
  const variables = { refs: ['Product', 'Secret'].map((name) => ({ __typename: name, id: '1' })) }
  const operation = 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Secret { name } __typename } }'

  it('refuse entities whose reference resolvers hang on the types themselves', async () => {
    const loaded: string[] = []
    const gate = createGate(build(loaded))
    const request = { document: parse(operation), variableValues: variables, rootValue: root }
    expect(await gate.execute(request, null)).toMatchObject({
      data: { _entities: [{ __typename: 'Product' }, null] },
      errors: [{ path: ['_entities', 1], extensions: { coordinate: 'Secret' } }],
    })
    expect(loaded).toEqual(['Product'])
    expect(await gate.execute(request, accessToken())).toEqual({
      data: { _entities: [{ __typename: 'Product' }, { __typename: 'Secret', name: '1' }] },
    })
    expect(loaded).toEqual(['Product', 'Product', 'Secret'])
  })

  it('load nothing of a refused type that is no entity', async () => {
    const loaded: string[] = []
    const gate = createGate(build(loaded))
    const refs = [{ __typename: 'Draft', id: '1' }]
    const request = { document: parse(operation), variableValues: { refs }, rootValue: root }
    expect(await gate.execute(request, accessToken({ scopes: [] }))).toMatchObject({ data: { _entities: [null] } })
    expect(loaded).toEqual([])
    expect(await gate.execute(request, accessToken({ scopes: ['draft'] }))).toMatchObject({ data: { _entities: [null] } })
    expect(loaded).toEqual(['Draft'])
  })

  it('refuse entities that are loaded without a reference resolver when they are to be shown', async () => {
    const load = { _entities: ({ representations }: { representations: Reference[] }) => representations }
    expect(await runCase({ sdl: build(), root: load, operation, variables })).toMatchObject({
      data: { _entities: [{ __typename: 'Product' }, null] },
    })
    expect(await runCase({ sdl: build(), root: load, operation, variables, scopes: [] })).toMatchObject({ errors: [] })
  })
})
