// A caller judged before the arguments are known: what holds must hold for whatever the variables will be.

import { Caller, type FieldArguments } from '../resource-server/caller.ts'
import { wildcard } from '../scope/scope.ts'
import { ScopeSet } from '../scope/scope-set.ts'
import type { ScopeTemplate } from '../scope/template.ts'

/** A caller whose scopes cover a placeholder that is not known yet only if they cover every segment in its place. */
export class CallerOfAnyArguments extends Caller {
  readonly #granted: ScopeSet

  constructor(token: { readonly scopes: readonly string[] } | null) {
    super(token)
    this.#granted = new ScopeSet(token?.scopes ?? [])
  }

  override covers(scope: ScopeTemplate, args: FieldArguments): boolean {
    // Arguments without a variable in them are known.
    if (args !== undefined || scope.placeholders.length === 0) return super.covers(scope, args)
    return this.#granted.covers(scope.segments.map((segment) => (typeof segment === 'string' ? segment : wildcard)).join(':'))
  }
}
