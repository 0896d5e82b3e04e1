// Wires config, store, keys and server; listens; drains. Nothing else.

import type { Logger } from 'pino'
import { builtInScopes } from './administration/built-in-scopes.ts'
import type { Authority } from './authorization-server/authority.ts'
import { newId } from './authorization-server/identifiers.ts'
import { createRevocationFeed } from './authorization-server/revocation-feed.ts'
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
import { startBackgroundWork } from './main/background-work.ts'
import { checkReadiness } from './main/check-readiness.ts'
import { metricsSources } from './main/metrics-sources.ts'
import { openAuthority } from './main/open-authority.ts'
import { createMetrics } from './metrics/metrics.ts'
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
  const authority = await openAuthority({ config, store, now, metrics })
  await store.ensureScopeDefinitions(builtInScopes(now()))
  await prepare?.(authority, store)
  const background = startBackgroundWork({ authority, store, config, logger, metrics })
  opened.push(...background.stops)
  const formatError = createErrorFormatter(logger)
  const apollo = await startApiServer({
    schema,
    authority,
    allowsIntrospection: config.isIntrospectionEnabled,
    observer: metrics,
    denials: background.denials,
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
