// GET /metrics, on a port of its own: what it tells is for operators, and that port need not be open to anybody else.

import { type FastifyInstance, fastify } from 'fastify'

/** What the server works with. */
export interface MetricsServerOptions {
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>
}

/** The server, ready to listen. It knows one path. */
export function createMetricsServer({ read }: MetricsServerOptions): FastifyInstance {
  const app = fastify({ logger: false, requestTimeout: 10_000 })
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await read()
    return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text)
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain').send('Here is only /metrics.\n'))
  return app
}
