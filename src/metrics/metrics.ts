// What is counted and timed, for Prometheus: every name and label in one place, and no label that callers can make up.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Where the rest of the service tells what happened. */
export interface Metrics {
  /** A field of Query or Mutation was answered; `result` is `ok` or the code of its error. */
  countRootField(field: string, result: string): void
  /** An operation was answered, refused ones included. */
  timeOperation(kind: string, seconds: number): void
  /** A field was refused for the scopes of the token, or for want of one. */
  countDenial(coordinate: string): void
  /** A password was hashed or compared, without the time that it waited. */
  timePasswordHash(seconds: number): void
  /** A webhook's target was called; `result` is `ok` or `failed`. */
  countWebhookDelivery(result: string): void
  /** Everything, in Prometheus' text format. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>
}

/** What is asked for when the metrics are read. */
export interface MetricsSources {
  /** Sessions that can still be refreshed. */
  readonly countSessions: () => Promise<number>
  readonly activeKeySince: () => Promise<Date>
  readonly now: () => Date
}

/** Counting sessions reads them all: no more often than this. */
const sessionsEverySeconds = 60

/** The metrics of one service, all at zero. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })
  const rootFields = new Counter({
    ...{ name: 'fieldgate_root_fields_total', help: 'Fields of Query and Mutation that were answered, by result.' },
    ...{ labelNames: ['field', 'result'], registers },
  })
  const denials = new Counter({
    ...{ name: 'fieldgate_denials_total', help: 'Fields that the token did not reach.', labelNames: ['coordinate'], registers },
  })
  const deliveries = new Counter({
    ...{
      name: 'fieldgate_webhook_requests_total',
      help: 'Requests to webhooks, by result.',
      labelNames: ['result'],
      registers,
    },
  })
  const operations = new Histogram({
    ...{ name: 'fieldgate_operation_seconds', help: 'GraphQL operations, from their document to their answer.' },
    ...{ labelNames: ['kind'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers },
  })
  const hashes = new Histogram({
    ...{ name: 'fieldgate_password_hash_seconds', help: 'Passwords hashed or compared, without waiting.' },
    ...{ buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1], registers },
  })
  addGauges(registers, sources)
  return {
    countRootField: (field, result) => rootFields.inc({ field, result }),
    timeOperation: (kind, seconds) => operations.observe({ kind }, seconds),
    countDenial: (coordinate) => denials.inc({ coordinate }),
    timePasswordHash: (seconds) => hashes.observe(seconds),
    countWebhookDelivery: (result) => deliveries.inc({ result }),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}

function addGauges(registers: Registry[], { countSessions, activeKeySince, now }: MetricsSources): void {
  let countedAt = Number.NEGATIVE_INFINITY
  const sessions = new Gauge({
    name: 'fieldgate_sessions_active',
    help: `Sessions that can be refreshed, counted at most every ${sessionsEverySeconds} seconds.`,
    registers,
    collect: async () => {
      if (now().getTime() - countedAt < sessionsEverySeconds * 1000) return
      countedAt = now().getTime()
      // What cannot be asked for now is left out, not told as it was.
      await countSessions().then(
        (count) => sessions.set(count),
        () => sessions.remove(),
      )
    },
  })
  const keyAge = new Gauge({
    name: 'fieldgate_signing_key_age_seconds',
    help: 'How long the key that signs has been doing so.',
    registers,
    collect: async () => {
      await activeKeySince().then(
        (since) => keyAge.set((now().getTime() - since.getTime()) / 1000),
        () => keyAge.remove(),
      )
    },
  })
}
