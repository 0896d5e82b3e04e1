// POST /graphql: one operation a request, as a JSON object.

import type { ApolloServer, BaseContext } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './errors.ts'
import { withinRequest } from './request-scope.ts'

export interface GraphqlRoute<TContext extends BaseContext> {
  /** Started. */
  readonly apollo: ApolloServer<TContext>
  /** Makes the context value of one request. */
  readonly contextOf: (request: { requestId: string; ipAddress: string; userAgent: string | null }) => TContext
}

export function serveGraphql<TContext extends BaseContext>(
  server: FastifyInstance,
  { apollo, contextOf }: GraphqlRoute<TContext>,
): void {
  const answer = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest) => {
      const userAgent = request.headers['user-agent'] ?? null
      return contextOf({ requestId: request.id, ipAddress: request.ip, userAgent })
    },
  })
  server.post('/graphql', async function (this: FastifyInstance, request, reply) {
    reply.header('cache-control', 'no-store')
    if (!isOperation(request.body)) {
      const message = 'Send one JSON object with a "query". Batches are not taken.'
      return refuse(request, reply, { status: 400, code: 'BAD_USER_INPUT', message })
    }
    return withinRequest(request.id, () => answer.call(this, request, reply))
  })
  server.route({ method: ['GET', 'PUT', 'PATCH', 'DELETE'], url: '/graphql', handler: refuseMethod })
}

function refuseMethod(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('allow', 'POST')
  return refuse(request, reply, { status: 405, code: 'BAD_USER_INPUT', message: 'Send operations with POST.' })
}

function isOperation(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && 'query' in body && typeof body.query === 'string'
}
