// What a user must be, whoever makes or changes one, and which users an administrator may take in hand.

import { normalizeEmail } from '../authorization-server/grants/password.ts'
import { effectiveScopes } from '../authorization-server/scope-policy.ts'
import type { Role, ScopeDefinition, User } from '../authorization-server/storage.ts'
import { BadUserInputError, NotFoundError } from '../errors.ts'
import { type Actor, assertMayGrant } from './actor.ts'
import { noRole } from './role-rules.ts'
import type { GrantView } from './user-storage.ts'

const maxEmailLength = 254
const maxRoles = 100

/**
 * An email in the form that it is stored and compared in; at most 254 characters (RFC 5321 section 4.5.3.1.3).
 *
 * @throws {BadUserInputError} it is no email
 */
export function checkEmail(field: string, text: string): string {
  // Before it is normalised, which takes time that grows faster than the text.
  const email = text.length > 2 * maxEmailLength ? text : normalizeEmail(text)
  if (email.length > maxEmailLength) throw new BadUserInputError(field, `It may have at most ${maxEmailLength} characters.`)
  if (!/^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u.test(email))
    throw new BadUserInputError(field, 'It must be an email: one @ with something on both sides, and no spaces.')
  return email
}

/**
 * The ids of roles, each once.
 *
 * @throws {BadUserInputError} more than 100
 */
export function checkRoleIds(roleIds: readonly string[]): string[] {
  if (roleIds.length > maxRoles) throw new BadUserInputError('roleIds', `It may hold at most ${maxRoles} roles.`)
  return [...new Set(roleIds)]
}

/**
 * The roles of these ids.
 *
 * @throws {NotFoundError} one of them does not exist
 */
export function rolesOf(roleIds: readonly string[], { roles }: GrantView): Role[] {
  const found = roleIds.flatMap((roleId) => roles.filter(({ id }) => id === roleId))
  if (found.length < roleIds.length) throw noRole()
  return found
}

/**
 * Lets an actor take a user in hand, who then could be used like the actor's own: by a new password, a new email, or by being enabled.
 *
 * @throws {InvalidScopeError} the user may do more than the actor; the scopes are named
 */
export function assertMayTakeInHand(actor: Actor, user: User, definitions: readonly ScopeDefinition[]): void {
  assertMayGrant(actor, effectiveScopes(user, definitions), definitions)
}

/** The error of every operation that names a user who is not there. */
export function noUser(): NotFoundError {
  return new NotFoundError('There is no such user.')
}
