// What a registered scope must be, whoever makes or changes it.

import type { ScopeDefinition } from '../authorization-server/storage.ts'
import { BadUserInputError } from '../errors.ts'
import { expandImplied } from '../scope/implied.ts'
import { intersect } from '../scope/intersect.ts'
import { hasWildcard, isGrantableScope, isScope, maxScopeLength } from '../scope/scope.ts'
import { adminScopes } from './built-in-scopes.ts'
import { checkScopes, checkText } from './checks.ts'

const maxImplied = 500

/**
 * A name that the registry takes: a concrete scope.
 *
 * @throws {BadUserInputError} it is none
 */
export function checkScopeName(name: string): string {
  if (!isScope(name))
    throw new BadUserInputError(
      'name',
      `A scope is segments joined by colons, each of A-Z, a-z, 0-9, "_", "." and "-", without wildcards; at most ${maxScopeLength} characters.`,
    )
  return name
}

/** @throws {BadUserInputError} it is no text of 1 to 1,000 characters */
export function checkScopeDescription(text: string): string {
  return checkText('description', text, 1_000)
}

/**
 * Keeps everyone's hands off the scopes that this service asks for itself: what they mean is in its code.
 *
 * @param field what was to be done to it
 * @throws {BadUserInputError} it is one of them
 */
export function assertNotReserved(field: string, name: string): void {
  if (adminScopes.includes(name))
    throw new BadUserInputError(field, 'This scope is one of the service itself: only its description can be changed.')
}

/**
 * What a scope is to imply, each once.
 *
 * @param registry all registered scopes; the one to check may be among them, as it was before
 * @throws {InvalidScopeError} one is no scope, or is concrete and nobody registered it
 * @throws {BadUserInputError} it would imply itself
 */
export function checkImplied(
  { name, implies }: Pick<ScopeDefinition, 'name' | 'implies'>,
  registry: readonly ScopeDefinition[],
): string[] {
  if (implies.length > maxImplied) throw new BadUserInputError('implies', `It may hold at most ${maxImplied} scopes.`)
  // A wildcard may be about scopes that are registered later: whoever holds it decides about those too.
  const concrete = implies.filter((scope) => scope !== name && !(hasWildcard(scope) && isGrantableScope(scope)))
  checkScopes('implies', concrete, registry)
  const others = new Map(registry.filter((other) => other.name !== name).map((other) => [other.name, other.implies]))
  // As a token gets them: a wildcard brings along every registered scope that it covers, and so perhaps this one.
  if (expandImplied(implies, others).some((scope) => intersect([scope], [name]).length > 0))
    throw new BadUserInputError('implies', 'It would imply itself: directly, through others, or through a wildcard.')
  return [...new Set(implies)]
}
