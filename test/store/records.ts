// Records for tests of the store, each with ids of its own, and a look at everything a database holds.

import type { NewClient, NewRole, NewUser } from '../../src/administration/storage.ts'
import { type AuditType, auditEntry, internalOrigin } from '../../src/authorization-server/audit.ts'
import { type IdPrefix, newId } from '../../src/authorization-server/identifiers.ts'
import { sessionEnd } from '../../src/authorization-server/sessions/session-end.ts'
import type { SigningKeyRecord } from '../../src/authorization-server/signing-keys/key-storage.ts'
import type { AuditEntry, NewRefreshToken, Rotation, Session, SessionEnd } from '../../src/authorization-server/storage.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { query, type Row } from '../support/sql.ts'

export const now = new Date('2026-05-01T12:00:00.123Z')

export function inSeconds(seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000)
}

export function freshId(prefix: IdPrefix): string {
  return newId(prefix, now)
}

export function event(type: AuditType, targetId: string | null = null): AuditEntry {
  return auditEntry(type, now, internalOrigin, { targetId })
}

export function newUser(traits: Partial<NewUser> = {}): NewUser {
  const id = freshId('usr')
  const passwordHash = '$argon2id$first'
  const facts = { displayName: null, passwordHash, scopes: ['orders:read', 'orders:write'], roleIds: [], isEnabled: true }
  return { id, email: `${id}@example.com`, ...facts, createdAt: now, ...traits }
}

export function newRole(traits: Partial<NewRole> = {}): NewRole {
  const id = freshId('rol')
  return { id, name: `role ${id}`, description: null, scopes: ['orders:*'], createdAt: now, ...traits }
}

export function newClient(traits: Partial<NewClient> = {}): NewClient {
  return {
    id: freshId('cli'),
    name: 'Shop',
    description: null,
    type: 'PUBLIC',
    isFirstParty: true,
    grantTypes: ['PASSWORD', 'REFRESH_TOKEN'],
    allowedScopes: ['orders:*'],
    defaultScopes: [],
    allowedAudiences: ['https://a.example', 'https://b.example'],
    accessTokenLifetimeSeconds: null,
    refreshTokenIdleSeconds: 3_600,
    refreshTokenAbsoluteSeconds: null,
    isEnabled: true,
    secrets: [],
    createdAt: now,
    ...traits,
  }
}

export function newRefreshToken(traits: Partial<NewRefreshToken> = {}): NewRefreshToken {
  const id = freshId('rft')
  return { id, hash: `hash of ${id}`, scopes: ['orders:read'], expiresAt: inSeconds(3_600), ...traits }
}

export function newSession(userId: string, clientId: string, traits: Partial<Session> = {}): Session {
  return {
    // Sessions are ordered by their ids.
    id: newId('ses', traits.createdAt ?? now),
    userId,
    clientId,
    audience: 'https://api.example',
    scopes: ['orders:read'],
    deviceName: 'Phone',
    ipAddress: '192.0.2.1',
    userAgent: 'test',
    createdAt: now,
    lastUsedAt: now,
    expiresAt: inSeconds(3_600),
    absoluteExpiresAt: inSeconds(86_400),
    revokedAt: null,
    revokedReason: null,
    ...traits,
  }
}

export function newSigningKey(traits: Partial<SigningKeyRecord> = {}): SigningKeyRecord {
  const id = freshId('tok').replace('tok_', 'k4.pid.')
  const life = { createdAt: now, activatesAt: now, retiresAt: null, expiresAt: null }
  return { id, publicKey: `public ${id}`, sealedSecretKey: `sealed ${id}`, status: 'ACTIVE', ...life, ...traits }
}

export function ending(userId: string, at = inSeconds(60)): SessionEnd {
  return sessionEnd({ actorId: userId, reason: 'LOGOUT', origin: internalOrigin }, at)
}

/** One presentation of a refresh token a minute after the login; all of one `successor` are retries of each other. */
export function rotation(login: Login, traits: Partial<Rotation> = {}): Rotation {
  const { id } = login.session
  return {
    refreshTokenId: login.refreshToken.id,
    sessionId: id,
    now: inSeconds(60),
    replayWindowSeconds: 30,
    successor: newRefreshToken({ expiresAt: inSeconds(7_200) }),
    audit: { rotated: event('refresh.rotated', id), retried: event('refresh.retried', id) },
    reused: {
      ...sessionEnd({ actorId: login.user.id, reason: 'REUSED', origin: internalOrigin }, inSeconds(60)),
      audit: (kind) => ({ ...event('refresh.reused', id), data: { kind } }),
    },
    ...traits,
  }
}

export interface Login {
  readonly user: NewUser
  readonly session: Session
  readonly refreshToken: NewRefreshToken
}

export async function addUser(store: Store, traits: Partial<NewUser> = {}): Promise<NewUser> {
  const user = newUser(traits)
  await store.createUser(user, event('user.created', user.id))
  return user
}

export async function addClient(store: Store, traits: Partial<NewClient> = {}): Promise<NewClient> {
  const client = newClient(traits)
  await store.createClient(client, event('client.created', client.id))
  return client
}

/** What startSession takes to let the user in. */
export function start(user: NewUser, session: Session, refreshToken: NewRefreshToken | null = newRefreshToken()) {
  const audit = event('login.succeeded', session.id)
  const ending = { actorId: user.id, reason: 'CROWDED', origin: internalOrigin }
  const crowded = { limit: 200, end: sessionEnd(ending, session.createdAt) }
  return { session, refreshToken, checkedPasswordHash: user.passwordHash, upgradedPasswordHash: null, crowded, audit }
}

/** A session of a user, who is a new one unless given. */
export async function logIn(store: Store, clientId: string, given?: NewUser): Promise<Login> {
  const user = given ?? (await addUser(store))
  const session = newSession(user.id, clientId)
  const refreshToken = newRefreshToken()
  if (!(await store.startSession(start(user, session, refreshToken)))) throw new Error('The session did not start.')
  return { user, session, refreshToken }
}

/** Several stores on one database, as several nodes have them. */
export function openStores(url: string, count: number): Promise<Store[]> {
  return Promise.all(Array.from({ length: count }, () => openStore(url)))
}

const tables = [
  'users',
  'roles',
  'user_roles',
  'clients',
  'client_secrets',
  'scopes',
  'sessions',
  'refresh_tokens',
  'signing_keys',
  'revocations',
  'audit_events',
]

/** Every row of every table, to compare before and after. */
export async function everything(url: string): Promise<Row> {
  if (url.startsWith('file:')) {
    const rows = tables.map(async (table) => [table, await query(url, `SELECT * FROM ${table} ORDER BY 1, 2`)] as const)
    return Object.fromEntries(await Promise.all(rows))
  }
  const columns = tables.map((table) => `(SELECT json_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text) FROM ${table} t) AS ${table}`)
  const [row = {}] = await query(url, `SELECT ${columns.join(', ')}`)
  return row
}

export async function eventsAbout(url: string, targetId: string): Promise<string[]> {
  const rows = await query(url, `SELECT type FROM audit_events WHERE "targetId" = '${targetId}' ORDER BY id`)
  return rows.map(({ type }) => String(type)).sort()
}
