// The definitions of our directives in SDL, for schemas written as text.

/**
 * Definitions of `@public`, `@authenticated`, `@requiresScopes` and `@policy` with their scalars, to put in front of your SDL.
 *
 * The lists read as OR of ANDs: `[["orders:read", "invoices:read"], ["admin"]]` asks for both of the first, or for the second.
 */
export const directiveTypeDefs: string = `"""Open to anyone, even without a token."""
directive @public on FIELD_DEFINITION | OBJECT | INTERFACE

"""Asks for any valid access token."""
directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM | UNION

"""Asks for an access token with every scope of at least one of the lists."""
directive @requiresScopes(
  """OR of ANDs; none may be empty."""
  scopes: [[Scope!]!]!
) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM | UNION

"""Asks for every policy of at least one of the lists to hold for the request."""
directive @policy(
  """OR of ANDs; none may be empty."""
  policies: [[Policy!]!]!
) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM | UNION

"""A scope such as "orders:read". Inside @requiresScopes it may hold placeholders: "project:{id}:read"."""
scalar Scope

"""The name of a policy that the server evaluates for each request."""
scalar Policy
`
