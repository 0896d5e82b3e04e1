// Opens everything remembered: one object with a method for each thing that the layers above ask of their storage.

import type { AdministrationStorage } from '../administration/storage.ts'
import type { EventCountStorage } from '../authorization-server/activity/activity-reader.ts'
import type { RetentionStorage } from '../authorization-server/audit-log/retention-storage.ts'
import type { SealingStorage } from '../authorization-server/audit-log/sealing-storage.ts'
import type { CleanUpStorage } from '../authorization-server/clean-up.ts'
import type { KeyStorage } from '../authorization-server/signing-keys/key-storage.ts'
import type { AuthorizationStorage } from '../authorization-server/storage.ts'
import type { SuspicionStorage } from '../authorization-server/suspicion/suspicion-storage.ts'
import type { DeliveryStorage } from '../authorization-server/webhooks/delivery.ts'
import type { PoisonedClientError } from '../errors.ts'
import { createActivityStore } from './activity.ts'
import { createAttemptStore } from './attempts.ts'
import { createAuditChainStore } from './audit-chain.ts'
import { createAuditStore } from './audit-events.ts'
import { createAuditListStore } from './audit-list.ts'
import { createAuditReaderStore, type ReaderMoves } from './audit-readers.ts'
import { createAuditRetentionStore } from './audit-retention.ts'
import { createCleanUpStore } from './cleanup.ts'
import { createClientChanges } from './client-changes.ts'
import { createClientStore } from './clients.ts'
import { createConfigurationStore } from './configuration.ts'
import type { Database } from './database.ts'
import { createFirstAdministratorStore } from './first-administrator.ts'
import { createLeaseStore } from './leases.ts'
import { explainOpeningFault } from './opening-faults.ts'
import { watchForPoison } from './poisoned-client.ts'
import { openPostgresql } from './postgresql.ts'
import { createProbe } from './probe.ts'
import { createRevocationStore } from './revocations.ts'
import { createRoleChanges } from './role-changes.ts'
import { createScopeChanges } from './scope-changes.ts'
import { createScopeStore } from './scopes.ts'
import { createSessionCount } from './session-count.ts'
import { createSessionLists } from './session-lists.ts'
import { createSessionStore } from './sessions.ts'
import { createSigningKeyStore } from './signing-keys.ts'
import { openSqlite } from './sqlite.ts'
import { createSuspicionStore } from './suspicion.ts'
import { createUserChanges } from './user-changes.ts'
import { createUserImportStore } from './user-import.ts'
import { createUserStore } from './users.ts'
import { createWebhookStore } from './webhooks.ts'

/** Everything that is remembered. */
export interface Store
  extends AuthorizationStorage,
    AdministrationStorage,
    KeyStorage,
    CleanUpStorage,
    SealingStorage,
    DeliveryStorage,
    ReaderMoves,
    EventCountStorage,
    RetentionStorage,
    SuspicionStorage {
  readonly provider: 'sqlite' | 'postgresql'
  /** Names of the migrations that opening applied; all of them when the database was empty. */
  readonly appliedMigrations: readonly string[]
  /** Sessions that can still be refreshed. Each of them is looked at, so it may take seconds; others get their turns. */
  countLivingSessions(now: Date): Promise<number>
  /** Writes, and reads back; rejects when that takes longer than three seconds. Its answer is good for a second. */
  probe(): Promise<void>
  close(): Promise<void>
}

/** Whom to tell of what. */
export interface StoreOptions {
  readonly onPoisoned?: (error: PoisonedClientError) => void
}

/**
 * Opens the database that a URL names, and brings it to this version's schema.
 *
 * @param url `file:path` for SQLite, `postgresql://…` for PostgreSQL
 * @param options.onPoisoned is told when the database client can no longer be believed, before the method that noticed rejects; end the
 *   process. Nothing by default
 * @throws {MigrationError} its history does not fit this version
 * @throws {ConfigError} the URL names no database that can be opened
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  if (url.startsWith('file:')) return assembleStore(await openSqlite(url), options)
  const database = await openPostgresql(url).catch((error: unknown) => {
    throw explainOpeningFault(error)
  })
  return assembleStore(database, options)
}

function assembleStore(database: Database, { onPoisoned = () => undefined }: StoreOptions): Store {
  const store: Store = {
    provider: database.provider,
    appliedMigrations: database.appliedMigrations,
    ...createUserStore(database),
    ...createUserChanges(database),
    ...createFirstAdministratorStore(database),
    ...createClientStore(database),
    ...createClientChanges(database),
    ...createScopeStore(database),
    ...createScopeChanges(database),
    ...createRoleChanges(database),
    ...createSessionStore(database),
    ...createSessionCount(database),
    ...createSessionLists(database),
    ...createRevocationStore(database),
    ...createSigningKeyStore(database),
    ...createAttemptStore(database),
    ...createAuditStore(database),
    ...createAuditChainStore(database),
    ...createAuditListStore(database),
    ...createAuditReaderStore(database),
    ...createActivityStore(database),
    ...createAuditRetentionStore(database),
    ...createSuspicionStore(database),
    ...createWebhookStore(database),
    ...createLeaseStore(database),
    ...createCleanUpStore(database),
    ...createConfigurationStore(database),
    ...createUserImportStore(database),
    ...createProbe(database),
    close: () => database.close(),
  }
  return watchForPoison(store, onPoisoned)
}
