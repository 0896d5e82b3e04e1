// What a webhook is sent, signed: PASETO v4.public with an implicit assertion of its own, so that no other token of the service can pass
// for it, nor it for them. What signs it is in sign-webhook-delivery.ts.

import { readKeyId } from './footer.ts'
import type { PublicKey } from './public-key.ts'
import { openV4Public } from './v4-public.ts'

/** An event of the audit log, as a webhook is told of it. */
export interface WebhookEvent {
  /** Its place in the log: each event of a webhook has a higher one than those before. */
  readonly sequence: number
  /** `evt_…`, unique. */
  readonly id: string
  readonly at: Date
  /** As in `login.failed`. */
  readonly type: string
  readonly actorId: string | null
  readonly clientId: string | null
  readonly targetId: string | null
  readonly ipAddress: string | null
  readonly requestId: string | null
  /** Further facts; never a secret. */
  readonly data: Readonly<Record<string, unknown>>
}

/** One request of a webhook. */
export interface WebhookDelivery {
  readonly issuer: string
  /** The URL of the webhook, as `URL` writes it: what was meant for one is worth nothing to another. */
  readonly audience: string
  /** `whk_…` */
  readonly webhookId: string
  readonly issuedAt: Date
  /** After this it is a replay. */
  readonly expiresAt: Date
  /** Sequences in the log: what stands after `from`, up to `to`, and is of the webhook's types is here. */
  readonly from: number
  readonly to: number
  /** In the order of the log; at least one. */
  readonly events: readonly WebhookEvent[]
}

/** The longest delivery, in characters. Longer ones are refused unread. */
export const maxDeliveryLength = 1024 * 1024

/** Signed with every delivery, and never sent. */
export const deliveryAssertion = Buffer.from('fieldgate webhook v1')

/**
 * The key id that a delivery names: a hint, as with access tokens.
 *
 * @throws {UnauthenticatedError} MALFORMED
 */
export function readDeliveryKeyId(token: string): string {
  return readKeyId(token, maxDeliveryLength)
}

/**
 * A delivery whose signature holds. Whether it is the right issuer's, fresh, and meant for whoever reads it is for them to say.
 *
 * @throws {UnauthenticatedError} MALFORMED or BAD_SIGNATURE
 * @throws {TypeError} signed, and yet no delivery
 */
export function openWebhookDelivery(token: string, key: PublicKey): WebhookDelivery {
  const payload: unknown = JSON.parse(openV4Public(token, key, deliveryAssertion).toString())
  const { iss, aud, webhook, iat, exp, from, to, events } = payload as Record<string, unknown>
  if (typeof iss !== 'string' || typeof aud !== 'string' || typeof webhook !== 'string' || !Array.isArray(events))
    throw new TypeError('The delivery lacks a member.')
  return {
    ...{ issuer: iss, audience: aud, webhookId: webhook },
    ...{ issuedAt: readInstant(iat), expiresAt: readInstant(exp), from: readPlace(from), to: readPlace(to) },
    events: events.map(readEvent),
  }
}

function readEvent(event: unknown): WebhookEvent {
  const { sequence, id, at, type, data, ...others } = event as Record<string, unknown>
  if (typeof id !== 'string' || typeof type !== 'string' || typeof data !== 'object' || data === null)
    throw new TypeError('An event of the delivery is none.')
  return {
    ...{ sequence: readPlace(sequence), id, at: readInstant(at), type },
    ...{ actorId: readText(others.actorId), clientId: readText(others.clientId), targetId: readText(others.targetId) },
    ...{ ipAddress: readText(others.ipAddress), requestId: readText(others.requestId) },
    data: data as WebhookEvent['data'],
  }
}

function readInstant(value: unknown): Date {
  const instant = new Date(String(value))
  if (Number.isNaN(instant.getTime())) throw new TypeError('An instant of the delivery is none.')
  return instant
}

function readPlace(value: unknown): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new TypeError('A sequence of the delivery is none.')
  return Number(value)
}

function readText(value: unknown): string | null {
  if (value !== null && typeof value !== 'string') throw new TypeError('An event of the delivery is none.')
  return value
}
