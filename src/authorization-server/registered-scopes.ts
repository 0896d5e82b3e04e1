// What the registry of scopes says about scopes that are granted or asked for.

import { intersect } from '../scope/intersect.ts'
import type { ScopeDefinition } from './storage.ts'

/** By registered scope, what it implies: as `expandImplied` takes it. */
export function impliesOf(definitions: readonly ScopeDefinition[]): ReadonlyMap<string, readonly string[]> {
  return new Map(definitions.map(({ name, implies }) => [name, implies]))
}

/**
 * Whether a scope is registered. A wildcard is when it reaches a registered scope; `project:7:read` and `project:7:*` are when
 * `project:*:read` is registered.
 */
export function isRegistered(scope: string, definitions: readonly ScopeDefinition[]): boolean {
  return definitions.some(({ name }) => intersect([name], [scope]).length > 0)
}
