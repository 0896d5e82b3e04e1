// POST /graphql.

import type { ApolloServer, BaseContext } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import { BadUserInputError, FieldgateError, InternalError } from '../errors.ts'
import { answerError, statusOf } from './answer-error.ts'
import { runAsRequest } from './current-request.ts'
import { addJsonParser, refuseUnreadableBody } from './json-body.ts'
import { paths } from './paths.ts'

/** Builds the context of one operation. */
export type CreateContext<TContext extends BaseContext> = (request: FastifyRequest, reply: FastifyReply) => Promise<TContext>

/** What the route works with. */
export interface GraphqlRouteOptions<TContext extends BaseContext> {
  /** Already started. */
  graphql: ApolloServer<TContext>
  /** A FieldgateError that it throws refuses the request with the status of its code. */
  context: CreateContext<TContext>
}

/** Adds the route. Bodies that could not be an operation never reach Apollo, which would quote them. */
export function addGraphqlRoute<TContext extends BaseContext>(
  app: FastifyInstance,
  { graphql, context, answerSeconds }: GraphqlRouteOptions<TContext> & { answerSeconds: number },
): void {
  const answer = fastifyApolloHandler<TContext>(graphql, { context: withStatus(context) })

  app.register(async (scope) => {
    addJsonParser(scope)
    scope.route({
      method: 'POST',
      url: paths.graphql,
      onRequest: [refuseUnreadableUrl, refuseUnreadableBody, answerInTime(answerSeconds)],
      handler(request, reply) {
        return runAsRequest(request.id, () => answer.call(scope, request, reply))
      },
      // Answers hold tokens, and plugins of Apollo have caching rules of their own.
      async onSend(_request, reply) {
        reply.header('cache-control', 'no-store')
      },
    })
  })
}

/** Fastify's own limit ends as soon as a body has been read, so it holds for no POST. What still runs then runs on. */
function answerInTime(seconds: number) {
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const timer = setTimeout(() => {
      if (!reply.sent) answerError(reply, 503, new InternalError({ retryAfterSeconds: 1 }))
    }, seconds * 1000)
    reply.raw.once('close', () => clearTimeout(timer))
  }
}

/** The integration builds a URL from these parts, and throws when it cannot. */
async function refuseUnreadableUrl(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (URL.canParse(request.url, `${request.protocol}://${request.hostname}/`)) return undefined
  return answerError(reply, 400, new BadUserInputError('host', 'The Host header or the path is malformed.'))
}

/** Apollo answers a failed context with 500 unless the error carries another status. */
function withStatus<TContext extends BaseContext>(context: CreateContext<TContext>): CreateContext<TContext> {
  return async (request, reply) => {
    try {
      return await context(request, reply)
    } catch (error) {
      if (!(error instanceof FieldgateError)) throw error
      const { code, ...facts } = error.extensions
      throw new GraphQLError(error.message, {
        originalError: error,
        extensions: { code, ...facts, http: { status: statusOf(error) } },
      })
    }
  }
}
