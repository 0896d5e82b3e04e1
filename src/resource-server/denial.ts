// One field or type refused to one caller: what was needed, and what the caller lacks.

import { bindScopeTemplate, type ScopeTemplate } from '../scope/template.ts'
import type { FieldArguments } from './caller.ts'
import type { Judge } from './judge.ts'
import { type Alternatives, allOf, type Requirement } from './requirement.ts'
import type { FieldRule, TypeRule } from './schema-rules.ts'

/** Why a field or type was refused, wherever it stood. */
export interface Refusal {
  /** `User.email`, or `User` if no object of the type may be shown. */
  readonly coordinate: string
  readonly reason: 'UNAUTHENTICATED' | 'INSUFFICIENT_SCOPE' | 'POLICY_DENIED'
  /** OR of ANDs. Complete unless rules multiply to more than 16 alternatives; then one sufficient alternative. */
  readonly requiredScopes: readonly (readonly string[])[]
  /** What the cheapest alternative still lacks. */
  readonly missingScopes: readonly string[]
  /** Whether no token whatsoever would do: the field has no rule where every field needs one. */
  readonly isOpenToNoOne: boolean
}

/** One field of one operation refused. */
export interface Denial extends Refusal {
  /** Response keys, without list indices. */
  readonly path: readonly string[]
}

interface Point {
  readonly judge: Judge
  readonly args: FieldArguments
}

const maxAlternatives = 16

/** Says why the judge refused the field. */
export function explainField(rule: FieldRule, judge: Judge, args: FieldArguments): Refusal {
  const point = { judge, args }
  const { requirement, possibleTypes } = rule
  if (!judge.meets(requirement, args) || possibleTypes.length === 0) return explain(rule.coordinate, requirement, point)

  const types = possibleTypes.map((type) => type.requirement)
  if (judge.isStrict) return explain(rule.coordinate, allOf([requirement, ...types]), point)

  // One member would be enough: the one that lacks least.
  const explained = types.map((type) => explain(rule.coordinate, allOf([requirement, type]), point))
  const nearest = explained.reduce((best, next) => (next.missingScopes.length < best.missingScopes.length ? next : best))
  const requiredScopes = explained.flatMap((each) => each.requiredScopes)
  return { ...nearest, requiredScopes: requiredScopes.length > maxAlternatives ? nearest.requiredScopes : requiredScopes }
}

/** Says why the judge refused objects of the type. */
export function explainType(rule: TypeRule, judge: Judge): Refusal {
  return explain(rule.coordinate, rule.requirement, { judge, args: undefined })
}

function explain(coordinate: string, requirement: Requirement, point: Point): Refusal {
  const alternatives = joinAlternatives(requirement.scopes, point)
  const cheapest = alternatives
    .map((all) => uncovered(all, point))
    .reduce<readonly ScopeTemplate[] | undefined>(shorter, undefined)
  return {
    coordinate,
    reason: reasonOf(requirement, point),
    requiredScopes: Object.freeze(alternatives.map((all) => textsOf(all, point))),
    missingScopes: textsOf(cheapest ?? [], point),
    isOpenToNoOne: isOpenToNoOne(requirement),
  }
}

function isOpenToNoOne({ scopes }: Requirement): boolean {
  return scopes.some((any) => any.length === 0)
}

function reasonOf(requirement: Requirement, { judge, args }: Point): Refusal['reason'] {
  // Whoever logs in is refused all the same, and should not be sent to do so.
  if (isOpenToNoOne(requirement)) return 'INSUFFICIENT_SCOPE'
  if (requirement.authenticated && !judge.caller.isAuthenticated) return 'UNAUTHENTICATED'
  return judge.meetsScopes(requirement.scopes, args) ? 'POLICY_DENIED' : 'INSUFFICIENT_SCOPE'
}

/** The conjunction written out as one OR of ANDs; too long a one is cut to the alternative that lacks least. */
function joinAlternatives(conjunction: Requirement['scopes'], point: Point): Alternatives<ScopeTemplate> {
  if (conjunction.length === 0) return []
  const size = conjunction.reduce((product, any) => product * any.length, 1)
  const parts = size > maxAlternatives ? conjunction.map((any) => [cheapestOf(any, point)]) : conjunction
  return parts.reduce<Alternatives<ScopeTemplate>>(
    (joined, any) => joined.flatMap((left) => any.map((right) => withoutRepetitions([...left, ...right]))),
    [[]],
  )
}

/** Rules of different elements that ask for the same scope were parsed apart. */
function withoutRepetitions(all: readonly ScopeTemplate[]): readonly ScopeTemplate[] {
  return [...new Map(all.map((scope) => [scope.source, scope])).values()]
}

function cheapestOf(any: Alternatives<ScopeTemplate>, point: Point): readonly ScopeTemplate[] {
  const costs = any.map((all) => ({ all, cost: uncovered(all, point).length }))
  return costs.reduce((best, next) => (next.cost < best.cost ? next : best)).all
}

function uncovered(all: readonly ScopeTemplate[], { judge, args }: Point): readonly ScopeTemplate[] {
  return all.filter((scope) => !judge.caller.covers(scope, args))
}

function shorter<T>(best: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return best !== undefined && best.length <= next.length ? best : next
}

/** Bound where the arguments allow it, as written where they do not. */
function textsOf(scopes: readonly ScopeTemplate[], { args }: Point): readonly string[] {
  // Remembered decisions are shared by callers.
  return Object.freeze([...new Set(scopes.map((scope) => bindScopeTemplate(scope, args ?? {}) ?? scope.source))])
}
