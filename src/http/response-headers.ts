// Headers that every answer carries.

import type { FastifyInstance } from 'fastify'

/** The same for each answer. */
export const protectiveHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** Adds the hook that sets them; what no route allows to be kept may not be kept. */
export function addResponseHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    reply.headers(protectiveHeaders).header('x-request-id', request.id)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}
