// What callers see of errors: the closed list of codes, no echo of what they sent, and nothing of what went wrong inside.

import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'
import { FieldgateError, InternalError } from '../errors.ts'
import { currentRequestId } from './current-request.ts'
import { describeInput } from './describe-input.ts'

// What Apollo calls a request that is not right; ours is BAD_USER_INPUT for each.
const apolloInputCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'INTROSPECTION_DISABLED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])
const gateCodes = new Set(['UNAUTHENTICATED', 'UNAUTHORIZED_FIELD_OR_TYPE', 'QUERY_TOO_COMPLEX'])

/** Apollo's `formatError`: keeps our own errors, cleans those about the request, and masks and logs all others. */
export function createErrorFormatter(
  logger: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const { locations, path } = formatted
    const place = { ...(locations && { locations }), ...(path && { path }) }
    const cause = rootOf(error)
    if (cause instanceof FieldgateError && !(cause instanceof InternalError)) {
      return { message: cause.message, ...place, extensions: { ...cause.extensions } }
    }
    const code = String(formatted.extensions?.code)
    if (!(cause instanceof Error) || cause instanceof GraphQLError) {
      if (gateCodes.has(code)) return formatted
      if (apolloInputCodes.has(code)) return { ...describeInput(code, formatted.message), ...place }
      if (isCoercion(cause)) return { ...describeInput(code, formatted.message), ...place }
    }
    return { ...mask(cause, logger), ...place }
  }
}

/** The error's message; where the caller can do nothing else, with what the requestId beside it is for. */
export function messageOf(error: FieldgateError): string {
  const isLasting = error instanceof InternalError && error.retryAfterSeconds === undefined
  return isLasting ? `${error.message} Quote the requestId to the operator.` : error.message
}

function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? rootOf(error.originalError) : error
}

// An argument that graphql-js finds unfit only when it runs the field has no code of its own.
function isCoercion(error: unknown): boolean {
  return error instanceof GraphQLError && /^Argument "\w+" (has invalid value|of required type)/.test(error.message)
}

function mask(cause: unknown, logger: Logger): GraphQLFormattedError {
  const requestId = currentRequestId()
  logger.error({ requestId, err: cause }, 'request failed')
  const error = cause instanceof InternalError ? cause : new InternalError()
  return { message: messageOf(error), extensions: { ...error.extensions, requestId } }
}
