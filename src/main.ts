// Wires config, store, keys and server; listens; drains. Nothing else.

import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import type { Logger } from 'pino'
import { builtInScopes } from './administration/built-in-scopes.ts'
import type { Authority } from './authorization-server/authority.ts'
import { createCredentials } from './authorization-server/credentials.ts'
import { newId } from './authorization-server/identifiers.ts'
import { openKeyRing } from './authorization-server/key-ring.ts'
import { createPasswords } from './authorization-server/passwords.ts'
import type { Config } from './config.ts'
import { startApiServer } from './graphql/api-server.ts'
import type { ApiContext } from './graphql/context.ts'
import { printSchemaWithDirectives } from './graphql/print-schema.ts'
import { buildApiSchema } from './graphql/schema.ts'
import { createErrorFormatter } from './http/format-error.ts'
import type { RevocationSnapshot } from './http/revocations-route.ts'
import { createHttpServer } from './http/server.ts'
import { openStore, type Store } from './store/store.ts'

export interface ServiceOptions {
  readonly config: Config
  readonly logger: Logger
  readonly now?: () => Date
  /** Runs once the store is open and before anyone is listened to. */
  readonly prepare?: (authority: Authority, store: Store) => Promise<void>
}

export interface Service {
  /** Where it listens, as in `http://127.0.0.1:4000`. */
  readonly url: string
  /** Takes no more connections, answers the requests that are open, and closes everything. */
  stop(): Promise<void>
}

/**
 * Starts the service: migrates the database, opens the keys, listens.
 *
 * @throws {MigrationError} the database does not fit this version
 * @throws when the root secret does not open the keys, or the port is taken; everything is closed again then
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config, logger, now = () => new Date() } = options
  const store = await openStore(config.databaseUrl)
  try {
    const authority = await createAuthority(config, store, now)
    await store.ensureScopeDefinitions(builtInScopes(now()))
    await options.prepare?.(authority, store)
    const schema = buildApiSchema()
    const formatError = createErrorFormatter(logger)
    const apollo = await startApiServer({ schema, authority, allowsIntrospection: config.isIntrospectionEnabled, formatError })
    const server = await createHttpServer<ApiContext>({
      config,
      logger,
      createRequestId: () => newId('req', now()),
      graphql: apollo,
      context: async ({ id: requestId, ip: ipAddress, headers }) => {
        return { authority, origin: { requestId, ipAddress, userAgent: headers['user-agent'] ?? null } }
      },
      schemaSdl: printSchemaWithDirectives(schema),
      ...documentsOf(authority),
      checkReadiness: () => checkReadiness(authority, store),
    })
    await server.listen({ port: config.port, host: config.host })
    const { port } = server.server.address() as AddressInfo
    const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
    logger.info({ url, issuer: config.issuer, database: store.provider }, 'listening')
    const stop = async () => {
      await server.close()
      await apollo.stop()
      await store.close()
    }
    return { url, stop }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function createAuthority(config: Config, store: Store, now: () => Date): Promise<Authority> {
  return {
    settings: config,
    storage: store,
    keyRing: await openKeyRing({ storage: store, rootSecret: config.rootSecret, now }),
    credentials: createCredentials(config.rootSecret),
    passwords: await createPasswords({
      memoryKib: config.argon2MemoryKib,
      passes: 2,
      concurrency: availableParallelism(),
      maxWaiting: 200,
    }),
    now,
  }
}

function documentsOf({ storage, keyRing, now }: Authority) {
  return {
    discovery: async () => ({
      grantTypesSupported: ['PASSWORD', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'],
      scopesSupported: (await storage.listScopeDefinitions()).map(({ name }) => name),
    }),
    publishedKeys: async () => (await keyRing.listKeys()).map(({ publicKey: key, ...record }) => ({ ...record, key })),
    revocations: async (): Promise<RevocationSnapshot> => {
      const revocations = await storage.listRevocations(now())
      const position = createHash('sha256').update(JSON.stringify(revocations)).digest('base64url')
      return { position, revocations }
    },
  }
}

async function checkReadiness({ keyRing }: Authority, store: Store) {
  const checks: readonly (readonly [name: string, check: () => Promise<unknown>])[] = [
    ['database', () => store.ping()],
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
