// What callers are told of an operation that is not right: which part, and never the value they sent.

import type { GraphQLFormattedError } from 'graphql'
import { BadUserInputError, QueryTooComplexError } from '../errors.ts'
import { maxTokens } from '../graphql/limits.ts'

const maxMessageLength = 500

/**
 * Replaces the words of graphql-js and Apollo, which quote what came and guess at names.
 *
 * @param code Apollo's for the error
 */
export function describeInput(code: string, text: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  // It quotes what was sent, and so may be as long; the patterns below take time that grows faster than their text.
  const message = withoutSuggestion(text.slice(0, maxMessageLength))
  if (message.startsWith('GraphQL introspection is not allowed'))
    return plain('Introspection is off. Read the schema at /schema.graphql.')
  switch (code) {
    case 'GRAPHQL_PARSE_FAILED':
      return /more tha[nt] \d+ tokens/.test(message)
        ? tell(new QueryTooComplexError('tokens', maxTokens + 1, maxTokens))
        : plain(describeSyntax(message))
    case 'OPERATION_RESOLUTION_FAILURE':
      return /^Must provide/.test(message)
        ? plain(message)
        : plain('Unknown operation: operationName must name one of the document.')
    default:
      return /^Argument "|^Variable "[^"]+" (?:got|of required|of non-null)/.test(message)
        ? describeVariable(message)
        : describeDocument(message)
  }
}

function withoutSuggestion(message: string): string {
  const start = message.indexOf(' Did you mean ')
  return start < 0 ? message : message.slice(0, start)
}

// What was expected is grammar; what was found may be a password.
function describeSyntax(message: string): string {
  return /^Syntax Error: Expected [^,]+(?=, found)/.exec(message)?.[0].concat('.') ?? 'Syntax Error.'
}

// Variable "$i" got invalid value 5 at "i.email"; String cannot represent a non string value: 5
function describeVariable(message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  const variable = /^(?:Variable|Argument) "\$?(\w+)"/.exec(message)?.[1] ?? 'variables'
  const path = / at "\w+\.([\w.[\]]+)"; /.exec(message)?.[1]
  if (/^[^;]*(?: of required type "[^"]+" was not provided| of non-null type "[^"]+" must not be null)\.$/.test(message)) {
    return tell(new BadUserInputError(variable, `"${variable}" is required.`))
  }
  const missing = /Field "(\w+)" of required type "[^"]+" was not provided\.$/.exec(message)?.[1]
  const unknown = /Field "(\w+)" is not defined by type "(\w+)"/.exec(message)
  if (missing) return tell(new BadUserInputError(missing, `The field "${missing}" is required.`))
  if (unknown) return tell(new BadUserInputError(path ?? variable, `There is an input field that ${unknown[2]} does not have.`))
  const type = /(?:^|; )(\w+) cannot represent/.exec(message)?.[1]
  const field = path ?? variable
  return tell(new BadUserInputError(field, type ? `"${field}" must be of type ${type}.` : `"${field}" has the wrong type.`))
}

function describeDocument(message: string): Pick<GraphQLFormattedError, 'message' | 'extensions'> {
  const cleaned = message
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
