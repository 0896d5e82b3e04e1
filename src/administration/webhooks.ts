// Webhooks, made, changed and deleted by administrators who may read the audit log: what is sent is what they could read.

import { auditEntry } from '../authorization-server/audit.ts'
import { newId } from '../authorization-server/identifiers.ts'
import type { Webhook } from '../authorization-server/webhooks/webhook.ts'
import { ConflictError, NotFoundError } from '../errors.ts'
import { type Actor, actedBy } from './actor.ts'
import type { Administration } from './administration.ts'
import { changedFields } from './changed-fields.ts'
import { checkGiven, checkOptionalText, checkVersion } from './checks.ts'
import { checkEventTypes, checkWebhookUrl } from './webhook-rules.ts'

/** A webhook to make. */
export interface NewWebhookRequest {
  readonly url: string
  readonly description?: string | null | undefined
  /** All, when missing or empty. */
  readonly eventTypes?: readonly string[] | null | undefined
}

/** What to change; what is missing stays as it is. Null takes the description away. */
export interface WebhookPatch {
  readonly url?: string | null | undefined
  readonly description?: string | null | undefined
  readonly eventTypes?: readonly string[] | null | undefined
  readonly isEnabled?: boolean | null | undefined
}

/** Each is looked at every second, and may hold a connection. */
const maxWebhooks = 100

/**
 * Makes a webhook, which hears of its own creation first.
 *
 * @throws {BadUserInputError} the URL, the description or the types cannot be such
 * @throws {ConflictError} there are a hundred already
 */
export async function createWebhook(administration: Administration, actor: Actor, request: NewWebhookRequest): Promise<Webhook> {
  const { storage, settings } = administration
  const now = administration.now()
  const webhook = {
    id: newId('whk', now),
    url: checkWebhookUrl('url', request.url, settings.arePrivateWebhooksAllowed),
    description: checkOptionalText('description', request.description, 1_000),
    eventTypes: checkEventTypes('eventTypes', request.eventTypes ?? []),
    createdAt: now,
  }
  const facts = { ...actedBy(actor), targetId: webhook.id, data: { host: hostOf(webhook), eventTypes: webhook.eventTypes } }
  if (!(await storage.createWebhook(webhook, auditEntry('webhook.created', now, actor.origin, facts), maxWebhooks)))
    throw new ConflictError('webhooks', `There are ${maxWebhooks} webhooks already. Delete one first.`)
  const made = await storage.findWebhook(webhook.id)
  if (!made) throw noWebhook()
  return made
}

/**
 * Changes a webhook. One that is disabled stands where it is, and goes on from there when it is enabled again; with another URL, or enabled
 * again, it is tried at once.
 *
 * @param seen the version that the caller decided upon; null to change whatever is there
 * @throws {NotFoundError} there is no such webhook
 * @throws {ConflictError} it was changed meanwhile
 * @throws {BadUserInputError} it cannot be such
 */
export async function updateWebhook(
  { storage, settings, now }: Administration,
  actor: Actor,
  { id, patch, seen }: { id: string; patch: WebhookPatch; seen: number | null | undefined },
): Promise<Webhook> {
  const at = now()
  const webhook = await storage.changeWebhook(id, (before) => {
    checkVersion(before, seen)
    const next = { ...patched(before, patch, settings.arePrivateWebhooksAllowed), updatedAt: at }
    const data = { changed: changedFields(before, next, fields), host: hostOf(next) }
    return { next, audit: auditEntry('webhook.updated', at, actor.origin, { ...actedBy(actor), targetId: id, data }) }
  })
  if (!webhook) throw noWebhook()
  return webhook
}

/**
 * Deletes a webhook; a request that is under way ends as it ends, and no other begins.
 *
 * @throws {NotFoundError} there is no such webhook
 */
export async function deleteWebhook({ storage, now }: Administration, actor: Actor, id: string): Promise<void> {
  const audit = auditEntry('webhook.deleted', now(), actor.origin, { ...actedBy(actor), targetId: id })
  if (!(await storage.deleteWebhook(id, audit))) throw noWebhook()
}

function patched(before: Webhook, patch: WebhookPatch, arePrivateAllowed: boolean): Webhook {
  const url = checkGiven('url', patch.url, before.url)
  const next = {
    ...before,
    url: url === before.url ? url : checkWebhookUrl('url', url, arePrivateAllowed),
    description:
      patch.description === undefined ? before.description : checkOptionalText('description', patch.description, 1_000),
    eventTypes: checkEventTypes('eventTypes', checkGiven('eventTypes', patch.eventTypes, before.eventTypes)),
    isEnabled: checkGiven('isEnabled', patch.isEnabled, before.isEnabled),
  }
  const isNewStart = next.url !== before.url || (next.isEnabled && !before.isEnabled)
  return isNewStart ? { ...next, failureCount: 0, failingSince: null, nextAttemptAt: null } : next
}

const fields = ['url', 'description', 'eventTypes', 'isEnabled'] as const

/** All of a URL that may stand in the log: its path may be a secret. */
function hostOf({ url }: Pick<Webhook, 'url'>): string {
  return new URL(url).host
}

function noWebhook(): NotFoundError {
  return new NotFoundError('There is no such webhook.')
}
