// Which web pages may call: those of the listed origins, and by default none. Fetch standard, section 3.2.

import type { FastifyInstance, FastifyReply } from 'fastify'

const preflightSeconds = 600

/** Adds the hook. Without origins it adds nothing. Tokens come in a header, so cookies are never asked for. */
export function addCors(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return

  app.addHook('onRequest', async (request, reply): Promise<FastifyReply | undefined> => {
    reply.header('vary', 'Origin')
    const { origin } = request.headers
    if (origin === undefined || !origins.includes(origin)) return undefined

    reply.header('access-control-allow-origin', origin)
    const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
    if (!isPreflight) {
      reply.header('access-control-expose-headers', 'x-request-id, retry-after, www-authenticate')
      return undefined
    }
    return reply
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', preflightSeconds)
      .code(204)
      .send()
  })
}
