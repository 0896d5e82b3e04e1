// A subgraph behind Apollo Server, asked over real HTTP as a router asks it.

import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { type FieldgateOptions, fieldgate } from '../../src/apollo/index.ts'
import { UnauthenticatedError } from '../../src/errors.ts'
import { createGate, type GateOptions } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'

/** The text after "Bearer" is the scopes, parted by commas; "bad" is no good. */
const verifier: FieldgateOptions['verifier'] = {
  async authenticate(header) {
    if (header === undefined) return null
    if (header === 'Bearer bad') throw new UnauthenticatedError('BAD_SIGNATURE', 'The access token is not genuine.')
    return accessToken({ scopes: header.slice('Bearer '.length).split(',') })
  },
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const servers: ApolloServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function serve(options: GateOptions = {}) {
  const loaded: string[] = []
  const load = (type: string, more: object) => ({
    async __resolveReference({ id }: { id: string }) {
      loaded.push(`${type}:${id}`)
      return { id, ...more }
    },
  })
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(`
      extend schema @link(
        url: "https://specs.apollo.dev/federation/v2.10"
        import: ["@key", { name: "@requiresScopes", as: "@needs" }]
      )
      type Product @key(fields: "id") { id: ID! name: String cost: Int @needs(scopes: [["cost"]]) }
      type Secret @key(fields: "id") @needs(scopes: [["secret"]]) { id: ID! text: String }
    `),
      resolvers: { Product: load('Product', { name: 'Lamp', cost: 3 }), Secret: load('Secret', { text: 'hush' }) },
    },
  ])
  const plugins = [fieldgate({ gate: createGate(schema, options), verifier })]
  const server = new ApolloServer({ schema, plugins, logger: silent, includeStacktraceInErrorResponses: false })
  const { url } = await startStandaloneServer(server, { listen: { port: 0 } })
  servers.push(server)
  const post = async (body: object, authorization?: string) => {
    // Routers ask for traces with their requests.
    const headers = { 'content-type': 'application/json', 'apollo-federation-include-trace': 'ftv1' }
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify(body),
    })
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown }
    return { status: response.status, challenge: response.headers.get('www-authenticate'), data, errors }
  }
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Product { name cost } ... on Secret { text } }
  }`
  const representations = ['Product', 'Secret'].map((name) => ({ __typename: name, id: '1' }))
  const askEntities = (authorization?: string) => post({ query, variables: { representations } }, authorization)
  return { post, askEntities, loaded }
}

const whole = [{ name: 'Lamp', cost: 3 }, { text: 'hush' }]

describe('a subgraph behind the Apollo plugin', () => {
  it('answers a router with what the token reaches, and loads nothing else', async () => {
    const { askEntities, loaded } = await serve()
    expect(await askEntities('Bearer orders')).toMatchObject({
      status: 200,
      data: { _entities: [{ name: 'Lamp', cost: null }, null] },
      errors: expect.toSatisfy((errors: { path: unknown[] }[]) => {
        const paths = errors.map(({ path }) => path.join('.')).sort()
        return paths.join() === '_entities.0.cost,_entities.1'
      }),
    })
    expect(loaded).toEqual(['Product:1'])
  })

  it('answers whole when the token reaches all of it', async () => {
    const { askEntities, loaded } = await serve()
    expect(await askEntities('Bearer cost,secret')).toMatchObject({ status: 200, data: { _entities: whole }, errors: undefined })
    expect(loaded).toEqual(['Product:1', 'Secret:1'])
  })

  it('answers 401 or 403 and loads nothing where queries are rejected', async () => {
    const { askEntities, loaded } = await serve({ queries: 'reject' })
    expect(await askEntities()).toMatchObject({ status: 401, challenge: 'Bearer', data: undefined })
    expect(await askEntities('Bearer cost')).toMatchObject({
      status: 403,
      challenge: 'Bearer error="insufficient_scope"',
      data: undefined,
    })
    expect(loaded).toEqual([])
    expect(await askEntities('Bearer cost,secret')).toMatchObject({ status: 200, data: { _entities: whole } })
  })

  it('gives a router its SDL without a token, even where unmarked fields are denied, and never for a bad one', async () => {
    const { post, askEntities } = await serve({ unmarked: 'denied' })
    const query = '{ _service { sdl } }'
    expect(await post({ query })).toMatchObject({
      status: 200,
      data: { _service: { sdl: expect.stringMatching(/type Secret[^{]*@needs\(scopes: \[\["secret"\]\]\)/) } },
    })
    expect(await post({ query }, 'Bearer bad')).toMatchObject({ status: 401, data: undefined })
    expect(await askEntities('Bearer cost')).toMatchObject({ data: { _entities: [{ name: null, cost: 3 }, null] } })
  })
})
