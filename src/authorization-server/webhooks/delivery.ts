// Delivers the sealed log to one webhook: in order, one request at a time, each batch until the target has taken it.

import { signWebhookDelivery } from '../../token/sign-webhook-delivery.ts'
import type { WebhookEvent } from '../../token/webhook-delivery.ts'
import { auditEntry, internalOrigin } from '../audit.ts'
import type { SealedEvent } from '../audit-log/chain-storage.ts'
import type { AuditReader, ReaderStep, ReadingStorage } from '../audit-log/reading.ts'
import { type Authority, addSeconds } from '../authority.ts'
import { backOffSeconds, hasFailedTooLong } from './back-off.ts'
import { sendToWebhook, type WebhookAnswer } from './send.ts'
import { type DeliveryRecord, type FailureRecord, readerNameOf, type Webhook } from './webhook.ts'

/** What delivering asks of its store. */
export interface DeliveryStorage extends ReadingStorage {
  findWebhook(id: string): Promise<Webhook | undefined>
  /** Ids of those that are enabled, may be tried by now, and have something before them. */
  listDueWebhooks(now: Date): Promise<readonly string[]>
  /** False when it stands elsewhere by now, or is gone. */
  moveReader(step: ReaderStep): Promise<boolean>
  /** The step, and that all is well, in one transaction; false as above. */
  recordDelivery(record: DeliveryRecord): Promise<boolean>
  /** Of no effect when the webhook was changed, or the failure counted, meanwhile. */
  recordFailure(record: FailureRecord): Promise<void>
}

/** What delivering works with. */
export interface DeliveryOptions {
  readonly storage: DeliveryStorage
  readonly authority: Pick<Authority, 'keyRing' | 'settings' | 'now'>
  /** From 0 to 1. */
  readonly random: () => number
  /** Ends what is under way. */
  readonly signal: AbortSignal
  /** 10 by default. */
  readonly timeoutSeconds?: number
  /** Told of every request that was answered, or failed. */
  readonly onAttempt?: (result: 'ok' | 'failed') => void
}

/** Half of it is longer than a request may take: who begins one still has the lease when it ends. */
const leaseSeconds = 24
/** Of JSON in a delivery, unless one event is longer: below what servers take without being told to. */
const maxEventBytes = 64 * 1024
const lifetimeSeconds = 300

/** What reads the log for a webhook. */
export function createDelivery(webhookId: string, options: DeliveryOptions): AuditReader {
  const { storage, authority, signal } = options
  return {
    name: readerNameOf(webhookId),
    begins: 'elsewhere',
    leaseSeconds,
    async take(events, step) {
      // As it is now: it may have been changed or disabled, or have failed on another node, since the last batch.
      const webhook = await storage.findWebhook(webhookId)
      if (!webhook?.isEnabled || isTooEarly(webhook, authority.now())) return false
      const { chosen, to } = choose(events, webhook.eventTypes)
      if (chosen.length === 0) return storage.moveReader(step)
      // Events that were pruned before they were delivered show as a gap.
      const from = Math.max(step.from, (events[0]?.sequence ?? 0) - 1)
      const body = await sign(webhook, { events: chosen, from, to }, authority)
      const answer = await send(webhook, body, options)
      // A request that was cut off here is nobody's failure.
      if (signal.aborted && answer.error !== null) return false
      options.onAttempt?.(answer.error === null ? 'ok' : 'failed')
      const { status } = answer
      if (answer.error === null)
        return storage.recordDelivery({ webhook, from: step.from, to, at: authority.now(), status: status })
      await storage.recordFailure(failureOf(webhook, { status, error: answer.error }, options))
      return false
    },
  }
}

function isTooEarly({ nextAttemptAt }: Webhook, now: Date): boolean {
  return nextAttemptAt !== null && nextAttemptAt > now
}

/** The events of a webhook's types, as many as fit, and the sequence of the last that was looked at. */
function choose(events: readonly SealedEvent[], types: readonly string[]) {
  const chosen: WebhookEvent[] = []
  let to = 0
  let byteCount = 0
  for (const event of events) {
    if (types.length === 0 || types.includes(event.type)) {
      byteCount += Buffer.byteLength(event.data) + 400
      if (chosen.length > 0 && byteCount > maxEventBytes) break
      chosen.push(tell(event))
    }
    to = event.sequence
  }
  return { chosen, to }
}

/** Without its hash, which says nothing without those before it. */
function tell({ hash: _, at, data, ...event }: SealedEvent): WebhookEvent {
  return { ...event, at: new Date(at), data: JSON.parse(data) as WebhookEvent['data'] }
}

interface Stretch {
  readonly events: readonly WebhookEvent[]
  readonly from: number
  readonly to: number
}

async function sign({ id, url }: Webhook, stretch: Stretch, { keyRing, settings, now }: DeliveryOptions['authority']) {
  const issuedAt = now()
  const expiresAt = addSeconds(issuedAt, lifetimeSeconds)
  const delivery = { issuer: settings.issuer, audience: url, webhookId: id, issuedAt, expiresAt, ...stretch }
  return signWebhookDelivery(delivery, await keyRing.activeKey())
}

function send({ url }: Webhook, body: string, { authority, timeoutSeconds = 10, signal }: DeliveryOptions) {
  const arePrivateAllowed = authority.settings.arePrivateWebhooksAllowed
  return sendToWebhook({ url, body, arePrivateAllowed, timeoutSeconds, signal })
}

function failureOf(
  webhook: Webhook,
  { status, error }: WebhookAnswer & { error: string },
  { authority, random }: DeliveryOptions,
): FailureRecord {
  const at = authority.now()
  const failingSince = webhook.failingSince ?? at
  const data = { failingSince, status, error }
  const disabling = hasFailedTooLong(failingSince, at)
    ? auditEntry('webhook.disabled', at, internalOrigin, { targetId: webhook.id, data })
    : undefined
  const nextAttemptAt = addSeconds(at, backOffSeconds(webhook.failureCount + 1, random()))
  return { webhook, at, status, error, nextAttemptAt, disabling }
}
