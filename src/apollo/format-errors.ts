// Gives the gate's errors the form that Apollo gives its own.

import { GraphQLError, type GraphQLFormattedError } from 'graphql'

/** As Apollo Server's option of that name. */
export type FormatError = (formattedError: GraphQLFormattedError, error: unknown) => GraphQLFormattedError

const internalErrorCode = 'INTERNAL_SERVER_ERROR'
const maskedMessage = 'Internal server error'

/**
 * Formats errors with the server's own function.
 *
 * Without one, errors that no one meant for callers are masked: what it would have hidden must not show because a field was refused.
 */
export function formatErrors(errors: readonly GraphQLError[], formatError: FormatError | undefined): GraphQLFormattedError[] {
  return errors.map((error) => {
    const { http: _, ...extensions } = error.extensions
    const formatted = { ...error.toJSON(), extensions: { ...extensions, code: extensions.code ?? internalErrorCode } }
    if (!formatError) return isMeantForCallers(error) ? formatted : { ...formatted, message: maskedMessage }
    try {
      return formatError(formatted, error)
    } catch {
      return { message: maskedMessage, extensions: { code: internalErrorCode } }
    }
  })
}

function isMeantForCallers({ originalError, extensions }: GraphQLError): boolean {
  return !originalError || originalError instanceof GraphQLError || typeof extensions.code === 'string'
}
