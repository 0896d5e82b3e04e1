// The HTTP server: Fastify with every route, rule and limit in place. It listens once the caller says so.

import type { BaseContext } from '@apollo/server'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Config } from '../config.ts'
import { BadUserInputError } from '../errors.ts'
import { answerError } from './answer-error.ts'
import { createClientErrorHandler } from './client-error.ts'
import { addCors } from './cors.ts'
import { addDiscoveryRoute, type DiscoveryRouteOptions } from './discovery-route.ts'
import { createErrorHandler } from './error-handler.ts'
import { addGraphqlRoute, type GraphqlRouteOptions } from './graphql-route.ts'
import { addHealthRoutes, type HealthRoutesOptions } from './health-routes.ts'
import { addKeysRoute, type KeysRouteOptions } from './keys-route.ts'
import { watchLoop } from './loop-watch.ts'
import { addMissingRoute } from './missing-route.ts'
import { addRequestLog } from './request-log.ts'
import { addRequestTraces } from './request-traces.ts'
import { addResponseHeaders } from './response-headers.ts'
import { addRevocationsRoute, type RevocationsRouteOptions } from './revocations-route.ts'
import { addSchemaRoute } from './schema-route.ts'

/** Everything the server works with. */
export interface HttpServerOptions<TContext extends BaseContext>
  extends GraphqlRouteOptions<TContext>,
    Pick<DiscoveryRouteOptions, 'discovery'>,
    KeysRouteOptions,
    RevocationsRouteOptions,
    HealthRoutesOptions {
  config: Pick<Config, 'issuer' | 'corsOrigins' | 'trustedProxies'>
  /** From createLogger, whose rules keep secrets out. */
  logger: FastifyBaseLogger
  /** A new id for each request; those that callers send are not looked at. */
  createRequestId: () => string
  /** The text served at /schema.graphql. */
  schemaSdl: string
  /** Limits that differ from the defaults. */
  limits?: Partial<HttpLimits>
}

/** How much, and how long. */
export interface HttpLimits {
  /** Of a request's first line and headers; 16 KiB by default. More is answered with 431. */
  maxHeaderBytes: number
  /** Of a body, decoded; 128 KiB by default. */
  maxBodyBytes: number
  /** For a request to arrive whole; 10 by default. Longer is answered with 408, and with 503 when this process was late itself. */
  receiveSeconds: number
  /** From a request's first line to its answer; 15 by default. What still runs then runs on, and the caller gets a 503. */
  answerSeconds: number
  /** Between two requests on one connection; 65 by default, more than the minute that load balancers wait. */
  idleSeconds: number
}

/** How often Node looks for requests that take too long to arrive. */
const checkEveryMs = 1_000

const defaultLimits: HttpLimits = {
  maxHeaderBytes: 16 * 1024,
  maxBodyBytes: 128 * 1024,
  receiveSeconds: 10,
  answerSeconds: 15,
  idleSeconds: 65,
}

/**
 * The server, ready to listen.
 *
 * @throws {Error} `graphql` was not started
 */
export async function createHttpServer<TContext extends BaseContext>(
  options: HttpServerOptions<TContext>,
): Promise<FastifyInstance> {
  const limits = { ...defaultLimits, ...options.limits }
  const app = createApp(options, limits)

  // In this order: each may answer, and those behind it are not asked.
  addRequestTraces(app)
  addResponseHeaders(app)
  addRequestLog(app)
  addHostRule(app)
  addCors(app, options.config.corsOrigins)
  addMissingRoute(app)
  app.setErrorHandler(createErrorHandler(limits.maxBodyBytes))

  addGraphqlRoute(app, { ...options, answerSeconds: limits.answerSeconds })
  addDiscoveryRoute(app, { issuer: options.config.issuer, discovery: options.discovery })
  addKeysRoute(app, options)
  addRevocationsRoute(app, options)
  addSchemaRoute(app, options)
  addHealthRoutes(app, options)
  await app.ready()
  return app
}

function createApp<TContext extends BaseContext>(
  { config, logger, createRequestId }: HttpServerOptions<TContext>,
  { maxHeaderBytes, maxBodyBytes, receiveSeconds, answerSeconds, idleSeconds }: HttpLimits,
): FastifyInstance {
  const loop = watchLoop(() => performance.now())
  const app = fastify({
    // Fastify tells of each address it listens on; whoever listens says so once.
    loggerInstance: logger.child({}, { level: 'silent' }),
    childLoggerFactory: (_silent, bindings, options) => logger.child(bindings, options),
    // Fastify's own lines carry URLs; request-log.ts writes ours.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: createRequestId,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    bodyLimit: maxBodyBytes,
    handlerTimeout: answerSeconds * 1000,
    requestTimeout: receiveSeconds * 1000,
    connectionTimeout: (answerSeconds + receiveSeconds) * 1000,
    keepAliveTimeout: idleSeconds * 1000,
    http: {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: receiveSeconds * 1000,
      requestTimeout: receiveSeconds * 1000,
      connectionsCheckingInterval: checkEveryMs,
      // Node would answer without our headers; addHostRule does it instead.
      requireHostHeader: false,
    },
    // While draining, requests on open connections are answered as ever and the connections closed after.
    return503OnClosing: false,
    clientErrorHandler: createClientErrorHandler({
      createRequestId,
      logger,
      // A request that is told off began no longer ago than this, or the check itself is late.
      wasLate: () => loop.wasLateWithin(receiveSeconds + (2 * checkEveryMs) / 1000),
    }),
    // A path that cannot be decoded: Fastify would answer with the path in it.
    frameworkErrors: (_error, _request, reply) => {
      answerError(reply, 400, new BadUserInputError('path', 'The path is malformed.'))
    },
  })
  app.addHook('onClose', async () => loop.stop())
  return app
}

/** RFC 9112 section 3.2. */
function addHostRule(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.host !== undefined || request.raw.httpVersion === '1.0') return undefined
    return answerError(reply, 400, new BadUserInputError('host', 'The request has no Host header.'))
  })
}
