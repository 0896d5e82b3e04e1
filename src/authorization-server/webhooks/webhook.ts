// A webhook: an address outside that is told of audit events, and how that goes.

import type { AuditEntry } from '../records.ts'

/** A webhook, as it is remembered. */
export interface Webhook {
  readonly id: string
  /** As `URL` writes it. */
  readonly url: string
  readonly description: string | null
  /** Types of events; none for all. */
  readonly eventTypes: readonly string[]
  readonly isEnabled: boolean
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Raised by every change of what stands above, and by nothing below. */
  readonly version: number
  /** Every event up to this one was delivered, or is of no type that it is told of. */
  readonly lastDeliveredSequence: number
  readonly lastDeliveredAt: Date | null
  /** Of the last answer; null when there was none. */
  readonly lastStatus: number | null
  /** Why the last attempt failed, as a code; null when it did not. */
  readonly lastError: string | null
  /** Attempts since the last that succeeded. */
  readonly failureCount: number
  readonly failingSince: Date | null
  /** Not before this; null for at once. */
  readonly nextAttemptAt: Date | null
}

/** A step along the log after the target took what stood there. */
export interface DeliveryRecord {
  readonly webhook: Webhook
  /** Sequences, as in a reader's step. */
  readonly from: number
  readonly to: number
  readonly at: Date
  readonly status: number | null
}

/** An attempt that failed. */
export interface FailureRecord {
  readonly webhook: Webhook
  readonly at: Date
  readonly status: number | null
  readonly error: string
  readonly nextAttemptAt: Date
  /** The webhook is disabled with it, and this tells of it; undefined when it is not. */
  readonly disabling: AuditEntry | undefined
}

/** The name of a webhook's place among the readers of the log. */
export function readerNameOf(webhookId: string): string {
  return `webhook:${webhookId}`
}
