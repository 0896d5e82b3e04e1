// What configuration as data asks of its store.

import type { AuditEntry, Client, Role, ScopeDefinition, SessionsRevocation } from '../../authorization-server/storage.ts'
import type { AdministratorTestOf } from '../administrators.ts'
import type { NewClient } from '../client-storage.ts'
import type { NewRole } from '../role-storage.ts'
import type { NewScopeDefinition } from '../scope-storage.ts'

/** All records of configuration at one moment, and who else holds scopes. */
export interface ConfigurationSnapshot {
  /** By their names. */
  readonly scopes: readonly ScopeDefinition[]
  /** By their ids. */
  readonly roles: readonly Role[]
  /** By their ids. */
  readonly clients: readonly Client[]
  /** By the role's id, how many users hold it; roles that nobody holds are missing. */
  readonly roleHolders: ReadonlyMap<string, number>
  /** By scope, how many users hold it directly, word for word. */
  readonly scopeHolders: ReadonlyMap<string, number>
}

/** What one kind of records becomes; the changed ones as they are to be, their version still being the one that was read. */
export interface RecordWrites<New, Changed> {
  readonly created: readonly New[]
  readonly changed: readonly Changed[]
  /** By their names or ids. */
  readonly deleted: readonly string[]
}

/** What was issued to a client, and ends with the change. */
export interface ClientEnding {
  readonly clientId: string
  readonly end: SessionsRevocation['end']
  /** Missing for a client that is enabled: what ends there is what a node that died left. */
  readonly revocation?: SessionsRevocation['revocation']
}

/** Everything that one import writes. */
export interface ConfigurationWrites {
  readonly scopes: RecordWrites<NewScopeDefinition, ScopeDefinition>
  readonly roles: RecordWrites<NewRole, Role>
  /** Secrets that are not among a client's own are added, those it lacks are deleted. */
  readonly clients: RecordWrites<NewClient, Client>
  readonly endings: readonly ClientEnding[]
  readonly audit: readonly AuditEntry[]
  readonly at: Date
}

/** The part of the storage that knows configuration as a whole. */
export interface ConfigurationStorage {
  /** Everything, as it was at one moment. */
  readConfiguration(): Promise<ConfigurationSnapshot>
  /**
   * Shows `decide` everything while nobody else can change it, and writes what it returns, all or nothing. When it throws, nothing is
   * written, and neither when it returns nothing.
   *
   * @throws {ConflictError} nobody would be left who can administer, or a client to delete has too many sessions
   */
  changeConfiguration(
    administrators: AdministratorTestOf,
    decide: (snapshot: ConfigurationSnapshot) => ConfigurationWrites | undefined,
  ): Promise<void>
}
