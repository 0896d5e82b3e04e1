// The scopes one token or client holds, ready to be asked often.

import { hasWildcard, isScope } from './scope.ts'
import { ScopeTree } from './scope-tree.ts'

/**
 * A fixed set of granted scopes. Building it is linear in the scopes; asking it costs one look-up, plus a walk down the wildcards if it has any.
 *
 * Texts that are no grantable scope cover nothing.
 */
export class ScopeSet {
  /** The scopes as given, each once. */
  readonly scopes: readonly string[]
  readonly #exact: ReadonlySet<string>
  readonly #wildcards: ScopeTree

  constructor(granted: Iterable<string>) {
    this.scopes = Object.freeze([...new Set(granted)])
    this.#exact = new Set(this.scopes.filter(isScope))
    this.#wildcards = new ScopeTree(this.scopes.filter(hasWildcard))
  }

  /** Whether one of the scopes covers `required`, which may hold wildcards itself. */
  covers(required: string): boolean {
    return this.#exact.has(required) || this.#wildcards.covers(required)
  }
}
