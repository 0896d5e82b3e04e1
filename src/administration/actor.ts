// Who administers: nobody gives or takes what they do not hold, and nobody takes over whoever holds more.

import type { RequestOrigin } from '../authorization-server/audit.ts'
import { impliesOf } from '../authorization-server/registered-scopes.ts'
import type { ScopeDefinition } from '../authorization-server/storage.ts'
import { InvalidScopeError } from '../errors.ts'
import { expandImplied } from '../scope/implied.ts'
import { uncovered } from '../scope/intersect.ts'

/** The bearer of the token that asks for a change, and where the request came from. */
export interface Actor {
  /** `usr_…` or `cli_…`. */
  readonly id: string
  /** The client that the token was issued to. */
  readonly clientId: string
  /** Those of the token and not of the user behind it: a narrow token stays narrow. */
  readonly scopes: readonly string[]
  readonly origin: RequestOrigin
}

/** Who did it, as an audit event tells. */
export function actedBy({ id, clientId }: Actor): { actorId: string; clientId: string } {
  return { actorId: id, clientId }
}

/**
 * Lets an actor give, or take, scopes that are within the actor's own, with all that either implies.
 *
 * @throws {InvalidScopeError} naming those that are not
 */
export function assertMayGrant(actor: Actor, scopes: readonly string[], definitions: readonly ScopeDefinition[]): void {
  const implies = impliesOf(definitions)
  const beyond = uncovered(expandImplied(scopes, implies), expandImplied(actor.scopes, implies))
  if (beyond.length > 0) throw new InvalidScopeError([...beyond].sort())
}

/** The scopes of a list that are not in the one before. */
function added(before: readonly string[], after: readonly string[]): string[] {
  return after.filter((scope) => !before.includes(scope))
}

/**
 * The scopes that only one of two lists holds, word for word: what a change gives, and what it takes.
 *
 * Taking counts too: who could narrow somebody who may do more could take them in hand then, and wait for the scopes to be given back.
 */
export function moved(before: readonly string[], after: readonly string[]): string[] {
  return [...added(before, after), ...added(after, before)]
}
