// One API, one verifier, and the servers that serve it: real ones, over HTTP, on a port of their own.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import Fastify from 'fastify'
import { buildSchema, type GraphQLSchema } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/http'
import { createYoga } from 'graphql-yoga'
import mercurius from 'mercurius'
import { fieldgate as fieldgateForApollo } from '../../src/apollo/index.ts'
import { UnauthenticatedError } from '../../src/errors.ts'
import { fieldgate as fieldgateForMercurius } from '../../src/mercurius/index.ts'
import {
  type AccessToken,
  accessTokenOf,
  createGate,
  createHandlerOptions,
  directiveTypeDefs,
  type Gate,
  type GateOptions,
} from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { useFieldgate } from '../../src/yoga/index.ts'

const sdl = `${directiveTypeDefs}
  type Query {
    me: User
    users: [User!]!
    whoami: String
    boom: String
    item(id: ID!): String @requiresScopes(scopes: [["item:{id}"]])
    trusted: String @policy(policies: [["trusted"]])
    deep: Deep
  }
  type Deep { deep: Deep, name: String }
  type Mutation { rename(to: String!): User }
  type User { name: String, email: String @requiresScopes(scopes: [["user:email"]]) }
`

/** A fresh schema each time: its resolvers note in `ran` which fields were resolved. */
export function createSubject(options: GateOptions = {}): { schema: GraphQLSchema; gate: Gate; ran: string[] } {
  const schema = buildSchema(sdl)
  const ran: string[] = []
  const ada = { name: 'Ada', email: 'ada@example.org' }
  const resolvers: Record<string, (args: { id: string }, context: object) => unknown> = {
    me: () => ada,
    users: () => [ada, { name: 'Bob', email: 'bob@example.org' }],
    whoami: (_, context) => accessTokenOf(context)?.subject ?? 'nobody',
    boom: () => {
      throw new Error('secret detail')
    },
    item: ({ id }) => `item ${id}`,
    trusted: () => 'yes',
    rename: () => ada,
  }
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      field.resolve = (_source, args, context) => {
        ran.push(field.name)
        return resolvers[field.name]?.(args, context)
      }
    }
  }
  const policies = async (_names: readonly string[], token: AccessToken | null) => ({
    trusted: token?.scopes.includes('trust') ?? false,
  })
  return { schema, gate: createGate(schema, { policies, ...options }), ran }
}

/** The text after "Bearer" is the scopes, parted by commas; "bad" is no good, "stale" cannot be checked, and "crash" is the verifier's fault. */
export const verifier = {
  async authenticate(header: string | undefined): Promise<AccessToken | null> {
    if (header === undefined) return null
    if (header === 'Bearer bad') throw new UnauthenticatedError('BAD_SIGNATURE', 'The access token is not genuine.')
    if (header === 'Bearer stale') throw new UnauthenticatedError('STALE', 'Revocations cannot be checked at the moment.')
    if (header === 'Bearer crash') throw new Error('database password is hunter2')
    return accessToken({ scopes: header.slice('Bearer '.length).split(',') })
  },
}

/** A server that listens. */
export interface Served {
  readonly url: string
  close(): Promise<void>
}

export type Serve = (subject: { schema: GraphQLSchema; gate: Gate }) => Promise<Served>

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Every server that an adapter is for, set up as its README says. */
export const servers: Readonly<Record<string, Serve>> = {
  async 'Apollo standalone'({ schema, gate }) {
    const apollo = createApollo({ schema, gate })
    const { url } = await startStandaloneServer(apollo, { listen: { port: 0 } })
    return { url, close: () => apollo.stop() }
  },

  async 'Apollo on Fastify'({ schema, gate }) {
    const apollo = createApollo({ schema, gate })
    await apollo.start()
    const app = Fastify()
    app.post('/graphql', fastifyApolloHandler(apollo))
    const origin = await app.listen({ port: 0 })
    return { url: `${origin}/graphql`, close: () => app.close().then(() => apollo.stop()) }
  },

  async Yoga({ schema, gate }) {
    const yoga = createYoga({ schema, plugins: [useFieldgate({ gate, verifier })], batching: true, logging: false })
    return listen(yoga)
  },

  async Mercurius({ schema, gate }) {
    const app = Fastify()
    app.register(mercurius, { schema, allowBatchedQueries: true })
    app.register(fieldgateForMercurius, { gate, verifier })
    const origin = await app.listen({ port: 0 })
    return { url: `${origin}/graphql`, close: () => app.close() }
  },

  async 'graphql-http'({ gate }) {
    return listen(createHandler(createHandlerOptions({ gate, verifier, onFailure() {} })))
  },
}

/** Serves a listener of Node's on a free port. */
export async function listen(listener: Parameters<typeof createServer>[1]): Promise<Served> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}/graphql`, close }
}

function createApollo({ schema, gate }: { schema: GraphQLSchema; gate: Gate }) {
  const plugins = [fieldgateForApollo({ gate, verifier })]
  return new ApolloServer({ schema, plugins, allowBatchedHttpRequests: true, logger: silent })
}

/** A GraphQL response, as JSON has it. */
export interface Body {
  data?: unknown
  errors?: { message: string; path?: unknown; extensions?: Record<string, unknown> }[]
}

/** What came back. */
export interface Answer<T = Body> {
  readonly status: number
  readonly challenge: string | null
  readonly retryAfter: string | null
  readonly contentType: string | null
  readonly body: T
}

/** Sends an operation, or a batch of them, as JSON. */
export async function ask<T = Body>(
  url: string,
  body: object,
  { authorization, accept = 'application/json' }: { authorization?: string | undefined; accept?: string } = {},
): Promise<Answer<T>> {
  const headers = { 'content-type': 'application/json', accept, ...(authorization !== undefined && { authorization }) }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await response.text()
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    retryAfter: response.headers.get('retry-after'),
    contentType: response.headers.get('content-type'),
    body: JSON.parse(text || '{}') as T,
  }
}
