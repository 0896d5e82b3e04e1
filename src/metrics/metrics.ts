// What is counted and timed, for Prometheus: every name and label in one place, and no label that callers can make up.

import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { addAskedGauge } from './asked-gauge.ts'

/** Where the rest of the service tells what happened. */
export interface Metrics {
  /** A field of Query or Mutation was answered; `result` is `ok` or the code of its error. */
  countRootField(field: string, result: string): void
  /** A request for an operation was answered, refused ones included; `kind` is `invalid` for one that could not be understood. */
  timeOperation(kind: string, seconds: number): void
  /** A field was refused for the scopes of the token, or for want of one. */
  countDenial(coordinate: string): void
  /** A password was hashed or compared, without the time that it waited. */
  timePasswordHash(seconds: number): void
  /** Events of the audit log were sealed by this node, each by no other. */
  countAuditEvents(types: readonly string[]): void
  /** Everything, in Prometheus' text format. Never rejects: what cannot be found out now is left out. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>
}

/** What the metrics are made of. */
export interface MetricsSources {
  /** Sessions that can still be refreshed. */
  readonly countSessions: () => Promise<number>
  readonly activeKeySince: () => Promise<Date>
  /** The closed list of what the audit log tells; events of other types are not counted. */
  readonly auditTypes: readonly string[]
  readonly now: () => Date
}

/** What each field gives tokens for (RFC 6749, RFC 8693). */
const grants: Readonly<Record<string, string>> = {
  login: 'password',
  refresh: 'refresh_token',
  clientCredentials: 'client_credentials',
  exchangeToken: 'token_exchange',
}

/** The metrics of one service, all at zero. */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  addGauges(registers, sources)
  const rootFields = new Counter({
    ...{ name: 'fieldgate_root_fields_total', help: 'Fields of Query and Mutation that were answered, by result.' },
    ...{ labelNames: ['field', 'result'], registers },
  })
  const tokens = new Counter({
    ...{ name: 'fieldgate_tokens_issued_total', help: 'Access tokens that were issued.', labelNames: ['grant'], registers },
  })
  for (const grant of Object.values(grants)) tokens.inc({ grant }, 0)
  const denials = new Counter({
    ...{ name: 'fieldgate_denials_total', help: 'Fields that the token did not reach.', labelNames: ['coordinate'], registers },
  })
  const auditEvents = new Counter({
    ...{ name: 'fieldgate_audit_events_total', help: 'Events of the audit log, each counted by the node that sealed it.' },
    ...{ labelNames: ['type'], registers },
  })
  for (const type of sources.auditTypes) auditEvents.inc({ type }, 0)
  const operations = new Histogram({
    ...{ name: 'fieldgate_operation_seconds', help: 'GraphQL operations, from their document to their answer.' },
    ...{ labelNames: ['kind'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers },
  })
  const hashes = new Histogram({
    ...{ name: 'fieldgate_password_hash_seconds', help: 'Passwords hashed or compared, without waiting.' },
    ...{ buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1], registers },
  })
  let reading: Promise<string> | undefined
  return {
    countRootField(field, result) {
      rootFields.inc({ field, result })
      const grant = grants[field]
      if (grant && result === 'ok') tokens.inc({ grant })
    },
    timeOperation: (kind, seconds) => operations.observe({ kind }, seconds),
    countDenial: (coordinate) => denials.inc({ coordinate }),
    timePasswordHash: (seconds) => hashes.observe(seconds),
    countAuditEvents(types) {
      for (const type of types) if (sources.auditTypes.includes(type)) auditEvents.inc({ type })
    },
    async read() {
      // However many read at once, it is put together once.
      reading ??= registry.metrics().finally(() => {
        reading = undefined
      })
      return { contentType: registry.contentType, text: await reading }
    },
  }
}

function addGauges(registers: Registry[], { countSessions, activeKeySince, now }: MetricsSources): void {
  const failures = new Counter({
    ...{ name: 'fieldgate_metrics_failed_total', help: 'Metrics that could not be found out, and were left out.' },
    ...{ labelNames: ['metric'], registers },
  })
  const add = (name: string, help: string, everySeconds: number, ask: () => Promise<number>) => {
    failures.inc({ metric: name }, 0)
    addAskedGauge({ name, help, everySeconds, ask, now, registers, onFailed: () => failures.inc({ metric: name }) })
  }
  add('fieldgate_sessions_active', 'Sessions that can be refreshed, over all nodes.', 60, countSessions)
  add('fieldgate_signing_key_age_seconds', 'How long the key that signs has been doing so.', 0, async () => {
    const since = await activeKeySince()
    return (now().getTime() - since.getTime()) / 1000
  })
}
