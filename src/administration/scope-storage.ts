// What the administration of scopes asks of its store.

import type { AuditEntry, ScopeDefinition } from '../authorization-server/storage.ts'
import type { AdministratorTestOf } from './administrators.ts'
import type { Page, PageRequest } from './page.ts'
import type { NewScopeDefinition } from './storage.ts'

/** Those of a kind who hold a scope word for word. */
export interface HoldersOfKind {
  readonly count: number
  /** The first of them, in order: of users 10, of others 100. */
  readonly ids: readonly string[]
}

/** Everyone who holds a scope word for word; a wildcard that covers it does not count. */
export interface ScopeHolders {
  readonly users: HoldersOfKind
  readonly roles: HoldersOfKind
  /** In their ceiling or among their defaults. */
  readonly clients: HoldersOfKind
  /** By their names: those that imply it. */
  readonly scopes: HoldersOfKind
}

/** What a change makes of a scope. */
export interface ScopeChange {
  readonly next: ScopeDefinition
  readonly audit: AuditEntry
}

/**
 * The part of the storage that administers scopes. Whatever it shows to `decide` cannot change before that which it returns is written;
 * when it throws, nothing is written.
 */
export interface ScopeAdministrationStorage {
  /** By their names, as their characters are numbered. */
  listScopes(page: PageRequest): Promise<Page<ScopeDefinition>>
  countScopes(): Promise<number>
  /** @throws {ConflictError} the name is taken, also when two ask at once */
  createScope(
    decide: (registry: readonly ScopeDefinition[]) => { readonly scope: NewScopeDefinition; readonly audit: AuditEntry },
  ): Promise<ScopeDefinition>
  /**
   * Writes what `decide` makes of the scope, as its next version. Undefined when there is none.
   *
   * @throws {ConflictError} nobody would be left who can administer
   */
  changeScope(
    name: string,
    decide: (scope: ScopeDefinition, registry: readonly ScopeDefinition[]) => ScopeChange,
    administrators: AdministratorTestOf,
  ): Promise<ScopeDefinition | undefined>
  /**
   * Takes a scope out of the registry, and out of the lists of all who hold it. False when there is none.
   *
   * @throws {ConflictError} nobody would be left who can administer
   */
  deleteScope(
    name: string,
    decide: (holders: ScopeHolders) => AuditEntry,
    administrators: AdministratorTestOf,
  ): Promise<boolean>
}
