// The only place that decides which scopes a token gets: asked for, within every ceiling. RFC 6749 section 3.3.

import { BadUserInputError, InvalidScopeError } from '../errors.ts'
import { formatScopeClaim } from '../scope/claim.ts'
import { expandImplied } from '../scope/implied.ts'
import { intersect, uncovered } from '../scope/intersect.ts'
import { hasWildcard, isGrantableScope } from '../scope/scope.ts'
import { ScopeSet } from '../scope/scope-set.ts'
import { impliesOf, isRegistered } from './registered-scopes.ts'
import type { ScopeDefinition, User } from './storage.ts'

// A token must stay below 4 KiB to be verified; this leaves room for the other claims and for base64url.
const maxScopeClaimLength = 2_048
const maxAskedScopes = 500

/** What is asked for and every limit to it. */
export interface ScopeRequest {
  /** Null or undefined: the defaults. An empty list asks for none. */
  readonly asked: readonly string[] | null | undefined
  /** What a request that names no scopes gets, as far as the ceilings allow. */
  readonly defaults: readonly string[]
  /** No scope passes that is not covered by each of them, with all they imply. */
  readonly ceilings: readonly (readonly string[])[]
  /** The token that is to be narrowed, if there is one: what its scopes have come to imply since does not count. */
  readonly held?: readonly string[]
  readonly definitions: readonly ScopeDefinition[]
}

/**
 * The scopes to grant, implied ones included, sorted: wildcards, and of concrete scopes those that are registered.
 *
 * @throws {InvalidScopeError} naming the scopes asked for that are unknown or beyond a ceiling
 * @throws {BadUserInputError} more scopes than a token can carry
 */
export function grantScopes({ asked, defaults, ceilings, held, definitions }: ScopeRequest): string[] {
  const implies = impliesOf(definitions)
  const expandedCeilings = [...ceilings.map((ceiling) => expandImplied(ceiling, implies)), ...(held ? [held] : [])]
  if (asked) assertAskable(asked, expandedCeilings, definitions)
  const wanted = expandImplied(asked ?? defaults, implies)
  const within = expandedCeilings.reduce<string[]>((scopes, ceiling) => intersect(scopes, ceiling), wanted)
  // A wildcard in every ceiling would bring back a scope that was taken out of the registry.
  const registered = new ScopeSet(implies.keys())
  const granted = within.filter((scope) => hasWildcard(scope) || registered.covers(scope))
  if (formatScopeClaim(granted).length > maxScopeClaimLength) {
    throw new BadUserInputError('scopes', 'These are more scopes than a token can carry. Ask for fewer, or for a wildcard.')
  }
  return granted
}

/** What a user may do: granted directly, through roles, and implied by either. */
export function effectiveScopes({ scopes, roles }: User, definitions: readonly ScopeDefinition[]): string[] {
  const implies = impliesOf(definitions)
  return expandImplied([...scopes, ...roles.flatMap((role) => role.scopes)], implies)
}

function assertAskable(
  asked: readonly string[],
  ceilings: readonly (readonly string[])[],
  definitions: readonly ScopeDefinition[],
): void {
  if (asked.length > maxAskedScopes) throw new BadUserInputError('scopes', `Ask for at most ${maxAskedScopes} scopes.`)
  const malformed = asked.filter((scope) => !isGrantableScope(scope))
  if (malformed.length > 0) throw new InvalidScopeError(malformed)
  const unknown = asked.filter((scope) => !isRegistered(scope, definitions))
  const beyond = ceilings.flatMap((ceiling) => uncovered(asked, ceiling))
  const refused = new Set([...unknown, ...beyond])
  if (refused.size > 0) throw new InvalidScopeError([...refused].sort())
}
