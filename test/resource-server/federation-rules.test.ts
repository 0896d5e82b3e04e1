// The rules of a federation subgraph: its names for our directives, and the fields that no author marks.

import { buildSubgraphSchema } from '@apollo/subgraph'
import { buildSchema, parse, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { runCase } from './harness.ts'
import { ask, buildShop } from './subgraph.ts'

describe('the directives of the federation specification', () => {
  it.each([
    [
      'imported under other names',
      'import: ["@key", { name: "@requiresScopes", as: "@needs" }, { name: "@authenticated", as: "@user" }, { name: "@policy", as: "@must" }]',
      '@needs',
      '@user',
      '@must',
    ],
    [
      'imported',
      'import: ["@key", "@requiresScopes", "@authenticated", "@policy"]',
      '@requiresScopes',
      '@authenticated',
      '@policy',
    ],
    [
      'in the default namespace',
      'import: ["@key"]',
      '@federation__requiresScopes',
      '@federation__authenticated',
      '@federation__policy',
    ],
    [
      'in a namespace with another name',
      'import: ["@key"], as: "fed"',
      '@fed__requiresScopes',
      '@fed__authenticated',
      '@fed__policy',
    ],
  ])('are read when %s', async (_how, link, needs, user, must) => {
    const schema = buildSubgraphSchema([
      {
        typeDefs: parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", ${link})
        type Query { a: Int ${needs}(scopes: [["x", "y"], ["z"]]) b: Int ${user} c: Int ${must}(policies: [["p"]]) }
        type Thing @key(fields: "id") { id: ID! }
        extend type Thing ${user}
      `),
      },
    ])
    const operation = '{ a b c _entities(representations: [{ __typename: "Thing", id: "1" }]) { ... on Thing { id } } }'
    const root = { a: 1, b: 2, c: 3 }
    expect((await runCase({ sdl: schema, operation, root })).denied.sort()).toEqual([
      'Query._entities',
      'Query.a',
      'Query.b',
      'Query.c',
    ])
    expect(await runCase({ sdl: schema, operation, root, scopes: ['z'], policies: async () => ({ p: true }) })).toMatchObject({
      decision: 'allow',
      data: { ...root, _entities: [{ id: '1' }] },
    })
  })
})

describe('what every subgraph has and no author marks', () => {
  const operation =
    '{ _service { sdl } _entities(representations: [{ __typename: "Product", id: "1" }]) { ... on Product { name } } }'

  it.each(['denied', 'authenticated'] as const)(
    'stays open where unmarked fields are %s, and opens no field of an entity',
    async (unmarked) => {
      const { data, denied } = await ask([], { operation, variables: {}, unmarked })
      expect(data).toEqual({ _service: { sdl: expect.stringContaining('type Secret') }, _entities: [{ name: null }] })
      expect(denied).not.toContain('Query._entities')
      expect(denied).toContain('Product.name')
    },
  )

  it('opens nothing where the names mean something else', async () => {
    const sdl = `
      type Query { _service: Thing, _entities: [Thing], thing: Wrapper }
      type Thing { id: ID @public, _service: _Service @public }
      type Wrapper { id: ID } type _Service { sdl: String }
    `
    const root = { _service: { id: '1' }, _entities: [{ id: '1' }] }
    expect(await runCase({ sdl, root, operation: '{ _service { id } _entities { id } }', unmarked: 'denied' })).toMatchObject({
      data: { _service: null, _entities: null },
    })
    expect(await runCase({ sdl, root, operation: '{ _service { id } _entities { id } }', unmarked: 'open' })).toMatchObject({
      data: root,
    })
    const schema = buildSchema(directiveTypeDefs + sdl)
    expect(createGate(schema, { unmarked: 'denied' }).manifest.map(({ coordinate }) => coordinate)).toContain('_Service.sdl')
  })

  it('leaves entities that are out of reach out of the visible schema', () => {
    const gate = createGate(
      buildShop(
        () => ({ __resolveReference: (reference) => reference }),
        () => undefined,
      ),
    )
    const union = /^union _Entity = .*$/m
    expect(union.exec(printSchema(gate.visibleSchema(null)))?.[0]).toBe('union _Entity = Book | Open | Product | Rated | Report')
    expect(union.exec(printSchema(gate.visibleSchema(accessToken({ scopes: ['*'] }))))?.[0]).toContain('Secret')
  })
})
