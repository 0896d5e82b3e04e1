// What a node does besides answering: keys, cleaning, the audit log and whatever is drawn from it, each again and again by itself.

import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { createActivityReader } from '../authorization-server/activity/activity-reader.ts'
import { type DenialCounting, startCountingDenials } from '../authorization-server/activity/start-counting-denials.ts'
import { startReading } from '../authorization-server/audit-log/start-reading.ts'
import { startSealing } from '../authorization-server/audit-log/start-sealing.ts'
import type { Authority } from '../authorization-server/authority.ts'
import { startKeyMaintenance } from '../authorization-server/signing-keys/start-key-maintenance.ts'
import { startCleaning } from '../authorization-server/start-cleaning.ts'
import { startWatching } from '../authorization-server/suspicion/start-watching.ts'
import { startDelivering } from '../authorization-server/webhooks/start-delivering.ts'
import type { Config } from '../config.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Store } from '../store/store.ts'

/** What the work is done with. */
export interface BackgroundTools {
  readonly authority: Authority
  readonly store: Store
  readonly config: Pick<Config, 'sessionRetentionDays'>
  /** Is warned of each failure; the work goes on. */
  readonly logger: Logger
  readonly metrics: Metrics | undefined
}

/** Work that goes on until it is stopped. */
export interface BackgroundWork {
  /** Takes the denials that the API tells of. */
  readonly denials: Pick<DenialCounting, 'count'>
  /** How to stop each part, in the order they began. Each ends what is under way, and lets other nodes take over. */
  readonly stops: readonly (() => Promise<void>)[]
}

/** Begins all of it. */
export function startBackgroundWork({ authority, store, config, logger, metrics }: BackgroundTools): BackgroundWork {
  const { now } = authority
  const node = { storage: store, now, holder: randomUUID() }
  const onError = (what: string) => (err: unknown) => logger.warn({ err }, `${what} failed and will be tried again`)
  const denials = startCountingDenials({ storage: store, now, onError: onError('counting denials') })
  const stops = [
    startKeyMaintenance({ keeper: authority, onError: onError('looking after the signing keys') }),
    startCleaning({ ...node, sessionRetentionDays: config.sessionRetentionDays, onError: onError('cleaning up') }),
    startSealing({ ...node, authority, ...sealingMetrics(metrics), onError: onError('sealing the audit log') }),
    startReading({ ...node, reader: createActivityReader(store), onError: onError('counting the audit log') }),
    denials.stop,
    startWatching({ ...node, onError: onError('watching for the suspicious') }),
    startDelivering({
      ...node,
      authority,
      random: Math.random,
      ...(metrics && { onAttempt: metrics.countWebhookDelivery }),
      onError: onError('delivering to a webhook'),
    }),
  ]
  return { denials, stops }
}

function sealingMetrics(metrics: Metrics | undefined) {
  if (!metrics) return {}
  return { onSealed: (events: readonly { readonly type: string }[]) => metrics.countAuditEvents(events.map(({ type }) => type)) }
}
