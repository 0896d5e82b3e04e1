// Gives errors the forms in which callers may see them, whichever server tells them.

import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { type FieldgateError, InternalError } from '../errors.ts'

const internalErrorCode = 'INTERNAL_SERVER_ERROR'

/**
 * One of our errors as an entry of `errors[]`.
 *
 * Only an `InternalError` is kept as `originalError`: servers log and mask errors that have one, and all others are meant for callers.
 */
export function toGraphQLError(error: FieldgateError): GraphQLError {
  if (error instanceof InternalError) return new GraphQLError(error.message, { originalError: error })
  return new GraphQLError(error.message, { extensions: { ...error.extensions } })
}

/** The error as it goes over the wire, with a code: `INTERNAL_SERVER_ERROR` where it has none. */
export function formatError(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions
  return { ...error.toJSON(), extensions: { ...extensions, code: extensions.code ?? internalErrorCode } }
}

/** The same, without the words of an error that no one meant for callers: it was thrown, and it is no GraphQLError and has no code. */
export function maskError(error: GraphQLError): GraphQLFormattedError {
  const formatted = formatError(error)
  const { originalError, extensions } = error
  const isMeantForCallers = !originalError || originalError instanceof GraphQLError || typeof extensions.code === 'string'
  return isMeantForCallers ? formatted : { ...formatted, message: maskedError.message }
}

/** What callers see of an error of which they may see nothing. */
export const maskedError: GraphQLFormattedError = { message: 'Internal server error', extensions: { code: internalErrorCode } }
