// The registry of scopes: entries made, changed and taken out by administrators.

import { auditEntry } from '../authorization-server/audit.ts'
import type { ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError, NotFoundError } from '../errors.ts'
import { type Actor, actedBy, assertMayGrant, moved } from './actor.ts'
import type { Administration } from './administration.ts'
import { administratorTestOf } from './administrators.ts'
import { changedFields } from './changed-fields.ts'
import { checkGiven, checkVersion } from './checks.ts'
import { assertNotReserved, checkImplied, checkScopeDescription, checkScopeName } from './scope-rules.ts'
import type { ScopeHolders } from './scope-storage.ts'

/** A scope to register. */
export interface NewScopeRequest {
  readonly name: string
  readonly description: string
  /** None, when missing. */
  readonly implies?: readonly string[] | null | undefined
  /** False, when missing. */
  readonly isDefault?: boolean | null | undefined
}

/** What to change; what is missing stays as it is. */
export interface ScopePatch {
  readonly description?: string | null | undefined
  readonly implies?: readonly string[] | null | undefined
  readonly isDefault?: boolean | null | undefined
}

/**
 * Registers a scope.
 *
 * @throws {BadUserInputError} the name or the description cannot be such, or the scope would imply itself
 * @throws {InvalidScopeError} it would imply what nobody registered, or what it implies more or less is not the actor's
 * @throws {ConflictError} the name is taken
 */
export async function createScope(
  administration: Administration,
  actor: Actor,
  request: NewScopeRequest,
): Promise<ScopeDefinition> {
  const now = administration.now()
  const scope = {
    name: checkScopeName(request.name),
    description: checkScopeDescription(request.description),
    implies: [...new Set(request.implies ?? [])],
    isDefault: request.isDefault ?? false,
    createdAt: now,
  }
  await administration.storage.createScope(scope, (registry) => {
    const implies = checkImplied({ name: scope.name, implies: request.implies ?? [] }, registry)
    assertMayGrant(actor, implies, registry)
    return auditEntry('scope.created', now, actor.origin, { ...actedBy(actor), targetId: scope.name })
  })
  return { ...scope, version: 1 }
}

/**
 * Changes a registered scope. What it implies is granted to, or taken from, everyone who holds it: in tokens from the next login, or, for
 * what is taken away, from the next refresh.
 *
 * @param seen the version that the caller decided upon; null to change whatever is there
 * @throws {NotFoundError} there is no such scope
 * @throws {ConflictError} it was changed meanwhile, or nobody would be left who can administer
 * @throws {BadUserInputError} it cannot be such, would imply itself, or is reserved: of those only the description changes
 * @throws {InvalidScopeError} it would imply what nobody registered, or what it implies more or less is not the actor's
 */
export async function updateScope(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { name, patch, seen }: { name: string; patch: ScopePatch; seen: number | null | undefined },
): Promise<ScopeDefinition> {
  const now = readClock()
  const scope = await storage.changeScope({ name, administrators: administratorTestOf }, (before, registry) => {
    checkVersion(before, seen)
    const next = patched(before, patch, registry)
    const changed = changedFields(before, next, fields)
    for (const field of changed) if (field !== 'description') assertNotReserved(field, name)
    assertMayGrant(actor, moved(before.implies, next.implies), registry)
    const facts = { ...actedBy(actor), targetId: name, data: { changed } }
    return { next, audit: auditEntry('scope.updated', now, actor.origin, facts) }
  })
  if (!scope) throw noScope()
  return scope
}

/**
 * Takes a scope out of the registry: nobody is issued it any more, from the next refresh on. With `force`, it is taken from all who hold
 * it word for word; a wildcard that covers it stays.
 *
 * @throws {NotFoundError} there is no such scope
 * @throws {BadUserInputError} it is reserved
 * @throws {InvalidScopeError} it, or what it implies, is not the actor's
 * @throws {ConflictError} it is held, and there is no `force`: `extensions.usedBy` says by whom; or nobody would be left who can administer
 */
export async function deleteScope(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { name, force }: { name: string; force: boolean },
): Promise<void> {
  assertNotReserved('name', name)
  const at = readClock()
  const isDeleted = await storage.deleteScope({ name, at, administrators: administratorTestOf }, (holders, registry) => {
    assertMayGrant(actor, [name], registry)
    const holderCount = Object.values(holders).reduce((sum: number, { count }) => sum + count, 0)
    if (holderCount > 0 && !force) throw isHeld(holders)
    return auditEntry('scope.deleted', at, actor.origin, { ...actedBy(actor), targetId: name, data: { holderCount } })
  })
  if (!isDeleted) throw noScope()
}

const fields = ['description', 'implies', 'isDefault'] as const

function patched(before: ScopeDefinition, patch: ScopePatch, registry: readonly ScopeDefinition[]): ScopeDefinition {
  const { name } = before
  return {
    ...before,
    description:
      patch.description == null
        ? checkGiven('description', patch.description, before.description)
        : checkScopeDescription(patch.description),
    implies:
      patch.implies == null
        ? checkGiven('implies', patch.implies, before.implies)
        : checkImplied({ name, implies: patch.implies }, registry),
    isDefault: checkGiven('isDefault', patch.isDefault, before.isDefault),
  }
}

function noScope(): NotFoundError {
  return new NotFoundError('There is no such scope.')
}

function isHeld({ scopes, ...others }: ScopeHolders): ConflictError {
  const usedBy = { ...others, scopes: { count: scopes.count, names: scopes.ids } }
  return new ConflictError('name', 'It is held; see extensions.usedBy. Take it from them first, or send force: true.', { usedBy })
}
