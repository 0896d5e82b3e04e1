// What one caller's token is good for, remembered for as long as the token is in use.

import { ScopeSet } from '../scope/scope-set.ts'
import { bindScopeTemplate, type ScopeTemplate } from '../scope/template.ts'
import type { AccessToken } from '../token/access-token.ts'

/** Arguments of one use of a field, as its resolver gets them; undefined where a rule may not depend on them. */
export type FieldArguments = Readonly<Record<string, unknown>> | undefined

/** A caller: anonymous, or the bearer of a verified token. */
export class Caller {
  readonly isAuthenticated: boolean
  readonly #granted: ScopeSet
  readonly #answers = new Map<ScopeTemplate, boolean>()

  constructor(token: Pick<AccessToken, 'scopes'> | null) {
    this.isAuthenticated = token !== null
    this.#granted = new ScopeSet(token?.scopes ?? [])
  }

  /** Whether the token covers the scope with these arguments. A placeholder that cannot be bound is never covered. */
  covers(scope: ScopeTemplate, args: FieldArguments): boolean {
    if (scope.placeholders.length > 0) {
      const bound = args && bindScopeTemplate(scope, args)
      return bound !== undefined && this.#granted.covers(bound)
    }
    let answer = this.#answers.get(scope)
    if (answer === undefined) {
      answer = this.#granted.covers(scope.source)
      this.#answers.set(scope, answer)
    }
    return answer
  }
}

const anonymous = new Caller(null)
const callers = new WeakMap<AccessToken, Caller>()

/** The caller behind a token; null is the anonymous one. */
export function callerOf(token: AccessToken | null): Caller {
  if (token === null) return anonymous
  let caller = callers.get(token)
  if (!caller) {
    caller = new Caller(token)
    callers.set(token, caller)
  }
  return caller
}
