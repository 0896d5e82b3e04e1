// Entities of a federation subgraph, asked for by reference: those of a refused type are null at their place, and never loaded.

import { describe, expect, it } from 'vitest'
import { ask } from './subgraph.ts'

const lamp = { __typename: 'Product', name: 'Lamp' }

describe('entities, per type', () => {
  it('of a refused type are null at their place and never loaded; the others are served', async () => {
    expect(await ask(['Secret:1', 'Product:1', 'Secret:2'])).toEqual({
      decision: 'filter',
      denied: ['Closed', 'Film', 'Report', 'Safe', 'Secret', 'Draft', 'Rated.votes'],
      data: { _entities: [null, lamp, null] },
      errors: ['_entities.0: Secret MISSING', '_entities.2: Secret MISSING'],
      ran: ['Query._entities', 'Product.name'],
      loaded: ['Product'],
    })
  })

  it('of an allowed type are loaded, among others that stay refused', async () => {
    expect(await ask(['Secret:1', 'Product:1'], { scopes: ['secret'] })).toMatchObject({
      data: { _entities: [{ __typename: 'Secret', text: 'hush' }, lamp] },
      errors: [],
      loaded: ['Secret', 'Product'],
    })
  })

  it('are refused under aliases and in each of several lists', async () => {
    const operation = `query ($a: [_Any!]!, $b: [_Any!]!) {
      a: _entities(representations: $a) { __typename } b: _entities(representations: $b) { kind: __typename }
    }`
    const secret = { __typename: 'Secret', id: '1' }
    const variables = { a: [secret], b: [{ __typename: 'Product', id: '1' }, secret] }
    expect(await ask([], { operation, variables })).toMatchObject({
      data: { a: [null], b: [{ kind: 'Product' }, null] },
      errors: ['a.0: Secret MISSING', 'b.1: Secret MISSING'],
      loaded: ['Product'],
    })
    expect(await ask([], { operation, variables, scopes: ['secret'] })).toMatchObject({
      data: { a: [{ __typename: 'Secret' }], b: [{ kind: 'Product' }, { kind: 'Secret' }] },
      errors: [],
      loaded: ['Secret', 'Product', 'Secret'],
    })
  })

  it('are refused whatever fragments say about them', async () => {
    const operation = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ...Any } }
      fragment Any on _Entity { ... on _Entity { ... on Secret { text } ...Named } }
      fragment Named on Product { name }`
    expect(await ask(['Product:1', 'Secret:1'], { operation })).toMatchObject({
      data: { _entities: [{ name: 'Lamp' }, null] },
      loaded: ['Product'],
    })
    expect(await ask(['Product:1', 'Secret:1'], { operation, scopes: ['secret'] })).toMatchObject({
      data: { _entities: [{ name: 'Lamp' }, { text: 'hush' }] },
    })
  })

  it('do not tell that they exist, not even by __typename', async () => {
    expect(await ask(['Secret:1'], { selection: '__typename' })).toMatchObject({ data: { _entities: [null] }, loaded: [] })
    expect(await ask(['Secret:1'], { selection: '__typename', scopes: ['secret'] })).toMatchObject({
      data: { _entities: [{ __typename: 'Secret' }] },
      loaded: ['Secret'],
    })
  })

  it('are refused too when the type is named in a list', async () => {
    const variables = { refs: [{ __typename: ['Secret'], id: '1' }] }
    expect(await ask([], { variables })).toMatchObject({ data: { _entities: [null] }, loaded: [] })
    // @apollo/subgraph finds the type by what JavaScript makes of the list, and graphql-js then takes no list for a name.
    expect(await ask([], { variables, scopes: ['secret'] })).toMatchObject({ data: { _entities: [null] }, loaded: ['Secret'] })
  })

  it.each(['Nope', '__proto__', 'constructor'])(
    'of a type that is none (%s) fail as without a gate, and what is refused is not loaded',
    async (name) => {
      for (const references of [
        [`${name}:1`, 'Secret:1'],
        ['Secret:1', 'Vault:1', 'Media:f', `${name}:1`],
      ]) {
        expect(await ask(references)).toMatchObject({
          data: null,
          errors: [expect.stringContaining(`tried to load an entity for type "${name}"`)],
          loaded: [],
        })
      }
    },
  )

  it('keep a refused field from an allowed entity', async () => {
    const selection = '... on Product { name cost }'
    expect(await ask(['Product:1'], { selection, scopes: [] })).toMatchObject({
      data: { _entities: [{ name: 'Lamp', cost: null }] },
      errors: ['_entities.0.cost: Product.cost INSUFFICIENT_SCOPE'],
      ran: ['Query._entities', 'Product.name'],
    })
    expect(await ask(['Product:1'], { selection, scopes: ['cost'] })).toMatchObject({
      data: { _entities: [{ name: 'Lamp', cost: 3 }] },
      errors: [],
    })
  })

  it('wait for a policy', async () => {
    const auditor = (holds: boolean) => ({ policies: async () => ({ auditor: holds }) })
    expect(await ask(['Report:1'], auditor(false))).toMatchObject({
      data: { _entities: [null] },
      errors: ['_entities.0: Report POLICY_DENIED'],
      loaded: [],
    })
    expect(await ask(['Report:1'], auditor(true))).toMatchObject({
      data: { _entities: [{ __typename: 'Report' }] },
      loaded: ['Report'],
    })
  })

  it('list at most 100 refusals and close with a summary', async () => {
    const { data, errors, loaded } = await ask(Array.from({ length: 150 }, (_, i) => (i % 2 ? `Secret:${i}` : `Media:f${i}`)))
    expect(data).toEqual({ _entities: Array.from({ length: 150 }, () => null) })
    expect(errors).toHaveLength(101)
    expect(errors[100]).toMatch(/only 100 are listed/)
    expect(loaded).toEqual([])
  })
})

describe('entities where every type counts', () => {
  const all = { scopes: ['secret', 'vault'], policies: async () => ({ auditor: true }) }

  it.each([
    ['strict', { abstractTypes: 'strict' }, 'filter', null],
    ['reject', { queries: 'reject' }, 'reject', undefined],
  ] as const)('are refused together while one type is refused (%s)', async (_mode, options, decision, data) => {
    expect(await ask(['Product:1'], { ...options, ...all, scopes: ['secret'] })).toMatchObject({
      decision,
      data,
      ran: [],
      loaded: [],
    })
    expect(await ask(['Product:1', 'Secret:1'], { ...options, ...all })).toMatchObject({
      decision: 'allow',
      data: { _entities: [lamp, { __typename: 'Secret', text: 'hush' }] },
      loaded: ['Product', 'Secret'],
    })
  })

  it('are refused as what a mutation gives', async () => {
    const operation = 'mutation { sell { id cost } reveal { text } }'
    expect(await ask([], { operation, variables: {}, scopes: ['cost'] })).toMatchObject({
      decision: 'reject',
      denied: ['Mutation.reveal'],
      ran: [],
    })
    expect(await ask([], { operation, variables: {}, scopes: ['cost', 'secret'] })).toMatchObject({
      data: { sell: { id: '1', cost: 3 }, reveal: { text: 'hush' } },
      errors: [],
    })
  })
})
