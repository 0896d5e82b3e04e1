// Opens everything remembered: one object with a method for each thing that the layers above ask of their storage.

import type { AdministrationStorage } from '../administration/storage.ts'
import type { KeyStorage } from '../authorization-server/key-ring.ts'
import type { AuthorizationStorage } from '../authorization-server/storage.ts'
import { createAuditStore } from './audit-events.ts'
import { createClientStore } from './clients.ts'
import type { Database } from './database.ts'
import { explainOpeningFault } from './opening-faults.ts'
import { openPostgresql } from './postgresql.ts'
import { createRevocationStore } from './revocations.ts'
import { createScopeStore } from './scopes.ts'
import { createSessionStore } from './sessions.ts'
import { createSigningKeyStore } from './signing-keys.ts'
import { openSqlite } from './sqlite.ts'
import { createUserStore } from './users.ts'

/** Everything that is remembered. */
export interface Store extends AuthorizationStorage, AdministrationStorage, KeyStorage {
  readonly provider: 'sqlite' | 'postgresql'
  /** Names of the migrations that opening applied; all of them when the database was empty. */
  readonly appliedMigrations: readonly string[]
  /** Reads one row; rejects when the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the database that a URL names, and brings it to this version's schema.
 *
 * @param url `file:path` for SQLite, `postgresql://…` for PostgreSQL
 * @throws {MigrationError} its history does not fit this version
 * @throws {ConfigError} the URL names no database that can be opened
 */
export async function openStore(url: string): Promise<Store> {
  if (url.startsWith('file:')) return assembleStore(await openSqlite(url))
  const database = await openPostgresql(url).catch((error: unknown) => {
    throw explainOpeningFault(error)
  })
  return assembleStore(database)
}

function assembleStore(database: Database): Store {
  return {
    provider: database.provider,
    appliedMigrations: database.appliedMigrations,
    ...createUserStore(database),
    ...createClientStore(database),
    ...createScopeStore(database),
    ...createSessionStore(database),
    ...createRevocationStore(database),
    ...createSigningKeyStore(database),
    ...createAuditStore(database),
    ping: async () => {
      await database.read.$queryRaw`SELECT 1`
    },
    close: () => database.close(),
  }
}
