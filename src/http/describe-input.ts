// What callers are told of an operation that is not right: which part, and never the value they sent.

import type { GraphQLFormattedError } from 'graphql'
import { BadUserInputError, QueryTooComplexError } from '../errors.ts'

const maxTokens = 1_000

/**
 * Replaces the words of graphql-js and Apollo, which quote what came and guess at names.
 *
 * @param code Apollo's for the error
 */
export function describeInput(code: string, message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  if (message.startsWith('GraphQL introspection is not allowed'))
    return plain('Introspection is off. Read the schema at /schema.graphql.')
  switch (code) {
    case 'GRAPHQL_PARSE_FAILED':
      return /more tha[nt] \d+ tokens/.test(message)
        ? tell(new QueryTooComplexError('tokens', maxTokens + 1, maxTokens))
        : plain('Syntax Error.')
    case 'OPERATION_RESOLUTION_FAILURE':
      return /^Must provide/.test(message)
        ? plain(message)
        : plain('Unknown operation: operationName must name one of the document.')
    default:
      return /^(?:Variable|Argument) "/.test(message) ? describeVariable(message) : describeDocument(message)
  }
}

// Variable "$i" got invalid value 5 at "i.email"; String cannot represent a non string value: 5
function describeVariable(message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  const variable = /^(?:Variable|Argument) "\$?(\w+)"/.exec(message)?.[1] ?? 'variables'
  const path = / at "\w+\.([\w.[\]]+)"; /.exec(message)?.[1]
  if (/ of required type "[^"]+" was not provided\.$/.test(message) && !message.includes('; ')) {
    return tell(new BadUserInputError(variable, `"${variable}" is required.`))
  }
  const missing = /Field "(\w+)" of required type "[^"]+" was not provided\.$/.exec(message)?.[1]
  const unknown = /Field "(\w+)" is not defined by type "(\w+)"/.exec(message)
  if (missing) return tell(new BadUserInputError(missing, `The field "${missing}" is required.`))
  if (unknown) return tell(new BadUserInputError(path ?? variable, `There is an input field that ${unknown[2]} does not have.`))
  const type = /(?:^|; )(\w+) cannot represent/.exec(message)?.[1]
  const field = path ?? variable
  return tell(new BadUserInputError(field, type ? `"${field}" must be a ${type}.` : `"${field}" has the wrong type.`))
}

function describeDocument(message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  const cleaned = message
    .replace(/ ?Did you mean .*\?$/s, '')
    .replace(/^(\w+ cannot represent[^:]*):.*$/s, '$1.')
    .replace(/^(Expected value of type "[^"]+"), found .*$/s, '$1.')
    .replace(/^Value .* does not exist in ("\w+" enum).*$/s, 'There is no such value in $1.')
    .replace(/^Enum ("\w+") cannot represent.*$/s, 'There is no such value in the enum $1.')
  return plain(cleaned)
}

function plain(message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  return { message, extensions: { code: 'BAD_USER_INPUT' } }
}

function tell({
  message,
  extensions,
}: BadUserInputError | QueryTooComplexError): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  return { message, extensions: { ...extensions } }
}
