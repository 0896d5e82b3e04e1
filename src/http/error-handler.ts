// What Fastify does with an error: the caller's mistakes are explained, everything else is masked and logged.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { BadUserInputError, FieldgateError, InternalError, QueryTooComplexError } from '../errors.ts'
import { answerError, statusOf } from './answer-error.ts'

const maxDrainedBytes = 8 * 1024 * 1024

/**
 * Fastify's error handler.
 *
 * @param maxBodyBytes the limit in force, for the answer to bodies beyond it
 */
export function createErrorHandler(maxBodyBytes: number) {
  return (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, error } = translate(thrown, request, maxBodyBytes)
    if (status >= 500) request.log.error({ err: thrown }, 'request failed')
    // Fastify hangs up on a caller who is still sending, who then may never read why. Only callers who send very much deserve that.
    if (status === 413 && !(announcedBytes(request) > maxDrainedBytes)) reply.removeHeader('connection')
    return answerError(reply, status, error)
  }
}

interface Answer {
  readonly status: number
  readonly error: FieldgateError
}

function translate(thrown: unknown, request: FastifyRequest, maxBodyBytes: number): Answer {
  if (thrown instanceof FieldgateError) return { status: statusOf(thrown), error: thrown }

  const { code, statusCode = 500 } = isFastifyError(thrown) ? thrown : { code: '' }
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      // Without an announced length all that is known is that there was at least one byte too many.
      const measured = announcedBytes(request) || maxBodyBytes + 1
      return { status: 413, error: new QueryTooComplexError('bodyBytes', measured, maxBodyBytes) }
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { status: 415, error: new BadUserInputError('content-type', 'Send the body as application/json in UTF-8.') }
    case 'FST_ERR_HANDLER_TIMEOUT':
      return { status: 503, error: new InternalError({ retryAfterSeconds: 1 }) }
    default:
      break
  }
  if (statusCode >= 400 && statusCode < 500) {
    return {
      status: statusCode,
      error: new BadUserInputError('request', 'The request could not be read. Check its headers and body.'),
    }
  }
  return { status: 500, error: new InternalError() }
}

function isFastifyError(thrown: unknown): thrown is Pick<FastifyError, 'code' | 'statusCode'> {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
}

function announcedBytes(request: FastifyRequest): number {
  return Number(request.headers['content-length'] ?? 0)
}
