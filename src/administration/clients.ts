// Client apps, made, changed and deleted by administrators.

import { auditEntry } from '../authorization-server/audit.ts'
import { newId } from '../authorization-server/identifiers.ts'
import { revocationOf } from '../authorization-server/sessions/end-sessions.ts'
import { type Ending, sessionEnd } from '../authorization-server/sessions/session-end.ts'
import type { Client, ClientType, GrantType } from '../authorization-server/storage.ts'
import { type Actor, actedBy, assertMayGrant, moved } from './actor.ts'
import type { Administration } from './administration.ts'
import { changedFields } from './changed-fields.ts'
import { checkGiven, checkVersion } from './checks.ts'
import { checkClient, defaultsWithin, noClient } from './client-rules.ts'
import { newSecret } from './client-secrets.ts'

/** A client to make. */
export interface NewClientRequest {
  readonly name: string
  readonly description?: string | null
  readonly type: ClientType
  readonly isFirstParty: boolean
  readonly grantTypes: readonly GrantType[]
  readonly allowedScopes: readonly string[]
  /** Those of the registry's defaults that are allowed, when missing. */
  readonly defaultScopes?: readonly string[] | null
  /** None, when missing: the service's own audience only. */
  readonly allowedAudiences?: readonly string[] | null
  readonly accessTokenLifetimeSeconds?: number | null
  readonly refreshTokenIdleSeconds?: number | null
  readonly refreshTokenAbsoluteSeconds?: number | null
}

/** What to change; what is missing stays as it is. Null takes away what may be missing. */
export type ClientPatch = Partial<{ readonly [K in Exclude<keyof NewClientRequest, 'type'>]: NewClientRequest[K] | null }> & {
  readonly isEnabled?: boolean | null
}

/**
 * Makes a client; a confidential one gets a secret, which is told here and never again.
 *
 * @throws {BadUserInputError} {InvalidScopeError} it cannot be such, or reaches further than the actor
 */
export async function createClient(administration: Administration, actor: Actor, request: NewClientRequest) {
  const { storage, settings, credentials } = administration
  const now = administration.now()
  const definitions = await storage.listScopeDefinitions()
  const { secret, record } = request.type === 'CONFIDENTIAL' ? newSecret(credentials, now) : { secret: null, record: undefined }
  const client = checkClient(
    {
      id: newId('cli', now),
      name: request.name,
      description: request.description ?? null,
      type: request.type,
      isFirstParty: request.isFirstParty,
      grantTypes: request.grantTypes,
      allowedScopes: request.allowedScopes,
      defaultScopes: request.defaultScopes ?? defaultsWithin(request.allowedScopes, definitions),
      allowedAudiences: request.allowedAudiences ?? [],
      accessTokenLifetimeSeconds: request.accessTokenLifetimeSeconds ?? null,
      refreshTokenIdleSeconds: request.refreshTokenIdleSeconds ?? null,
      refreshTokenAbsoluteSeconds: request.refreshTokenAbsoluteSeconds ?? null,
      isEnabled: true,
      secrets: record ? [record] : [],
      createdAt: now,
      updatedAt: now,
      version: 1,
    },
    { definitions, settings },
  )
  const { updatedAt: _, version: __, ...written } = client
  const audit = auditEntry('client.created', now, actor.origin, { ...actedBy(actor), targetId: client.id })
  await storage.createClient(written, audit, (registry) => {
    // The registry may have changed since.
    checkClient(client, { definitions: registry, settings })
    assertMayGrant(actor, client.allowedScopes, registry)
  })
  return { client, secret }
}

/**
 * Changes a client. A ceiling that is lowered counts from the next refresh; a client that is disabled loses every session and token at
 * once, and gets none of them back when it is enabled again.
 *
 * @param seen the version that the caller decided upon; null to change whatever is there
 * @throws {NotFoundError} there is no such client
 * @throws {ConflictError} it was changed meanwhile
 * @throws {BadUserInputError} {InvalidScopeError} it cannot be such, or would reach further than the actor
 */
