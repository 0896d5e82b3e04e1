// Clients and users for a test, written through the store.

import type { NewScopeDefinition } from '../../src/administration/storage.ts'
import { auditEntry, internalOrigin } from '../../src/authorization-server/audit.ts'
import type { Authority } from '../../src/authorization-server/authority.ts'
import { newId } from '../../src/authorization-server/identifiers.ts'
import type { ClientSecret, GrantType } from '../../src/authorization-server/storage.ts'
import type { Store } from '../../src/store/store.ts'
import type { TestClock } from './clock.ts'

export const password = 'correct horse battery staple'

/** Where records are written: a whole test service, or an authority alone. */
export interface Records {
  readonly store: Store
  readonly authority: Authority
  readonly clock: TestClock
}

/** Scopes that exist beside the built-in ones: `orders:write` implies `orders:read`. */
export function testScopes(createdAt: Date): NewScopeDefinition[] {
  const scopes = [
    { name: 'orders:read', implies: [] },
    { name: 'orders:write', implies: ['orders:read'] },
    { name: 'invoices:read', implies: [] },
    { name: 'order:*:read', implies: [] },
  ]
  return scopes.map((scope) => ({ ...scope, description: scope.name, isDefault: false, createdAt }))
}

export interface ClientTraits {
  readonly secret?: string
  /** For more than one, or one that expires. */
  readonly secrets?: readonly { readonly text: string; readonly expiresAt: Date | null }[]
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
export async function addClient({ store, authority, clock }: Records, traits: ClientTraits = {}): Promise<string> {
  const createdAt = clock.now()
  const id = newId('cli', createdAt)
  const { secret, secrets = secret === undefined ? [] : [{ text: secret, expiresAt: null }], ...rest } = traits
  const client = {
    id,
    name: 'Test client',
    description: null,
    type: secrets.length === 0 ? ('PUBLIC' as const) : ('CONFIDENTIAL' as const),
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
    secrets: secrets.map(({ text, expiresAt }): ClientSecret => {
      const hash = authority.credentials.hashClientSecret(text)
      return { id: newId('sec', createdAt), hash, hint: 'test', createdAt, expiresAt, lastUsedAt: null }
    }),
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
  /** When not given, that of `password`. */
  readonly passwordHash?: string
}

/** Adds a user whose password is `password`. Returns the id and the email. */
export async function addUser(
  { store, authority, clock }: Records,
  traits: UserTraits = {},
): Promise<{ id: string; email: string }> {
  const createdAt = clock.now()
  const id = newId('usr', createdAt)
  const { email = `${id}@example.com`, scopes = ['orders:write'], roleIds = [], isEnabled = true } = traits
  const passwordHash = traits.passwordHash ?? (await authority.passwords.hash(password))
  const user = { id, email, displayName: null, passwordHash, scopes, roleIds, isEnabled, createdAt }
  await store.createUser(user, auditEntry('user.created', createdAt, internalOrigin, { targetId: id }))
  return { id, email }
}

/** Adds a role that holds the scopes. Returns its id. */
export async function addRole({ store, clock }: Records, scopes: readonly string[]): Promise<string> {
  const createdAt = clock.now()
  const id = newId('rol', createdAt)
  const role = { id, name: id, description: null, scopes, createdAt }
  await store.createRole(role, auditEntry('role.created', createdAt, internalOrigin, { targetId: id }))
  return id
}
