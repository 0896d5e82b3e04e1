// Wires config, store, keys and server; listens; drains. Nothing else.

import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Logger } from 'pino'
import type { Administration } from './administration/administration.ts'
import { builtInScopes } from './administration/built-in-scopes.ts'
import { createActivityReader } from './authorization-server/activity/activity-reader.ts'
import { startCountingDenials } from './authorization-server/activity/start-counting-denials.ts'
import { auditCatalogue } from './authorization-server/audit.ts'
import { startReading } from './authorization-server/audit-log/reading.ts'
import { startSealing } from './authorization-server/audit-log/start-sealing.ts'
import type { Authority } from './authorization-server/authority.ts'
import { createCredentials } from './authorization-server/credentials.ts'
import { newId } from './authorization-server/identifiers.ts'
import { createPasswords } from './authorization-server/passwords.ts'
import { createRevocationFeed } from './authorization-server/revocation-feed.ts'
import { openKeyRing } from './authorization-server/signing-keys/key-ring.ts'
import { startKeyMaintenance } from './authorization-server/signing-keys/start-key-maintenance.ts'
import { startCleaning } from './authorization-server/start-cleaning.ts'
import { startWatching } from './authorization-server/suspicion/start-watching.ts'
import { startDelivering } from './authorization-server/webhooks/start-delivering.ts'
import type { Config } from './config.ts'
import { startApiServer } from './graphql/api-server.ts'
import { type ApiContext, createApiContext } from './graphql/context.ts'
import { printSchemaWithDirectives } from './graphql/print-schema.ts'
import { buildApiSchema } from './graphql/schema.ts'
import { prepareDrain } from './http/drain.ts'
import { createErrorFormatter } from './http/format-error.ts'
import { listen } from './http/listen.ts'
import { createMetricsServer } from './http/metrics-server.ts'
import { publishedDocuments } from './http/published-documents.ts'
import { createHttpServer } from './http/server.ts'
import { createMetrics, type Metrics, type MetricsSources } from './metrics/metrics.ts'
import { openStore, type Store } from './store/store.ts'
import { traceMethods } from './telemetry/trace-methods.ts'

/** What the service runs with. */
export interface ServiceOptions {
  readonly config: Config
  readonly logger: Logger
  readonly now?: () => Date
  /** Ends the process: its database client answers wrongly, and only a new process helps. It is logged before. Nothing by default. */
  readonly onPoisoned?: () => void
  /** The schema of the API: built when it is missing. A test takes one that notes which of its resolvers run. */
  readonly schema?: ReturnType<typeof buildApiSchema>
  /** Runs once the store is open and before anyone is listened to. */
  readonly prepare?: (authority: Authority, store: Store) => Promise<void>
}

/** A service that listens. */
export interface Service {
  /** Where it listens, as in `http://127.0.0.1:4000`. */
  readonly url: string
  /**
   * Takes no more connections, answers the requests that are open, and closes everything.
   *
   * @returns false when requests were still open after `drainSeconds` and were cut off
   */
  stop(): Promise<boolean>
}

/**
 * Starts the service: migrates the database, opens the keys, listens.
 *
 * @throws {MigrationError} the database does not fit this version
 * @throws {ConfigError} the database cannot be opened, or the host is not of this machine
 * @throws when the root secret does not open the keys, or the port is taken; everything is closed again then
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const opened: (() => Promise<unknown>)[] = []
  const stop = async () => {
    const results: unknown[] = []
    for (const close of opened.splice(0).reverse()) results.push(await close())
    return !results.includes(false)
  }
  try {
    return { url: await open(options, opened), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @param opened gets what closes each part, in the order they were opened */