export async function updateClient(
  administration: Administration,
  actor: Actor,
  { id, patch, seen }: { id: string; patch: ClientPatch; seen: number | null | undefined },
): Promise<Client> {
  const { storage, settings } = administration
  const now = administration.now()
  const ending = endingBy(actor)
  // What a node that died left of a client that was disabled.
  if (patch.isEnabled === true && (await storage.findClient(id))?.isEnabled === false)
    await storage.endSessions({ clientId: id }, sessionEnd(ending, now))
  const client = await storage.changeClient(id, (before, definitions) => {
    checkVersion(before, seen)
    const patchedClient = { ...patched(before, patch), updatedAt: now }
    // Whatever it breaks of today's rules, a client that is only turned off never waits for its repair.
    const next = turnsOffOnly(patch) ? patchedClient : checkClient(patchedClient, { definitions, settings })
    assertMayGrant(actor, movedBy(before, next), definitions)
    const audit = auditEntry('client.updated', now, actor.origin, {
      ...actedBy(actor),
      targetId: id,
      data: { changed: changedFields(before, next, fields) },
    })
    if (!before.isEnabled || next.isEnabled) return { next, audit }
    return { next, audit, revoking: { end: sessionEnd(ending, now), revocation: revocationOf({ clientId: id }, now) } }
  })
  if (!client) throw noClient()
  if (patch.isEnabled === false) await storage.endSessions({ clientId: id }, sessionEnd(ending, now))
  return client
}

/**
 * Deletes a client, with its sessions; everything it was issued is dead at once.
 *
 * @throws {NotFoundError} there is no such client
 */
export async function deleteClient(administration: Administration, actor: Actor, id: string): Promise<void> {
  await updateClient(administration, actor, { id, patch: { isEnabled: false }, seen: null })
  const audit = auditEntry('client.deleted', administration.now(), actor.origin, { ...actedBy(actor), targetId: id })
  if (!(await administration.storage.deleteClient(id, audit))) throw noClient()
}

function turnsOffOnly({ isEnabled, ...others }: ClientPatch): boolean {
  return isEnabled === false && Object.values(others).every((value) => value === undefined)
}

function endingBy({ id: actorId, origin }: Actor): Ending {
  return { actorId, reason: 'client disabled', origin }
}

function patched(before: Client, patch: ClientPatch): Client {
  const kept = <K extends keyof ClientPatch & keyof Client>(field: K): Client[K] =>
    checkGiven<Client[K]>(field, patch[field] as Client[K] | null | undefined, before[field])
  const orNull = <K extends keyof ClientPatch & keyof Client>(field: K): Client[K] =>
    (patch[field] === undefined ? before[field] : patch[field]) as Client[K]
  return {
    ...before,
    name: kept('name'),
    description: orNull('description'),
    isFirstParty: kept('isFirstParty'),
    grantTypes: kept('grantTypes'),
    allowedScopes: kept('allowedScopes'),
    defaultScopes: kept('defaultScopes'),
    allowedAudiences: kept('allowedAudiences'),
    accessTokenLifetimeSeconds: orNull('accessTokenLifetimeSeconds'),
    refreshTokenIdleSeconds: orNull('refreshTokenIdleSeconds'),
    refreshTokenAbsoluteSeconds: orNull('refreshTokenAbsoluteSeconds'),
    isEnabled: kept('isEnabled'),
  }
}

/** What a change gives or takes of what the client reaches; all of its ceiling, when it gets a new way there. */
function movedBy(before: Client, next: Client): readonly string[] {
  const isOpened =
    (next.isEnabled && !before.isEnabled) ||
    (next.isFirstParty && !before.isFirstParty) ||
    next.grantTypes.some((grant) => !before.grantTypes.includes(grant)) ||
    next.allowedAudiences.some((audience) => !before.allowedAudiences.includes(audience)) ||
    lifetimes.some((field) => next[field] !== before[field])
  return [...moved(before.allowedScopes, next.allowedScopes), ...(isOpened ? next.allowedScopes : [])]
}

const lifetimes = ['accessTokenLifetimeSeconds', 'refreshTokenIdleSeconds', 'refreshTokenAbsoluteSeconds'] as const

/** As the input names them: what a patch may hold. */
const fields = [
  ...(['name', 'description', 'isFirstParty', 'grantTypes', 'allowedScopes', 'defaultScopes', 'allowedAudiences'] as const),
  ...lifetimes,
  'isEnabled',
] satisfies readonly (keyof ClientPatch)[]
