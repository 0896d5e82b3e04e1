// The registry of scopes: entries made, changed and taken out by administrators.

import { auditEntry } from '../authorization-server/audit.ts'
import type { ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError, NotFoundError } from '../errors.ts'
import { type Actor, added, assertMayGrant } from './actor.ts'
import type { Administration } from './administration.ts'
import { administratorTestOf } from './administrators.ts'
import { checkGiven, checkVersion } from './checks.ts'
import { assertNotReserved, checkScope, checkScopeName } from './scope-rules.ts'
import type { HoldersOfKind, ScopeHolders } from './scope-storage.ts'

/** A scope to register. */
export interface NewScopeRequest {
  readonly name: string
  readonly description: string
  /** None, when missing. */
  readonly implies?: readonly string[] | null | undefined
  /** Whether a client that is made without defaults gets it, if it is within its ceiling; false when missing. */
  readonly isDefault?: boolean | null | undefined
}

/** What to change; what is missing stays as it is. */
export type ScopePatch = { readonly [K in Exclude<keyof NewScopeRequest, 'name'>]?: NewScopeRequest[K] | null | undefined }

/**
 * Registers a scope.
 *
 * @throws {BadUserInputError} its name is none, or is reserved; it would imply itself
 * @throws {InvalidScopeError} it implies what nobody registered, or what the actor does not hold
 * @throws {ConflictError} the name is taken
 */
export async function createScope(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { name, description, implies, isDefault }: NewScopeRequest,
): Promise<ScopeDefinition> {
  const now = readClock()
  checkScopeName(name)
  return storage.createScope((registry) => {
    if (registry.some((other) => other.name === name)) throw new ConflictError('name', 'A scope with this name exists.')
    const given = { name, description, implies: implies ?? [], isDefault: isDefault ?? false, createdAt: now }
    const scope = checkScope(given, registry)
    assertMayGrant(actor, scope.implies, registry)
    return { scope, audit: auditEntry('scope.created', now, actor.origin, { actorId: actor.id, targetId: name }) }
  })
}

/**
 * Changes a registered scope. What it implies counts when a token is issued: for tokens that are out there, from the next refresh.
 *
 * @param seen the version that the caller decided upon; null to change whatever is there
 * @throws {NotFoundError} there is no such scope
 * @throws {ConflictError} it was changed meanwhile, or nobody could administer any more
 * @throws {BadUserInputError} {InvalidScopeError} as in createScope; of a reserved scope, what it implies never changes
 */
export async function updateScope(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { name, patch, seen }: { name: string; patch: ScopePatch; seen: number | null | undefined },
): Promise<ScopeDefinition> {
  const now = readClock()
  const decide = (before: ScopeDefinition, registry: readonly ScopeDefinition[]) => {
    checkVersion(before, seen)
    const next = checkScope(patched(before, patch), registry)
    if (!isSameList(before.implies, next.implies)) assertNotReserved('implies', name)
    assertMayGrant(actor, added(before.implies, next.implies), registry)
    const changed = (['description', 'implies', 'isDefault'] as const).filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(next[field]),
    )
    const facts = { actorId: actor.id, targetId: name, data: { changed } }
    return { next, audit: auditEntry('scope.updated', now, actor.origin, facts) }
  }
  const scope = await storage.changeScope(name, decide, administratorTestOf)
  if (!scope) throw noScope()
  return scope
}

/**
 * Takes a scope out of the registry: nobody can ask for it any more. With `force`, it is taken from all who hold it word for word, which
 * counts from their next refresh; a wildcard that covers it stays.
 *
 * @throws {NotFoundError} there is no such scope
 * @throws {BadUserInputError} it is reserved
 * @throws {ConflictError} it is held, and there is no `force`: its `extensions` say by whom; or nobody could administer any more
 */
export async function deleteScope(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { name, force }: { name: string; force: boolean },
): Promise<void> {
  const now = readClock()
  assertNotReserved('name', name)
  const decide = (holders: ScopeHolders) => {
    const holderCount = Object.values(holders).reduce((sum, { count }: HoldersOfKind) => sum + count, 0)
    if (holderCount > 0 && !force) throw heldBy(holders)
    const facts = { actorId: actor.id, targetId: name, data: { holderCount } }
    return auditEntry('scope.deleted', now, actor.origin, facts)
  }
  if (!(await storage.deleteScope(name, decide, administratorTestOf))) throw noScope()
}

function noScope(): NotFoundError {
  return new NotFoundError('There is no such scope.')
}

function heldBy(holders: ScopeHolders): ConflictError {
  const message = 'It is held: extensions say by whom. Take it from them first, or send `force: true`.'
  return new ConflictError('name', message, { ...holders })
}

function patched(before: ScopeDefinition, patch: ScopePatch): ScopeDefinition {
  return {
    ...before,
    description: checkGiven('description', patch.description, before.description),
    implies: checkGiven('implies', patch.implies, before.implies),
    isDefault: checkGiven('isDefault', patch.isDefault, before.isDefault),
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return added(a, b).length === 0 && added(b, a).length === 0
}
