// Which of two requirements is the stronger one: exact, over every caller there could be.

import type { ManifestEntry } from './manifest.ts'
import { type Clause, minimalSets } from './minimal-sets.ts'

/** A requirement in plain texts, as the manifest lists it. */
export type Terms = Omit<ManifestEntry, 'coordinate'>

/** How a requirement has changed. `incomparable`: some callers lost access and others won it. */
export type Change = 'same' | 'stronger' | 'weaker' | 'incomparable'

/**
 * How the requirement has changed from `before` to `after`.
 *
 * Placeholders are compared as written: `{id}` and `{input.id}` are different, whatever callers send. Two requirements too wide to be
 * compared in bounded time (more than 256 minimal sets both ways) are incomparable.
 */
export function compareStrength(before: Terms, after: Terms): Change {
  const isNoWeaker = isAtLeastAsStrong(after, before)
  const isNoStronger = isAtLeastAsStrong(before, after)
  if (isNoWeaker) return isNoStronger ? 'same' : 'stronger'
  return isNoStronger ? 'weaker' : 'incomparable'
}

/** Whether everyone who meets `strong` meets `weak` too: with a token or without, whatever their scopes, whichever policies hold. */
export function isAtLeastAsStrong(strong: Terms, weak: Terms): boolean {
  const given = clausesOf(strong)
  return clausesOf(weak).every((clause) => implies(given, clause))
}

function clausesOf({ authenticated, scopes, policies }: Terms): Clause[] {
  const named = (kind: string, parts: readonly Clause[]) =>
    parts.map((any) => any.map((all) => all.map((name) => `${kind} ${name}`)))
  // Whoever has a scope has a token.
  const token = authenticated || scopes.length > 0 ? [[['token']]] : []
  return [...token, ...named('scope', scopes), ...named('policy', policies)]
}

function implies(given: readonly Clause[], clause: Clause): boolean {
  if (given.some((narrow) => isWithin(narrow, clause))) return true

  // What the clause lacks when it fails is one member of each alternative. With everything but those, is all that is given met?
  const waysToFail = minimalSets(clause.map((all) => all.map((member) => [member])))
  if (waysToFail.isComplete) return waysToFail.sets.every((lacking) => !isMetWithout(lacking, given))

  const waysToPass = minimalSets(given)
  return (
    waysToPass.isComplete && waysToPass.sets.every((set) => clause.some((all) => all.every((member) => set.includes(member))))
  )
}

/** Whether each alternative of one holds an alternative of the other whole. */
function isWithin(narrow: Clause, wide: Clause): boolean {
  return narrow.every((all) => wide.some((less) => less.every((member) => all.includes(member))))
}

function isMetWithout(lacking: readonly string[], clauses: readonly Clause[]): boolean {
  return clauses.every((any) => any.some((all) => !all.some((member) => lacking.includes(member))))
}
