// Users, made, changed and deleted by administrators.

import { auditEntry } from '../authorization-server/audit.ts'
import { newId } from '../authorization-server/identifiers.ts'
import { assertAcceptablePassword } from '../authorization-server/passwords.ts'
import { revocationOf } from '../authorization-server/sessions/end-sessions.ts'
import { type Ending, sessionEnd } from '../authorization-server/sessions/session-end.ts'
import type { Role, User } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { type Actor, actedBy, assertMayGrant, moved } from './actor.ts'
import type { Administration } from './administration.ts'
import { administratorTestOf } from './administrators.ts'
import { checkGiven, checkOptionalText, checkScopes, checkVersion } from './checks.ts'
import { assertMayTakeInHand, checkEmail, checkRoleIds, noUser, rolesOf } from './user-rules.ts'
import type { GrantView } from './user-storage.ts'

/** A user to make. */
export interface NewUserRequest {
  readonly email: string
  readonly password: string
  readonly displayName?: string | null | undefined
  readonly roleIds?: readonly string[] | null | undefined
  readonly scopes?: readonly string[] | null | undefined
}

/** What to change; what is missing stays as it is. Null takes away what may be missing. */
export interface UserPatch {
  readonly email?: string | null | undefined
  readonly displayName?: string | null | undefined
  readonly roleIds?: readonly string[] | null | undefined
  readonly scopes?: readonly string[] | null | undefined
  readonly isEnabled?: boolean | null | undefined
}

/**
 * Makes a user who can log in at once.
 *
 * @throws {BadUserInputError} the email, the password or the name cannot be such
 * @throws {ConflictError} the email is taken
 * @throws {NotFoundError} a role does not exist
 * @throws {InvalidScopeError} a scope is unknown, or one that is granted, directly or by a role, is not the actor's
 */
export async function createUser(administration: Administration, actor: Actor, request: NewUserRequest): Promise<User> {
  const { storage, passwords } = administration
  const now = administration.now()
  const email = checkEmail('email', request.email)
  const displayName = checkOptionalText('displayName', request.displayName, 200)
  const roleIds = checkRoleIds(request.roleIds ?? [])
  assertAcceptablePassword('password', request.password, email)
  // What may be refused is, before a password is hashed for it; judged again when it is written.
  const scopes = checkScopes('scopes', request.scopes ?? [], await storage.listScopeDefinitions())
  const passwordHash = await passwords.hash(request.password)
  const id = newId('usr', now)
  const user = { id, email, displayName, passwordHash, scopes, isEnabled: true, createdAt: now }
  let roles: readonly Role[] = []
  const audit = auditEntry('user.created', now, actor.origin, { ...actedBy(actor), targetId: id })
  await storage.createUser({ ...user, roleIds }, audit, (view) => {
    roles = rolesOf(roleIds, view)
    checkScopes('scopes', scopes, view.definitions)
    assertMayGrant(actor, [...scopes, ...scopesOf(roles)], view.definitions)
  })
  return { ...user, roles, lastLoginAt: null, version: 1 }
}

/**
 * Changes a user. Grants that are taken away count from the next refresh; a user who is disabled loses every session and token at once,
 * and gets none of them back when enabled again.
 *
 * @param seen the version that the caller decided upon; null to change whatever is there
 * @throws {NotFoundError} there is no such user, or no such role
 * @throws {ConflictError} the user was changed meanwhile, the email is taken, or nobody would be left who can administer
 * @throws {BadUserInputError} the email or the name cannot be such
 * @throws {InvalidScopeError} a scope is unknown, or given or taken and not the actor's; or the email is changed, or a user enabled, who may do
 *   more than the actor
 */
export async function updateUser(
  administration: Administration,
  actor: Actor,
  { id, patch, seen }: { id: string; patch: UserPatch; seen: number | null | undefined },
): Promise<User> {
  const { storage } = administration
  const now = administration.now()
  const end = sessionEnd(endingBy(actor, 'user disabled'), now)
  const roleIds = patch.roleIds && checkRoleIds(patch.roleIds)
  // What a node that died left of a user who was disabled.
  if (patch.isEnabled === true && (await storage.findUser(id))?.isEnabled === false)
    await storage.endSessions({ userId: id }, end)
  const changed = await storage.changeUser({ id, roleIds, administrators: administratorTestOf }, (before, view) => {
    checkVersion(before, seen)
    const next = patched(before, { ...patch, roleIds }, view)
    assertMayChange(actor, { before, next }, view)
    const facts = { ...actedBy(actor), targetId: id, data: { changed: changedFields(before, next) } }
    const isDisabled = before.isEnabled && !next.isEnabled
    return {
      next,
      at: now,
      revoking: isDisabled ? { end, revocation: revocationOf({ userId: id }, now) } : undefined,
      audit: () => [auditEntry('user.updated', now, actor.origin, facts)],
    }
  })
  if (!changed) throw noUser()
  if (patch.isEnabled === false) await storage.endSessions({ userId: id }, end)
  return changed.user
}

