// Which scopes come along with the ones granted: `orders:write` may imply `orders:read`.

import { hasWildcard } from './scope.ts'
import { ScopeTree } from './scope-tree.ts'

/**
 * The scopes with everything they imply, directly or through others, sorted, each once. Cycles are harmless.
 *
 * A wildcard such as `orders:*` also brings what the registered scopes it covers imply. Done when a token is issued, so that a verifier
 * needs no table.
 *
 * @param implies by registered scope: what it implies
 */
export function expandImplied(scopes: readonly string[], implies: ReadonlyMap<string, readonly string[]>): string[] {
  const registered = new ScopeTree(implies.keys())
  const expandedWildcards = new ScopeTree()
  const reached = new Set<string>()
  const expanded = new Set<string>()
  const pending = [...scopes]

  for (let scope = pending.pop(); scope !== undefined; scope = pending.pop()) {
    reached.add(scope)
    for (const source of sources(scope)) {
      if (expanded.has(source)) continue
      expanded.add(source)
      for (const more of implies.get(source) ?? []) pending.push(more)
    }
  }
  return [...reached].sort()

  function sources(scope: string): string[] {
    if (!hasWildcard(scope)) return [scope]
    // A wider wildcard has brought all of it already.
    if (expandedWildcards.covers(scope)) return []
    expandedWildcards.add(scope)
    return registered.meet(scope)
  }
}
