// One line in the log for each request, in which nothing stands that the caller wrote.

import type { FastifyInstance } from 'fastify'
import { paths } from './paths.ts'
import { runInTrace } from './request-traces.ts'

// nginx's status for a caller who left before the answer.
const callerLeft = 499

// Asked every few seconds by whatever keeps the process running.
const probes: readonly (string | null)[] = [paths.health, paths.readiness]

/** Adds the hook. The route is the pattern that matched, never the URL: a query string may hold anything. */
export function addRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const status = reply.raw.writableFinished ? reply.statusCode : callerLeft
    const route = request.is404 ? null : (request.routeOptions.url ?? null)
    // The logger of the request adds its id.
    const level = probes.includes(route) ? 'debug' : 'info'
    const ms = Math.round(reply.elapsedTime * 10) / 10
    runInTrace(request, () => request.log[level]({ method: request.method, route, status, ms }, 'request'))
  })
}
