// GET /metrics, on a port of its own: what it tells is for operators, and that port need not be open to anybody else.

import { type FastifyInstance, type FastifyReply, fastify } from 'fastify'

/** What the server works with. */
export interface MetricsServerOptions {
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>
}

/** The server, ready to listen. It knows one path, and repeats nothing of what callers send. */
export function createMetricsServer({ read }: MetricsServerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    requestTimeout: 10_000,
    frameworkErrors: (_error, _request, reply) => answerMissing(reply as FastifyReply),
  })
  // Before any body is read.
  app.addHook('onRequest', async (request, reply) => (request.is404 ? answerMissing(reply) : undefined))
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await read()
    return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text)
  })
  app.setErrorHandler((_error, _request, reply) => reply.code(500).type('text/plain').send('The metrics cannot be read.\n'))
  return app
}

function answerMissing(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/plain').send('Here is only /metrics.\n')
}