/**
 * Gives a user a new password, and ends every session there is; also the actor's, who may do this to themself.
 *
 * @returns the user, and how many sessions ended that could still have been refreshed
 * @throws {NotFoundError} there is no such user
 * @throws {BadUserInputError} the password cannot be one
 * @throws {InvalidScopeError} the user may do more than the actor, who would hold the password
 */
export async function setUserPassword(
  administration: Administration,
  actor: Actor,
  { id, password }: { id: string; password: string },
): Promise<{ user: User; revokedSessionCount: number }> {
  const { storage, passwords } = administration
  const found = await storage.findUser(id)
  if (!found) throw noUser()
  assertMayTakeInHand(actor, found, await storage.listScopeDefinitions())
  assertAcceptablePassword('password', password, found.email)
  const passwordHash = await passwords.hash(password)
  const now = administration.now()
  const end = sessionEnd(endingBy(actor, 'password set by an administrator'), now)
  const changed = await storage.changeUser({ id, administrators: administratorTestOf }, (before, { definitions }) => {
    assertMayTakeInHand(actor, before, definitions)
    // The email may be another by now.
    assertAcceptablePassword('password', password, before.email)
    return {
      next: { ...before, passwordHash },
      at: now,
      revoking: { end, revocation: revocationOf({ userId: id }, now) },
      audit: (revokedSessionCount) => [
        auditEntry('user.password_set', now, actor.origin, { ...actedBy(actor), targetId: id, data: { revokedSessionCount } }),
      ],
    }
  })
  if (!changed) throw noUser()
  const rest = await storage.endSessions({ userId: id }, end)
  return { user: changed.user, revokedSessionCount: changed.revokedSessionCount + rest }
}

/**
 * Deletes a user, with their sessions; everything they were issued is dead at once.
 *
 * @throws {NotFoundError} there is no such user
 * @throws {ConflictError} nobody would be left who can administer, or the user was enabled meanwhile
 */
export async function deleteUser(administration: Administration, actor: Actor, id: string): Promise<void> {
  const { storage } = administration
  await updateUser(administration, actor, { id, patch: { isEnabled: false }, seen: null })
  const audit = auditEntry('user.deleted', administration.now(), actor.origin, { ...actedBy(actor), targetId: id })
  if (await storage.deleteUser(id, audit)) return
  if (!(await storage.findUser(id))) throw noUser()
  throw new ConflictError('isEnabled', 'The user was enabled meanwhile. Decide again.')
}

function endingBy({ id: actorId, origin }: Actor, reason: string): Ending {
  return { actorId, reason, origin }
}

function scopesOf(roles: readonly Role[]): string[] {
  return roles.flatMap(({ scopes }) => scopes)
}

function patched(before: User, patch: UserPatch, view: GrantView): User {
  const roleIds = checkGiven('roleIds', patch.roleIds, undefined)
  return {
    ...before,
    email: patch.email == null ? checkGiven('email', patch.email, before.email) : checkEmail('email', patch.email),
    displayName: patch.displayName === undefined ? before.displayName : checkOptionalText('displayName', patch.displayName, 200),
    roles: roleIds === undefined ? before.roles : rolesOf(roleIds, view),
    scopes:
      patch.scopes == null
        ? checkGiven('scopes', patch.scopes, before.scopes)
        : checkScopes('scopes', patch.scopes, view.definitions),
    isEnabled: checkGiven('isEnabled', patch.isEnabled, before.isEnabled),
  }
}

function assertMayChange(actor: Actor, { before, next }: { before: User; next: User }, { definitions }: GrantView): void {
  const without = (roles: readonly Role[], others: readonly Role[]) =>
    roles.filter(({ id }) => !others.some((other) => other.id === id))
  const movedRoles = [...without(next.roles, before.roles), ...without(before.roles, next.roles)]
  assertMayGrant(actor, [...moved(before.scopes, next.scopes), ...scopesOf(movedRoles)], definitions)
  if (next.email !== before.email) assertMayTakeInHand(actor, before, definitions)
  // What the user gets back counts, also what is granted in the same change.
  if (next.isEnabled && !before.isEnabled) {
    assertMayTakeInHand(actor, before, definitions)
    assertMayTakeInHand(actor, next, definitions)
  }
}

const fields = ['email', 'displayName', 'roles', 'scopes', 'isEnabled'] as const

/** Their names as in the input; what stood in them is nobody's business. */
function changedFields(before: User, next: User): string[] {
  const told = (field: (typeof fields)[number], user: User) =>
    field === 'roles' ? user.roles.map(({ id }) => id).sort() : user[field]
  const changed = fields.filter((field) => JSON.stringify(told(field, before)) !== JSON.stringify(told(field, next)))
  return changed.map((field) => (field === 'roles' ? 'roleIds' : field)).sort()
}
