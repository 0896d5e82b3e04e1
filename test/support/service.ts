// A whole service over real HTTP on a new database, with a few clients and users, and a clock that tests move.

import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { builtInScopes } from '../../src/administration/built-in-scopes.ts'
import { auditEntry, internalOrigin } from '../../src/authorization-server/audit.ts'
import type { Authority } from '../../src/authorization-server/authority.ts'
import { newId } from '../../src/authorization-server/identifiers.ts'
import type { GrantType } from '../../src/authorization-server/storage.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/http/logger.ts'
import { startService } from '../../src/main.ts'
import type { Store } from '../../src/store/store.ts'
import { createClock, type TestClock } from './clock.ts'
import { createDatabase, type Engine } from './databases.ts'

export const password = 'correct horse battery staple'

export interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly data: T | null | undefined
  readonly errors: readonly { message: string; path?: unknown; extensions: Record<string, unknown> & { code: string } }[]
}

export interface TestService {
  readonly url: string
  readonly databaseUrl: string
  readonly clock: TestClock
  readonly authority: Authority
  readonly store: Store
  /** Everything that was logged, as text. */
  readonly log: () => string
  send<T, V>(document: TypedDocumentNode<T, V>, variables: V, accessToken?: string): Promise<Answer<T>>
  stop(): Promise<void>
}

export interface TestServiceOptions {
  readonly engine: Engine
  readonly environment?: Readonly<Record<string, string>>
}

/** Scopes that exist beside the built-in ones: `orders:write` implies `orders:read`. */
const scopes = [
  { name: 'orders:read', implies: [] },
  { name: 'orders:write', implies: ['orders:read'] },
  { name: 'invoices:read', implies: [] },
  { name: 'order:*:read', implies: [] },
]

export async function startTestService({ engine, environment = {} }: TestServiceOptions): Promise<TestService> {
  const database = await createDatabase(engine)
  const clock = createClock()
  const lines: string[] = []
  const settings = {
    FIELDGATE_PORT: '0',
    FIELDGATE_DATABASE_URL: database.url,
    FIELDGATE_ISSUER: 'http://localhost:4000',
    FIELDGATE_SECRET: 'a root secret for tests only, 0123456789 abcdefghij',
    ...environment,
  }
  const config = readConfig(settings, () => '', { mode: 'production' })
  const logger = createLogger({ level: config.logLevel, destination: { write: (line) => lines.push(line) } })
  let opened: { authority: Authority; store: Store } | undefined
  const service = await startService({
    config,
    logger,
    now: clock.now,
    prepare: async (authority, store) => {
      opened = { authority, store }
      const createdAt = clock.now()
      await store.ensureScopeDefinitions([
        ...builtInScopes(createdAt),
        ...scopes.map((scope) => ({ ...scope, description: scope.name, isDefault: false, createdAt })),
      ])
    },
  })
  if (!opened) throw new Error('The service did not prepare.')
  return {
    url: service.url,
    databaseUrl: database.url,
    clock,
    ...opened,
    log: () => lines.join(''),
    send: (document, variables, accessToken) => send(service.url, { query: print(document), variables }, accessToken),
    stop: async () => {
      await service.stop()
      await database.drop()
    },
  }
}

/** Posts an operation and reads the answer; throws when it is not JSON. */
export async function send<T>(url: string, body: unknown, accessToken?: string): Promise<Answer<T>> {
  const authorization = accessToken === undefined ? undefined : { authorization: `Bearer ${accessToken}` }
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'fieldgate-test', ...authorization },
    body: JSON.stringify(body),
  })
  const { data, errors = [] } = (await response.json()) as { data?: T | null; errors?: Answer<T>['errors'] }
  return { status: response.status, headers: response.headers, data, errors }
}

export interface ClientTraits {
  readonly secret?: string
  readonly isFirstParty?: boolean
  readonly isEnabled?: boolean
  readonly grantTypes?: readonly GrantType[]
  readonly allowedScopes?: readonly string[]
  readonly defaultScopes?: readonly string[]
  readonly allowedAudiences?: readonly string[]
  readonly accessTokenLifetimeSeconds?: number
  readonly refreshTokenIdleSeconds?: number
  readonly refreshTokenAbsoluteSeconds?: number
}

/** Adds a client: a public first-party app, or with a secret a confidential one. Returns its id. */
export async function addClient({ store, authority, clock }: TestService, traits: ClientTraits = {}): Promise<string> {
  const createdAt = clock.now()
  const id = newId('cli', createdAt)
  const { secret, ...rest } = traits
  const hash = secret === undefined ? undefined : authority.credentials.hashClientSecret(secret)
  const client = {
    id,
    name: 'Test client',
    description: null,
    type: secret === undefined ? ('PUBLIC' as const) : ('CONFIDENTIAL' as const),
    isFirstParty: true,
    grantTypes: ['PASSWORD', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'] as const,
    allowedScopes: ['orders:*', 'invoices:read', 'clients:read', 'users:read', 'tokens:introspect'],
    defaultScopes: ['orders:read'],
    allowedAudiences: [],
    accessTokenLifetimeSeconds: null,
    refreshTokenIdleSeconds: null,
    refreshTokenAbsoluteSeconds: null,
    isEnabled: true,
    createdAt,
    secrets:
      hash === undefined
        ? []
        : [{ id: newId('sec', createdAt), hash, hint: 'test', createdAt, expiresAt: null, lastUsedAt: null }],
    ...rest,
  }
  await store.createClient(client, auditEntry('client.created', createdAt, internalOrigin, { targetId: id }))
  return id
}

export interface UserTraits {
  readonly email?: string
  readonly scopes?: readonly string[]
  readonly roleIds?: readonly string[]
  readonly isEnabled?: boolean
}

/** Adds a user whose password is `password`. Returns the id and the email. */
export async function addUser(
  { store, authority, clock }: TestService,
  traits: UserTraits = {},
): Promise<{ id: string; email: string }> {
  const createdAt = clock.now()
  const id = newId('usr', createdAt)
  const { email = `${id}@example.com`, scopes = ['orders:write'], roleIds = [], isEnabled = true } = traits
  const passwordHash = await authority.passwords.hash(password)
  const user = { id, email, displayName: null, passwordHash, scopes, roleIds, isEnabled, createdAt }
  await store.createUser(user, auditEntry('user.created', createdAt, internalOrigin, { targetId: id }))
  return { id, email }
}
