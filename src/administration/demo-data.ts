// What `fieldgate dev` starts with: two apps, two users and a few scopes, all with secrets of their own making.

import { randomBytes } from 'node:crypto'
import { auditEntry, internalOrigin } from '../authorization-server/audit.ts'
import type { Credentials } from '../authorization-server/credentials.ts'
import { newId } from '../authorization-server/identifiers.ts'
import type { Passwords } from '../authorization-server/passwords.ts'
import type { AuthorizationStorage } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { adminScopes } from './built-in-scopes.ts'
import type { AdministrationStorage, NewClient, NewScopeDefinition } from './storage.ts'

/** Everything about the demo that is made up once and told on every start. */
export interface DemoPlan {
  readonly clientId: string
  readonly user: { readonly id: string; readonly email: string; readonly password: string }
  readonly admin: { readonly id: string; readonly email: string; readonly password: string }
  readonly serviceClient: { readonly clientId: string; readonly clientSecret: string }
}

/** What the demo user may do; none of it administration. */
export const demoUserScopes: readonly string[] = ['orders:read', 'orders:write']

const demoScopes: readonly Omit<NewScopeDefinition, 'createdAt'>[] = [
  { name: 'orders:read', description: 'Read orders.', implies: [], isDefault: true },
  { name: 'orders:write', description: 'Change orders.', implies: ['orders:read'], isDefault: false },
  { name: 'order:*:read', description: 'Read one order, such as order:7:read.', implies: [], isDefault: false },
  { name: 'products:cost', description: 'Read what products cost us.', implies: [], isDefault: false },
]

/** Makes up the ids, passwords and secrets of one demo. */
export function planDemo(credentials: Credentials, now: Date): DemoPlan {
  const password = () => randomBytes(12).toString('base64url')
  return {
    clientId: newId('cli', now),
    user: { id: newId('usr', now), email: 'user@example.com', password: password() },
    admin: { id: newId('usr', now), email: 'admin@example.com', password: password() },
    serviceClient: { clientId: newId('cli', now), clientSecret: credentials.newClientSecret() },
  }
}

/** What the demo is written with. */
export interface DemoTools {
  readonly storage: AdministrationStorage & Pick<AuthorizationStorage, 'findUser'>
  readonly credentials: Credentials
  readonly passwords: Passwords
  readonly now: Date
}

/**
 * Writes what is missing of the demo; what is there stays as it is.
 *
 * @throws {ConflictError} the database holds users or clients that are not the plan's; nothing is written then
 */
export async function ensureDemo(plan: DemoPlan, { storage, credentials, passwords, now }: DemoTools): Promise<void> {
  await assertOwnDatabase(plan, storage)
  await storage.ensureScopeDefinitions(demoScopes.map((scope) => ({ ...scope, createdAt: now })))
  const event = (type: 'client.created' | 'user.created', targetId: string) => auditEntry(type, now, internalOrigin, { targetId })
  for (const client of [appClient(plan, now), serviceClient(plan, credentials, now)]) {
    await unlessThere(() => storage.createClient(client, event('client.created', client.id)))
  }
  const users = [
    { ...plan.user, displayName: 'Demo User', scopes: demoUserScopes },
    { ...plan.admin, displayName: 'Demo Admin', scopes: ['*'] },
  ]
  for (const { password, ...user } of users) {
    // Looked up first, for a password takes long to hash.
    if (await storage.findUser(user.id)) continue
    const row = { ...user, passwordHash: await passwords.hash(password), roleIds: [], isEnabled: true, createdAt: now }
    await unlessThere(() => storage.createUser(row, event('user.created', user.id)))
  }
}

/** One of the demo's users may do everything: nobody else's database gets one. */
async function assertOwnDatabase(plan: DemoPlan, storage: AdministrationStorage): Promise<void> {
  const { clientId, user, admin, serviceClient } = plan
  const hasOthers =
    (await storage.hasOtherUsers([user.id, admin.id])) || (await storage.hasOtherClients([clientId, serviceClient.clientId]))
  if (!hasOthers) return
  throw new ConflictError(
    'database',
    'The database holds users or clients that are not of this demo. Set FIELDGATE_DATABASE_URL to an empty database, or remove it; if it is the one in the data folder, restore demo.json there or delete the folder to start afresh.',
  )
}

function appClient(plan: DemoPlan, createdAt: Date): NewClient {
  const scopes = [...demoScopes.map(({ name }) => name), ...adminScopes]
  return {
    ...blankClient(createdAt),
    id: plan.clientId,
    name: 'Demo app',
    type: 'PUBLIC',
    isFirstParty: true,
    grantTypes: ['PASSWORD', 'REFRESH_TOKEN', 'TOKEN_EXCHANGE'],
    allowedScopes: scopes,
    defaultScopes: scopes,
    secrets: [],
  }
}

function serviceClient(
  { serviceClient: { clientId, clientSecret } }: DemoPlan,
  credentials: Credentials,
  createdAt: Date,
): NewClient {
  const hash = credentials.hashClientSecret(clientSecret)
  const secret = { id: newId('sec', createdAt), hash, hint: clientSecret.slice(-4), createdAt, expiresAt: null, lastUsedAt: null }
  return {
    ...blankClient(createdAt),
    id: clientId,
    name: 'Demo service',
    type: 'CONFIDENTIAL',
    isFirstParty: false,
    grantTypes: ['CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'],
    allowedScopes: ['orders:read', 'tokens:introspect'],
    defaultScopes: ['orders:read', 'tokens:introspect'],
    secrets: [secret],
  }
}

function blankClient(createdAt: Date) {
  return {
    description: null,
    allowedAudiences: [],
    accessTokenLifetimeSeconds: null,
    refreshTokenIdleSeconds: null,
    refreshTokenAbsoluteSeconds: null,
    isEnabled: true,
    createdAt,
  }
}

async function unlessThere(create: () => Promise<void>): Promise<void> {
  try {
    await create()
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
  }
}
