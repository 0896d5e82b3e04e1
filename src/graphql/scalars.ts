// The scalars of the contract: Scope, Policy and DateTime.

import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { GraphQLDateTimeISO } from 'graphql-scalars'

function textScalar(name: string, description: string): GraphQLScalarType<string, string> {
  const refuse = () => new GraphQLError(`${name} must be a string.`)
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: (value) => {
      if (typeof value !== 'string') throw refuse()
      return value
    },
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING) throw refuse()
      return node.value
    },
  })
}

/** The words themselves are judged by the scope policy, which names those it refuses. */
export const ScopeScalar = textScalar(
  'Scope',
  'Segments joined by colons, such as "orders:read". A granted scope may hold "*" for a segment, and at its end for all that follow.',
)

/** The name of a policy, in `@policy` alone. */
export const PolicyScalar = textScalar('Policy', 'The name of a policy that the server evaluates.')

/** An instant, written as RFC 3339 does, in UTC. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'An instant in UTC, as RFC 3339 writes it.',
})
