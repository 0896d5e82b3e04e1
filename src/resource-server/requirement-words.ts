// A requirement in words, for people who review a schema.

import { bindScopeTemplate } from '../scope/template.ts'
import type { FieldArguments } from './caller.ts'
import type { Requirement } from './requirement.ts'
import type { Terms } from './strength.ts'

/** The requirement in plain texts: placeholders bound where the arguments allow it, as written where they do not. */
export function termsOf({ authenticated, scopes, policies }: Requirement, args?: FieldArguments): Terms {
  const textOf = (scope: (typeof scopes)[number][number][number]) => bindScopeTemplate(scope, args ?? {}) ?? scope.source
  return { authenticated, scopes: scopes.map((any) => any.map((all) => all.map(textOf))), policies }
}

/** In place of what it takes, where nothing is enough. */
export const openToNoOne = 'open to no one'

/** What it takes, in words: `orders:read or (a and b)`, `a token`, `open`. Unambiguous: `and` and `or` never meet without parentheses. */
export function describeTerms({ authenticated, scopes, policies }: Terms): string {
  const parts = [...scopes, ...policies.map((any) => any.map((all) => all.map((name) => `policy ${JSON.stringify(name)}`)))]
  if (parts.some((any) => any.length === 0)) return openToNoOne

  const words = parts.map((any) => describeAlternatives(any))
  // A scope is only ever held with a token.
  if (authenticated && scopes.length === 0) words.unshift({ text: 'a token', hasOr: false })
  if (words.length === 0) return 'open'
  return words.map(({ text, hasOr }) => (hasOr && words.length > 1 ? `(${text})` : text)).join(' and ')
}

function describeAlternatives(any: readonly (readonly string[])[]): { text: string; hasOr: boolean } {
  const hasOr = any.length > 1
  const texts = any.map((all) => (hasOr && all.length > 1 ? `(${all.join(' and ')})` : all.join(' and ')))
  return { text: texts.join(' or '), hasOr }
}
