// Decorators that put an authorization directive on a type, a field or a resolver.

import { Directive } from 'type-graphql'

type RuleDecorator = ReturnType<typeof Directive>

/**
 * Open to anyone, even without a token. On an object type it says that the field which leads there decides: a login
 * answers with its session before there is a token.
 */
export const Public = (): RuleDecorator => Directive('@public')

/** Asks for any valid access token. */
export const Authenticated = (): RuleDecorator => Directive('@authenticated')

/** Asks for every scope of at least one of the lists. */
export const RequiresScopes = (...alternatives: readonly (readonly string[])[]): RuleDecorator =>
  Directive(`@requiresScopes(scopes: ${JSON.stringify(alternatives)})`)
