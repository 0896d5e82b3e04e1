// The HTTP server alone, on a free port: a small schema, documents that tests change, and its log as text.

import type { AddressInfo } from 'node:net'
import { ApolloServer } from '@apollo/server'
import { buildSchema } from 'graphql'
import type { RevocationFeed } from '../../src/authorization-server/revocation-feed.ts'
import type { ReadinessCheck } from '../../src/http/health-routes.ts'
import type { PublishedKey } from '../../src/http/keys-route.ts'
import { createLogger } from '../../src/http/logger.ts'
import { createHttpServer, type HttpServerOptions } from '../../src/http/server.ts'

type Options = HttpServerOptions<object>

/** Has one page, which names the place that was asked for, and never any news. */
const silentFeed: RevocationFeed = {
  readPage: async ({ after }) => ({ text: `page after ${after}`, to: after, mark: '', isLast: true }),
  follow: () => () => undefined,
  close: () => undefined,
}

/** What the server tells of; tests change it. */
export interface Told {
  readiness: () => Promise<readonly ReadinessCheck[]>
  keys: PublishedKey[]
  revocations: RevocationFeed
  scopes: string[]
  /** What the field `slow` waits for. */
  slow: Promise<string>
}

export interface TestServer {
  readonly url: string
  readonly told: Told
  readonly log: () => string
  close(): Promise<void>
}

export const schemaSdl = 'type Query {\n  hello: String\n}\n'

export async function startServer(options: Partial<Pick<Options, 'config' | 'limits'>> = {}): Promise<TestServer> {
  const lines: string[] = []
  const told: Told = {
    readiness: async () => [{ name: 'database', isReady: true, detail: 'not for the public' }],
    keys: [],
    revocations: silentFeed,
    scopes: [],
    slow: Promise.resolve('done'),
  }
  const graphql = new ApolloServer<object>({
    schema: buildSchema('type Query { hello: String slow: String }'),
    rootValue: { hello: 'world', slow: () => told.slow },
  })
  await graphql.start()
  let requests = 0
  const app = await createHttpServer<object>({
    config: { issuer: 'https://id.example', corsOrigins: [], trustedProxies: [] },
    logger: createLogger({ level: 'trace', destination: { write: (line) => lines.push(line) } }),
    createRequestId: () => `req_${++requests}`,
    graphql,
    context: async () => ({}),
    schemaSdl,
    discovery: async () => ({ grantTypesSupported: ['PASSWORD'], scopesSupported: told.scopes }),
    publishedKeys: async () => told.keys,
    revocations: {
      readPage: (place) => told.revocations.readPage(place),
      follow: (place, follower) => told.revocations.follow(place, follower),
      close: () => told.revocations.close(),
    },
    checkReadiness: () => told.readiness(),
    ...options,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const close = async () => {
    await app.close()
    await graphql.stop()
  }
  return { url: `http://127.0.0.1:${port}`, told, log: () => lines.join(''), close }
}

/** Asks for a field of the schema. */
export function ask(url: string, field: string, headers: Record<string, string> = {}): Promise<Response> {
  const sent = { 'content-type': 'application/json', ...headers }
  return fetch(`${url}/graphql`, { method: 'POST', headers: sent, body: JSON.stringify({ query: `{ ${field} }` }) })
}

/** The headers of these names, null for those that are not there. */
export function headersOf(response: Response, names: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, response.headers.get(name)]))
}
