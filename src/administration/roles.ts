// Roles: named sets of scopes, made, changed and deleted by administrators.

import { auditEntry } from '../authorization-server/audit.ts'
import { newId } from '../authorization-server/identifiers.ts'
import type { Role, ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { type Actor, actedBy, assertMayGrant, moved } from './actor.ts'
import type { Administration } from './administration.ts'
import { administratorTestOf } from './administrators.ts'
import { changedFields } from './changed-fields.ts'
import { checkGiven, checkScopes, checkVersion } from './checks.ts'
import { checkRoleDescription, checkRoleName, noRole } from './role-rules.ts'

/** A role to make. */
export interface NewRoleRequest {
  readonly name: string
  readonly description?: string | null | undefined
  readonly scopes: readonly string[]
}

/** What to change; what is missing stays as it is. Null takes away what may be missing. */
export interface RolePatch {
  readonly name?: string | null | undefined
  readonly description?: string | null | undefined
  readonly scopes?: readonly string[] | null | undefined
}

/**
 * Makes a role.
 *
 * @throws {BadUserInputError} the name or the description cannot be such
 * @throws {InvalidScopeError} a scope is unknown, or is not the actor's
 * @throws {ConflictError} the name is taken
 */
export async function createRole(administration: Administration, actor: Actor, request: NewRoleRequest): Promise<Role> {
  const now = administration.now()
  const role = {
    id: newId('rol', now),
    name: checkRoleName(request.name),
    description: checkRoleDescription(request.description),
    scopes: [...new Set(request.scopes)],
    createdAt: now,
  }
  const audit = auditEntry('role.created', now, actor.origin, { ...actedBy(actor), targetId: role.id })
  await administration.storage.createRole(role, audit, (registry) => {
    assertMayGrant(actor, checkScopes('scopes', request.scopes, registry), registry)
  })
  return { ...role, version: 1 }
}

/**
 * Changes a role. What is added to its scopes is granted to everyone who holds it, from the next login on; what is taken from them counts
 * from the next refresh.
 *
 * @param seen the version that the caller decided upon; null to change whatever is there
 * @throws {NotFoundError} there is no such role
 * @throws {ConflictError} it was changed meanwhile, the name is taken, or nobody would be left who can administer
 * @throws {BadUserInputError} the name or the description cannot be such
 * @throws {InvalidScopeError} a scope is unknown, or is added or taken away and not the actor's
 */
export async function updateRole(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { id, patch, seen }: { id: string; patch: RolePatch; seen: number | null | undefined },
): Promise<Role> {
  const now = readClock()
  const role = await storage.changeRole({ id, administrators: administratorTestOf }, (before, registry) => {
    checkVersion(before, seen)
    const next = patched(before, patch, registry)
    assertMayGrant(actor, moved(before.scopes, next.scopes), registry)
    const changed = changedFields(before, next, fields)
    const facts = { ...actedBy(actor), targetId: id, data: { changed } }
    return { next, audit: auditEntry('role.updated', now, actor.origin, facts) }
  })
  if (!role) throw noRole()
  return role
}

/**
 * Deletes a role. With `force`, it is taken from all users who hold it: their tokens lose what it granted at their next refresh.
 *
 * @throws {NotFoundError} there is no such role
 * @throws {InvalidScopeError} it holds what the actor does not
 * @throws {ConflictError} it is held, and there is no `force`: `extensions.usedBy` says by whom; or nobody would be left who can administer
 */
export async function deleteRole(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { id, force }: { id: string; force: boolean },
): Promise<void> {
  const at = readClock()
  const isDeleted = await storage.deleteRole(
    { id, at, administrators: administratorTestOf },
    ({ scopes }, { users, registry }) => {
      assertMayGrant(actor, scopes, registry)
      const message = 'Users hold it; see extensions.usedBy. Take it from them first, or send force: true.'
      if (users.count > 0 && !force) throw new ConflictError('id', message, { usedBy: { users } })
      const facts = { ...actedBy(actor), targetId: id, data: { holderCount: users.count } }
      return auditEntry('role.deleted', at, actor.origin, facts)
    },
  )
  if (!isDeleted) throw noRole()
}

const fields = ['description', 'name', 'scopes'] as const

function patched(before: Role, patch: RolePatch, registry: readonly ScopeDefinition[]): Role {
  return {
    ...before,
    name: patch.name == null ? checkGiven('name', patch.name, before.name) : checkRoleName(patch.name),
    description: patch.description === undefined ? before.description : checkRoleDescription(patch.description),
    scopes:
      patch.scopes == null ? checkGiven('scopes', patch.scopes, before.scopes) : checkScopes('scopes', patch.scopes, registry),
  }
}
