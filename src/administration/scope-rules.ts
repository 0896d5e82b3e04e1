// What a registered scope must be, whoever makes or changes it.

import type { ScopeDefinition } from '../authorization-server/storage.ts'
import { BadUserInputError } from '../errors.ts'
import { expandImplied } from '../scope/implied.ts'
import { intersect } from '../scope/intersect.ts'
import { isGrantableScope, maxScopeLength } from '../scope/scope.ts'
import { ScopeSet } from '../scope/scope-set.ts'
import { adminScopes } from './built-in-scopes.ts'
import { checkScopes, checkText } from './checks.ts'

/**
 * A name that a registry can hold: `orders:read`, or `order:*:read` for a scope of each order.
 *
 * @throws {BadUserInputError} it is none, or reserved
 */
export function checkScopeName(name: string): void {
  if (!isGrantableScope(name))
    throw new BadUserInputError(
      'name',
      `A scope is segments joined by colons, each of A-Z, a-z, 0-9, "_", ".", "-" or all of it "*"; at most ${maxScopeLength} characters.`,
    )
  assertNotReserved('name', name)
}

/**
 * Keeps everyone's hands off the scopes that this service asks for itself: what they mean is in its code.
 *
 * @throws {BadUserInputError} it is one of them, or a wildcard over some
 */
export function assertNotReserved(field: string, name: string): void {
  if (intersect([name], adminScopes).length > 0)
    throw new BadUserInputError(field, 'This is a scope of the service itself, or covers one: reserved.')
}

/**
 * The scope with its text and list in their normal form.
 *
 * @param registry all registered scopes; the one to check may be among them, as it was before
 * @throws {BadUserInputError} its description cannot be such, or it would imply itself
 * @throws {InvalidScopeError} it implies scopes that nobody registered
 */
export function checkScope<T extends Pick<ScopeDefinition, 'name' | 'description' | 'implies'>>(
  scope: T,
  registry: readonly ScopeDefinition[],
): T {
  const description = checkText('description', scope.description, 1_000)
  assertNoCycle(scope, registry)
  return { ...scope, description, implies: checkScopes('implies', scope.implies, registry) }
}

// A wildcard implies itself too when it covers the name: as an issued token expands them, one brings the other.
function assertNoCycle({ name, implies }: Pick<ScopeDefinition, 'name' | 'implies'>, registry: readonly ScopeDefinition[]): void {
  const others = new Map(registry.filter((other) => other.name !== name).map((other) => [other.name, other.implies]))
  if (new ScopeSet(expandImplied(implies, others)).covers(name))
    throw new BadUserInputError('implies', 'It would imply itself, directly or through others.')
}
