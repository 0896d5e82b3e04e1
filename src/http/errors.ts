// Requests that never reach GraphQL: answered in its form all the same, and never echoed or printed.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, InternalError } from '../errors.ts'
import { describeError, type Logger } from './logger.ts'

export interface Refusal {
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** Answers with one GraphQL-shaped error. */
export function refuse(request: FastifyRequest, reply: FastifyReply, { status, code, message, details }: Refusal): FastifyReply {
  const extensions = { code, ...details, requestId: request.id }
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [{ message, extensions }] }))
}

/** Fastify's error handler: what it says of a request is replaced by our words, for its own quote the body. */
export function answerTransportError(logger: Logger) {
  return (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const status = error instanceof InternalError && error.retryAfterSeconds !== undefined ? 503 : (error.statusCode ?? 500)
    if (error instanceof InternalError && error.retryAfterSeconds !== undefined)
      reply.header('retry-after', error.retryAfterSeconds)
    if (status >= 500) logger.error({ requestId: request.id, error: describeError(error) }, 'request failed')
    return refuse(request, reply, refusalOf(status, error))
  }
}

function refusalOf(status: number, error: Error): Refusal {
  switch (status) {
    case 413:
      return {
        status,
        code: 'QUERY_TOO_COMPLEX',
        message: 'The body is over 128 KiB. Send a smaller one.',
        details: { limit: 'bodyBytes', maximum: 131_072 },
      }
    case 415:
      return { status, code: 'BAD_USER_INPUT', message: 'Send the body as application/json in UTF-8, uncompressed.' }
    case 408:
      return { status, code: 'BAD_USER_INPUT', message: 'The request took too long to arrive.' }
    default:
      if (status < 500)
        return { status, code: 'BAD_USER_INPUT', message: 'The request or its body could not be read. Send one JSON object.' }
      return {
        status,
        code: 'INTERNAL_SERVER_ERROR',
        message: (error instanceof InternalError ? error : new InternalError()).message,
      }
  }
}
