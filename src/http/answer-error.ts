// Errors that are answered before, or instead of, GraphQL: in the same shape, `{"errors":[…]}`, with the request's id.

import type { FastifyReply } from 'fastify'
import { type FieldgateError, InternalError, RateLimitedError } from '../errors.ts'
import { messageOf } from './format-error.ts'
import { protectiveHeaders } from './response-headers.ts'

/**
 * Answers with one error. Nothing of the request is repeated.
 *
 * @param status of HTTP; errors that say when to come back set `Retry-After` too
 */
export function answerError(reply: FastifyReply, status: number, error: FieldgateError): FastifyReply {
  const { code, ...facts } = error.extensions
  const extensions = { code, ...facts, requestId: reply.request.id }
  const retryAfterSeconds = retryAfterOf(error)
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  return (
    reply
      .code(status)
      // Also where no hook runs any more.
      .headers({ ...protectiveHeaders, 'cache-control': 'no-store', 'x-request-id': reply.request.id })
      .type('application/json; charset=utf-8')
      .send(JSON.stringify({ errors: [{ message: messageOf(error), extensions }] }))
  )
}

/** The HTTP status of an error that refuses a whole request. */
export function statusOf(error: FieldgateError): number {
  switch (error.code) {
    case 'UNAUTHENTICATED':
      return 401
    case 'UNAUTHORIZED_FIELD_OR_TYPE':
      return 403
    case 'NOT_FOUND':
      return 404
    case 'RATE_LIMITED':
      return 429
    case 'INTERNAL_SERVER_ERROR':
      return retryAfterOf(error) === undefined ? 500 : 503
    default:
      return 400
  }
}

function retryAfterOf(error: FieldgateError): number | undefined {
  return error instanceof RateLimitedError || error instanceof InternalError ? error.retryAfterSeconds : undefined
}
