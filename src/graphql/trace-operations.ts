// Tells the request's span which operation it was, and with which codes it failed; never the document, nor its variables.

import type { ApolloServerPlugin } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'
import { tellActiveSpan } from '../telemetry/span.ts'
import type { ApiContext } from './context.ts'

/** Callers choose the name. Shorter than any secret of ours, so that none can stand there whole. */
const maxNameLength = 40

/**
 * The plugin.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/
 */
export const traceOperations: ApolloServerPlugin<ApiContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (!operation) return
      tellActiveSpan({
        'graphql.operation.type': operation.operation,
        ...(operation.name && { 'graphql.operation.name': operation.name.value.slice(0, maxNameLength) }),
      })
    },
    willSendResponse: async ({ response: { body } }) => {
      const errors = (body.kind === 'single' && body.singleResult.errors) || []
      if (errors.length > 0) tellActiveSpan({ 'fieldgate.error.codes': [...new Set(errors.map(codeOf))] })
    },
  }),
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  return String(extensions?.code)
}
