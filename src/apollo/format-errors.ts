// Gives the gate's errors the form that Apollo gives its own.

import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import { formatError, maskError, maskedError } from '../resource-server/told-error.ts'

/** As Apollo Server's option of that name. */
export type FormatError = (formattedError: GraphQLFormattedError, error: unknown) => GraphQLFormattedError

/**
 * Formats errors with the server's own function.
 *
 * Without one, errors that no one meant for callers are masked: what it would have hidden must not show because a field was refused.
 */
export function formatErrors(errors: readonly GraphQLError[], own: FormatError | undefined): GraphQLFormattedError[] {
  if (!own) return errors.map(maskError)
  return errors.map((error) => {
    try {
      return own(formatError(error), error)
    } catch {
      return maskedError
    }
  })
}
