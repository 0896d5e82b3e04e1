// Whether one caller may reach a field or a type: the one place where a requirement meets a token.

import type { ScopeTemplate } from '../scope/template.ts'
import type { Caller, FieldArguments } from './caller.ts'
import type { Requirement } from './requirement.ts'
import type { FieldRule, TypeRule } from './schema-rules.ts'

/** Whether the policy holds for this request. One that was not asked about does not. */
export type PolicyAnswers = (name: string) => boolean

/** Answers for one caller in one request. A scope is asked of the token, a policy of the request's answers. */
export class Judge {
  readonly caller: Caller
  readonly isStrict: boolean
  /** Whether a policy holds for this request. */
  readonly holds: PolicyAnswers
  /** Made when a field is first asked about: of most operations all is allowed, and no field is. */
  #verdicts: Map<FieldRule, boolean> | undefined

  readonly #types = new Map<Requirement, boolean>()
  readonly #lists = new Map<readonly TypeRule[], readonly TypeRule[]>()

  /** @param isStrict an abstract type is refused if one of its members is, instead of only if all are */
  constructor({ caller, policyHolds, isStrict }: { caller: Caller; policyHolds: PolicyAnswers; isStrict: boolean }) {
    this.caller = caller
    this.isStrict = isStrict
    this.holds = policyHolds
  }

  /** Whether the field must not run with these arguments. */
  refuses(rule: FieldRule, args: FieldArguments): boolean {
    if (rule.hasPlaceholders) return this.#judge(rule, args)
    this.#verdicts ??= new Map()
    let verdict = this.#verdicts.get(rule)
    if (verdict === undefined) {
      verdict = this.#judge(rule, undefined)
      this.#verdicts.set(rule, verdict)
    }
    return verdict
  }

  /** Whether no object of the type may be shown. */
  refusesType(rule: TypeRule): boolean {
    let verdict = this.#types.get(rule.requirement)
    if (verdict === undefined) {
      verdict = !this.meets(rule.requirement, undefined)
      this.#types.set(rule.requirement, verdict)
    }
    return verdict
  }

  /** Those of the types of which no object may be shown. Fields that return the same share the list, so it is judged once. */
  refusedOf(types: readonly TypeRule[]): readonly TypeRule[] {
    let refused = this.#lists.get(types)
    if (refused === undefined) {
      refused = types.filter((type) => this.refusesType(type))
      this.#lists.set(types, refused)
    }
    return refused
  }

  meets({ authenticated, scopes, policies }: Requirement, args: FieldArguments): boolean {
    if (authenticated && !this.caller.isAuthenticated) return false
    return this.meetsScopes(scopes, args) && policies.every((any) => any.some((all) => all.every((policy) => this.holds(policy))))
  }

  meetsScopes(scopes: Requirement['scopes'], args: FieldArguments): boolean {
    return scopes.every((any) => any.some((all) => all.every((scope: ScopeTemplate) => this.caller.covers(scope, args))))
  }

  #judge({ requirement, possibleTypes }: FieldRule, args: FieldArguments): boolean {
    if (!this.meets(requirement, args)) return true
    if (possibleTypes.length === 0) return false
    const refusedCount = this.refusedOf(possibleTypes).length
    return this.isStrict ? refusedCount > 0 : refusedCount === possibleTypes.length
  }
}
