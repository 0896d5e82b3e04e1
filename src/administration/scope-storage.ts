// What the administration of scopes asks of its store.

import type { AuditEntry, ScopeDefinition } from '../authorization-server/storage.ts'
import type { AdministratorTestOf } from './administrators.ts'
import type { Page, PageRequest } from './page.ts'

/** A scope as it is registered. */
export type NewScopeDefinition = Omit<ScopeDefinition, 'version'>

/** Records of a kind that hold something. */
export interface Holders {
  readonly count: number
  /** The first ten, by their ids; of scopes, their names. */
  readonly ids: readonly string[]
}

/** Everyone who holds a scope word for word; a wildcard that covers it does not count. */
export interface ScopeHolders {
  /** In their ceiling or among their defaults. */
  readonly clients: Holders
  /** Directly. */
  readonly users: Holders
  readonly roles: Holders
  /** Those that imply it. */
  readonly scopes: Holders
}

/** What a change makes of a scope. */
export interface ScopeChange {
  readonly next: ScopeDefinition
  readonly audit: AuditEntry
}

/** Which scope to take out of the registry, and when. */
export interface ScopeToDelete {
  readonly name: string
  readonly at: Date
  readonly administrators: AdministratorTestOf
}

/**
 * The part of the storage that administers scopes. Whatever it shows to a `decide` cannot change before that which it returns is
 * written; when it throws, nothing is written.
 */
export interface ScopeAdministrationStorage {
  /** By their names, as their characters are numbered. */
  listScopes(page: PageRequest): Promise<Page<ScopeDefinition>>
  countScopes(): Promise<number>
  /** @throws {ConflictError} the name is taken, also when two ask at once */
  createScope(scope: NewScopeDefinition, decide: (registry: readonly ScopeDefinition[]) => AuditEntry): Promise<void>
  /**
   * Writes what `decide` makes of the scope, as its next version. Undefined when there is none.
   *
   * @throws {ConflictError} nobody would be left who can administer
   */
  changeScope(
    which: { readonly name: string; readonly administrators: AdministratorTestOf },
    decide: (scope: ScopeDefinition, registry: readonly ScopeDefinition[]) => ScopeChange,
  ): Promise<ScopeDefinition | undefined>
  /**
   * Takes a scope out of the registry, and out of the lists of all who hold it: their next versions. False when there is none.
   *
   * @throws {ConflictError} nobody would be left who can administer
   */
  deleteScope(
    which: ScopeToDelete,
    decide: (holders: ScopeHolders, registry: readonly ScopeDefinition[]) => AuditEntry,
  ): Promise<boolean>
}
