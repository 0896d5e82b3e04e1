// A span for each request that a route answers, and the work of the route inside of it.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type RequestTrace, traceRequest } from '../telemetry/trace-request.ts'
import { paths } from './paths.ts'
import { wantsEvents } from './revocations-route.ts'

const traces = new WeakMap<FastifyRequest, RequestTrace>()

/** Adds the hooks. Probes have no spans, nor has the live feed, which stays open for hours; nor paths that only callers know. */
export function addRequestTraces(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url
    if (request.is404 || !route || isQuiet(route, request)) return
    const { method, protocol: scheme, id: requestId, headers } = request
    const trace = traceRequest({ method, scheme, route, requestId, headers })
    if (trace) traces.set(request, trace)
  })
  // Not before: the body arrives by events of the connection, which belongs to no request.
  app.addHook('preHandler', (request, _reply, done) => runInTrace(request, done))
  app.addHook('onResponse', async (request, reply) => {
    traces.get(request)?.end(reply.raw.writableFinished ? reply.statusCode : undefined)
  })
}

/** Runs work as a part of the request's trace, if it has one. */
export function runInTrace<T>(request: FastifyRequest, work: () => T): T {
  const trace = traces.get(request)
  return trace ? trace.run(work) : work()
}

function isQuiet(route: string, request: FastifyRequest): boolean {
  switch (route) {
    case paths.health:
    case paths.readiness:
      return true
    case paths.revocations:
      return wantsEvents(request)
    default:
      return false
  }
}
