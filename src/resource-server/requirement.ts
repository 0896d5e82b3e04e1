// What it takes to reach something: a token or not, scopes, policies. Requirements only grow; nothing removes a part.

import type { ScopeTemplate } from '../scope/template.ts'

/** OR of ANDs: one of the inner lists must hold whole. No inner list at all can never hold. */
export type Alternatives<T> = readonly (readonly T[])[]

/** A conjunction: a token if `authenticated`, and one alternative of each entry of `scopes` and of `policies`. */
export interface Requirement {
  readonly authenticated: boolean
  readonly scopes: readonly Alternatives<ScopeTemplate>[]
  readonly policies: readonly Alternatives<string>[]
}

/** Met by everyone. */
export const nothing: Requirement = Object.freeze({ authenticated: false, scopes: [], policies: [] })

/** Met by every bearer of a token. */
export const anyToken: Requirement = Object.freeze({ authenticated: true, scopes: [], policies: [] })

/** Met by no one: it has scope alternatives, and none of them. */
export const noOne: Requirement = Object.freeze({ authenticated: true, scopes: [[]], policies: [] })

/** The requirement that holds when all of these hold. Equal parts are kept once; nothing is multiplied out. */
export function allOf(requirements: readonly Requirement[]): Requirement {
  const parts = requirements.filter((requirement) => !isNothing(requirement))
  const [first, ...others] = parts
  if (first === undefined) return nothing
  if (others.length === 0) return first

  return Object.freeze({
    authenticated: parts.some((part) => part.authenticated),
    scopes: distinct(
      parts.flatMap((part) => part.scopes),
      (scope) => scope.source,
    ),
    policies: distinct(
      parts.flatMap((part) => part.policies),
      (policy) => policy,
    ),
  })
}

/** Whether everyone meets it. */
export function isNothing({ authenticated, scopes, policies }: Requirement): boolean {
  return !authenticated && scopes.length === 0 && policies.length === 0
}

/** Whether what it asks for depends on a field's arguments. */
export function hasPlaceholders({ scopes }: Requirement): boolean {
  return scopes.some((alternatives) => alternatives.some((all) => all.some((scope) => scope.placeholders.length > 0)))
}

/** Whether `narrow` states every part that `wide` states, word for word. */
export function restates(narrow: Requirement, wide: Requirement): boolean {
  return sameParts(allOf([narrow, wide]), narrow)
}

function sameParts(a: Requirement, b: Requirement): boolean {
  return a.authenticated === b.authenticated && a.scopes.length === b.scopes.length && a.policies.length === b.policies.length
}

function distinct<T>(lists: readonly Alternatives<T>[], textOf: (member: T) => string): Alternatives<T>[] {
  const byText = new Map(lists.map((alternatives) => [JSON.stringify(alternatives.map((all) => all.map(textOf))), alternatives]))
  return [...byText.values()]
}
