// Secrets of confidential clients: a new one beside the old ones for a while, and one revoked at once.

import { auditEntry } from '../authorization-server/audit.ts'
import { addSeconds } from '../authorization-server/authority.ts'
import { isAlive } from '../authorization-server/client-authentication.ts'
import type { Credentials } from '../authorization-server/credentials.ts'
import { newId } from '../authorization-server/identifiers.ts'
import type { Client, ClientSecret } from '../authorization-server/storage.ts'
import { BadUserInputError, ConflictError, NotFoundError } from '../errors.ts'
import { type Actor, actedBy, assertMayGrant } from './actor.ts'
import type { Administration } from './administration.ts'
import { noClient } from './client-rules.ts'

/** Of one client. */
export const maxLivingSecrets = 10
const maxOverlapSeconds = 90 * 24 * 3600

/** A new secret, and what is kept of it. */
export function newSecret(credentials: Credentials, now: Date): { secret: string; record: ClientSecret } {
  const secret = credentials.newClientSecret()
  const facts = { hash: credentials.hashClientSecret(secret), hint: secret.slice(-4), createdAt: now }
  return { secret, record: { id: newId('sec', now), ...facts, expiresAt: null, lastUsedAt: null } }
}

/**
 * Gives a client one more secret. The others work for `overlapSeconds` more, so that nothing fails while the new one is handed out.
 *
 * @throws {NotFoundError} there is no such client
 * @throws {InvalidScopeError} the client reaches further than the actor, who would hold its secret
 * @throws {BadUserInputError} it is public, or the overlap is not from 0 to 90 days
 * @throws {ConflictError} it has ten living secrets
 */
export async function rotateClientSecret(
  administration: Administration,
  actor: Actor,
  { clientId, overlapSeconds }: { clientId: string; overlapSeconds: number },
): Promise<{ client: Client; secret: string }> {
  if (overlapSeconds < 0 || overlapSeconds > maxOverlapSeconds)
    throw new BadUserInputError('overlapSeconds', `It must be from 0 to ${maxOverlapSeconds} seconds.`)
  const { storage, credentials } = administration
  const now = administration.now()
  const { secret, record } = newSecret(credentials, now)
  const end = addSeconds(now, overlapSeconds)
  const client = await storage.changeClient(clientId, (before, definitions) => {
    if (before.type === 'PUBLIC') throw new BadUserInputError('clientId', 'A public client has no secret.')
    assertMayGrant(actor, before.allowedScopes, definitions)
    const living = before.secrets.filter((old) => isAlive(old, now))
    if (living.length >= maxLivingSecrets)
      throw new ConflictError('secrets', `It has ${maxLivingSecrets} secrets. Revoke one that is no longer used.`)
    const ending = living.map((old) => ({ ...old, expiresAt: old.expiresAt && old.expiresAt < end ? old.expiresAt : end }))
    const audit = auditEntry('client.secret_rotated', now, actor.origin, {
      ...actedBy(actor),
      targetId: clientId,
      data: { secretId: record.id, overlapSeconds },
    })
    return { next: { ...before, secrets: [...ending, record], updatedAt: now }, audit }
  })
  if (!client) throw noClient()
  return { client, secret }
}

/**
 * Ends one secret at once. Tokens that it brought live on for as long as they were issued for; `revokeSessions` ends them too.
 *
 * @throws {NotFoundError} there is no such client, or it has no such secret
 */
export async function revokeClientSecret(
  { storage, now: readClock }: Administration,
  actor: Actor,
  { clientId, secretId }: { clientId: string; secretId: string },
): Promise<Client> {
  const now = readClock()
  const client = await storage.changeClient(clientId, (before) => {
    const secrets = before.secrets.filter(({ id }) => id !== secretId)
    if (secrets.length === before.secrets.length) throw new NotFoundError('The client has no such secret.')
    const facts = { ...actedBy(actor), targetId: clientId, data: { secretId } }
    return { next: { ...before, secrets, updatedAt: now }, audit: auditEntry('client.secret_revoked', now, actor.origin, facts) }
  })
  if (!client) throw noClient()
  return client
}
