// CORS for the browser apps that are listed; nobody by default. Fetch standard, section 3.2.

import type { FastifyInstance } from 'fastify'

export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  const allowed = new Set(origins)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin')
    const origin = request.headers.origin
    if (origin === undefined || !allowed.has(origin)) return
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, retry-after, www-authenticate',
    })
  })
  server.options('/*', async (request, reply) => {
    const origin = request.headers.origin
    if (origin === undefined || !allowed.has(origin)) return reply.code(403).send()
    return reply
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-max-age': '600',
      })
      .code(204)
      .send()
  })
}
