// The Fastify server: transport rules for all routes; each group of routes has a file of its own.

import { randomUUID } from 'node:crypto'
import type { BaseContext } from '@apollo/server'
import Fastify, { type FastifyInstance } from 'fastify'
import { allowOrigins } from './cors.ts'
import { type Documents, serveDocuments } from './documents.ts'
import { answerTransportError, refuse } from './errors.ts'
import { type GraphqlRoute, serveGraphql } from './graphql.ts'
import { type HealthChecks, serveHealth } from './health.ts'
import type { Logger } from './logger.ts'

const maxBodyBytes = 128 * 1024
const maxRequestMs = 15_000

export interface HttpServerOptions<TContext extends BaseContext> {
  readonly logger: Logger
  /** Origins of browser apps that may call; compared exactly. */
  readonly corsOrigins: readonly string[]
  /** Addresses and networks of proxies whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[]
  readonly graphql: GraphqlRoute<TContext>
  readonly documents: Documents
  readonly health: HealthChecks
}

/** Builds the server; call `listen` on it. */
export async function createHttpServer<TContext extends BaseContext>(
  options: HttpServerOptions<TContext>,
): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    requestTimeout: maxRequestMs,
    connectionTimeout: 2 * maxRequestMs,
    keepAliveTimeout: 65_000,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    routerOptions: { maxParamLength: 100 },
    // Never the caller's: it goes into the log and the audit trail.
    genReqId: () => `req_${randomUUID()}`,
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    frameworkErrors: answerTransportError(options.logger),
  })
  readJsonOnly(server)
  server.setErrorHandler(answerTransportError(options.logger))
  server.setNotFoundHandler((request, reply) =>
    refuse(request, reply, { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this path.' }),
  )
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  })
  server.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the URL: a query string may hold anything.
    const { method, id: requestId } = request
    const route = request.routeOptions.url ?? 'unknown'
    options.logger.info({ requestId, method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
  })
  allowOrigins(server, options.corsOrigins)
  serveGraphql(server, options.graphql)
  serveDocuments(server, options.documents)
  serveHealth(server, options.health)
  return server
}

// UTF-8 JSON and nothing else, uncompressed; any other content type is answered with 415.
function readJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i,
    { parseAs: 'string' },
    server.getDefaultJsonParser('error', 'error'),
  )
  server.addHook('preParsing', async (request) => {
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity') {
      throw Object.assign(new Error('Compressed bodies are not read.'), { statusCode: 415 })
    }
  })
}
