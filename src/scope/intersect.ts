// What two lists of scopes have in common, and whether one lies within the other: the only way scopes are narrowed.

import { hasWildcard, wildcard } from './scope.ts'
import { ScopeSet } from './scope-set.ts'
import { ScopeTree } from './scope-tree.ts'

/**
 * The scopes that both lists cover, sorted, none covered by another.
 *
 * Two patterns have either nothing in common or exactly what one pattern describes, so the result is exact: a concrete scope is covered
 * by it if and only if both lists cover it. Linear for concrete scopes; wildcards that cross each other (`*:read` and `orders:*`) cost
 * one scope of the result for each crossing.
 */
export function intersect(a: readonly string[], b: readonly string[]): string[] {
  const left = new ScopeSet(a)
  const right = new ScopeSet(b)
  const withinRight = left.scopes.filter((scope) => right.covers(scope))
  const withinLeft = right.scopes.filter((scope) => left.covers(scope))

  // What lies within the other list whole needs no crossing: every crossing with it would be narrower than itself.
  const crossing = new ScopeTree(right.scopes.filter((scope) => hasWildcard(scope) && !left.covers(scope)))
  const crossed = left.scopes
    .filter((scope) => hasWildcard(scope) && !right.covers(scope))
    .flatMap((scope) => crossing.meet(scope))

  return withoutCovered(new Set([...withinRight, ...withinLeft, ...crossed]))
}

/** Whether every scope of `narrow` is covered by one of `wide`. An empty `narrow` lies within anything. */
export function isSubset(narrow: readonly string[], wide: readonly string[]): boolean {
  const set = new ScopeSet(wide)
  return narrow.every((scope) => set.covers(scope))
}

/** Those of `asked` that no scope of `granted` covers, in the order asked. */
export function uncovered(asked: readonly string[], granted: readonly string[]): string[] {
  const set = new ScopeSet(granted)
  return asked.filter((scope) => !set.covers(scope))
}

function withoutCovered(scopes: Iterable<string>): string[] {
  const kept = new ScopeTree()
  return [...scopes]
    .map((scope) => ({ scope, ...measure(scope) }))
    .sort((x, y) => x.segmentCount - y.segmentCount || y.wildcardCount - x.wildcardCount)
    .map(({ scope }) => scope)
    .filter((scope) => {
      // Widest first: what covers another scope is shorter, or as long with more wildcards.
      if (kept.covers(scope)) return false
      kept.add(scope)
      return true
    })
    .sort()
}

function measure(scope: string): { segmentCount: number; wildcardCount: number } {
  const segments = scope.split(':')
  return { segmentCount: segments.length, wildcardCount: segments.filter((segment) => segment === wildcard).length }
}
