// Roles: named sets of scopes, made, changed and deleted by administrators.

import { auditEntry } from '../authorization-server/audit.ts'
import { newId } from '../authorization-server/identifiers.ts'
import type { Role, ScopeDefinition } from '../authorization-server/storage.ts'
import { NotFoundError } from '../errors.ts'
import { type Actor, added, assertMayGrant } from './actor.ts'
import type { Administration } from './administration.ts'
import { administratorTestOf } from './administrators.ts'
import { checkGiven, checkOptionalText, checkScopes, checkText, checkVersion } from './checks.ts'

/** A role to make. */
export interface NewRoleRequest {
  readonly name: string
  readonly description?: string | null | undefined
  readonly scopes: readonly string[]
}

/** What to change; what is missing stays as it is. Null takes away what may be missing. */
export type RolePatch = { readonly [K in keyof NewRoleRequest]?: NewRoleRequest[K] | null | undefined }

/**
 * Makes a role.
 *
 * @throws {BadUserInputError} a text cannot be such
 * @throws {InvalidScopeError} a scope is unknown, or the actor does not hold it
 * @throws {ConflictError} the name is taken
 */
export async function createRole(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { name, description = null, scopes }: NewRoleRequest,
): Promise<Role> {
  const now = readClock()
  const role = checkTexts({ id: newId('rol', now), name, description, scopes: [...new Set(scopes)], createdAt: now })
  const audit = auditEntry('role.created', now, actor.origin, { actorId: actor.id, targetId: role.id })
  await storage.createRole(role, audit, (registry) => {
    assertMayGrant(actor, checkScopes('scopes', scopes, registry), registry)
  })
  return { ...role, version: 1 }
}

/**
 * Changes a role. What is taken from it is taken from its holders' tokens at their next refresh; what is added, too.
 *
 * @param seen the version that the caller decided upon; null to change whatever is there
 * @throws {NotFoundError} there is no such role
 * @throws {ConflictError} it was changed meanwhile, the name is taken, or nobody could administer any more
 * @throws {BadUserInputError} a text cannot be such
 * @throws {InvalidScopeError} a scope is unknown, or is added and the actor does not hold it
 */
export async function updateRole(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { id, patch, seen }: { id: string; patch: RolePatch; seen: number | null | undefined },
): Promise<Role> {
  const now = readClock()
  const decide = (before: Role, registry: readonly ScopeDefinition[]) => {
    checkVersion(before, seen)
    const next = checkTexts(patched(before, patch))
    const scopes = patch.scopes == null ? before.scopes : checkScopes('scopes', next.scopes, registry)
    assertMayGrant(actor, added(before.scopes, scopes), registry)
    const audit = auditEntry('role.updated', now, actor.origin, {
      actorId: actor.id,
      targetId: id,
      data: { changed: changedFields(before, { ...next, scopes }) },
    })
    return { next: { ...next, scopes }, audit }
  }
  const role = await storage.changeRole(id, decide, administratorTestOf)
  if (!role) throw noRole()
  return role
}

/**
 * Deletes a role, and takes it from its holders: their tokens lose it at their next refresh.
 *
 * @throws {NotFoundError} there is no such role
 * @throws {ConflictError} nobody could administer any more
 */
export async function deleteRole({ storage, now: readClock }: Administration, actor: Actor, id: string): Promise<void> {
  const now = readClock()
  const tell = (holderCount: number) =>
    auditEntry('role.deleted', now, actor.origin, { actorId: actor.id, targetId: id, data: { holderCount } })
  if (!(await storage.deleteRole(id, tell, administratorTestOf))) throw noRole()
}

function noRole(): NotFoundError {
  return new NotFoundError('There is no such role.')
}

function checkTexts<T extends Pick<Role, 'name' | 'description'>>(role: T): T {
  const description = checkOptionalText('description', role.description, 1_000)
  return { ...role, name: checkText('name', role.name, 100), description }
}

function patched(before: Role, patch: RolePatch): Role {
  return {
    ...before,
    name: checkGiven('name', patch.name, before.name),
    description: patch.description === undefined ? before.description : patch.description,
    scopes: checkGiven('scopes', patch.scopes, before.scopes),
  }
}

function changedFields(before: Role, next: Role): string[] {
  const fields = ['description', 'name', 'scopes'] as const
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(next[field]))
}