async function open(options: ServiceOptions, opened: (() => Promise<unknown>)[]) {
  const { config, logger, now = () => new Date(), onPoisoned, schema = buildApiSchema(), prepare } = options
  const opening = openStore(config.databaseUrl, {
    onPoisoned(err) {
      logger.fatal({ err }, 'the database client can no longer be believed')
      onPoisoned?.()
    },
  })
  const store = traceStore(await opening)
  opened.push(() => store.close())
  if (store.appliedMigrations.length > 0) logger.info({ migrations: store.appliedMigrations }, 'database migrated')
  const metrics = config.metricsPort === undefined ? undefined : createMetrics(metricsSources(() => authority, store))
  const authority = await createAuthority({ config, store, now, metrics })
  await store.ensureScopeDefinitions(builtInScopes(now()))
  await prepare?.(authority, store)
  opened.push(startKeyMaintenance({ keeper: authority, onError: warn(logger, 'looking after the signing keys failed') }))
  opened.push(startCleaning({ ...cleaningOptions(config, logger), storage: store, now }))
  opened.push(startSealing({ ...sealingOptions(logger, metrics), storage: store, authority }))
  opened.push(startReading({ ...countingOptions(logger), storage: store, reader: createActivityReader(store), now }))
  const denials = startCountingDenials({ storage: store, now, onError: warn(logger, 'counting denials failed') })
  opened.push(denials.stop)
  opened.push(startWatching({ ...watchingOptions(logger), storage: store, now }))
  opened.push(startDelivering({ ...deliveringOptions(logger, metrics), storage: store, authority }))
  const formatError = createErrorFormatter(logger)
  const apollo = await startApiServer({
    schema,
    authority,
    allowsIntrospection: config.isIntrospectionEnabled,
    observer: metrics,
    denials,
    formatError,
  })
  opened.push(() => apollo.stop())
  const server = await createHttpServer<ApiContext>({
    config,
    logger,
    createRequestId: () => newId('req', now()),
    graphql: apollo,
    context: async ({ id: requestId, ip: ipAddress, headers }) => {
      return createApiContext(authority, { requestId, ipAddress, userAgent: headers['user-agent'] ?? null })
    },
    schemaSdl: printSchemaWithDirectives(schema),
    ...publishedDocuments(authority),
    revocations: traceMethods(createRevocationFeed(authority), { name: 'feed', except: ['follow', 'close'] }),
    checkReadiness: () => checkReadiness(authority, store),
  })
  opened.push(prepareDrain(server, config.drainSeconds))
  if (metrics) {
    const metricsServer = createMetricsServer(metrics)
    opened.push(() => metricsServer.close())
    const url = await listen(metricsServer, { host: config.host, port: config.metricsPort ?? 0 }, 'FIELDGATE_METRICS_PORT')
    logger.info({ url: `${url}/metrics` }, 'metrics')
  }
  const url = await listen(server, config)
  logger.info({ url, issuer: config.issuer, database: store.provider }, 'listening')
  return url
}

/** A span for each method, which is a transaction or a few reads: what a statement does is for the database to tell. */
function traceStore(store: Store): Store {
  return traceMethods(store, {
    name: 'store',
    kind: 'client',
    attributes: { 'db.system.name': store.provider },
    except: ['onRevoked', 'close'],
  })
}

interface Parts {
  readonly config: Config
  readonly store: Store
  readonly now: () => Date
  readonly metrics: Metrics | undefined
}

async function createAuthority({ config, store, now, metrics }: Parts): Promise<Administration> {
  const { rootSecret, previousSecrets } = config
  const passwords = await createPasswords({
    memoryKib: config.argon2MemoryKib,
    passes: 2,
    concurrency: availableParallelism(),
    maxWaiting: 200,
    ...(metrics && { onHashed: metrics.timePasswordHash }),
  })
  return {
    settings: config,
    storage: store,
    keyRing: await openKeyRing({ storage: store, rootSecret, previousSecrets, policy: config, now }),
    credentials: createCredentials(rootSecret, previousSecrets),
    passwords: traceMethods(passwords, { name: 'password', except: ['isOutdated'] }),
    now,
  }
}

function metricsSources(authority: () => Administration, store: Store): MetricsSources {
  return {
    countSessions: () => store.countLivingSessions(authority().now()),
    activeKeySince: async () => {
      const active = (await authority().keyRing.listAllKeys()).find(({ status }) => status === 'ACTIVE')
      if (!active) throw new Error('There is no active key.')
      return active.activatesAt
    },
    auditTypes: Object.keys(auditCatalogue),
    now: () => authority().now(),
  }
}

function cleaningOptions({ sessionRetentionDays }: Config, logger: Logger) {
  return { sessionRetentionDays, holder: randomUUID(), onError: warn(logger, 'cleaning up failed') }
}

function sealingOptions(logger: Logger, metrics: Metrics | undefined) {
  return {
    holder: randomUUID(),
    onError: warn(logger, 'sealing the audit log failed'),
    ...(metrics && {
      onSealed: (events: readonly { readonly type: string }[]) => metrics.countAuditEvents(events.map(({ type }) => type)),
    }),
  }
}

function watchingOptions(logger: Logger) {
  return { holder: randomUUID(), onError: warn(logger, 'watching for the suspicious failed') }
}

function countingOptions(logger: Logger) {
  return { holder: randomUUID(), onError: warn(logger, 'counting the audit log failed') }
}

function deliveringOptions(logger: Logger, metrics: Metrics | undefined) {
  const onError = warn(logger, 'delivering to a webhook failed')
  return { holder: randomUUID(), random: Math.random, onError, ...(metrics && { onAttempt: metrics.countWebhookDelivery }) }
}

function warn(logger: Logger, what: string) {
  return (err: unknown) => logger.warn({ err }, `${what} and will be tried again`)
}

async function checkReadiness({ keyRing }: Authority, store: Store) {
  const checks: readonly (readonly [name: string, check: () => Promise<unknown>])[] = [
    ['database', () => store.probe()],
    ['signingKey', () => keyRing.activeKey()],
  ]
  return Promise.all(
    checks.map(async ([name, check]) => {
      const isReady = await check().then(
        () => true,
        () => false,
      )
      return { name, isReady }
    }),
  )
}
