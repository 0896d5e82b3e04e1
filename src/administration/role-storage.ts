// What the administration of roles asks of its store.

import type { AuditEntry, Role, ScopeDefinition } from '../authorization-server/storage.ts'
import type { AdministratorTestOf } from './administrators.ts'
import type { Page, PageRequest } from './page.ts'
import type { Holders } from './scope-storage.ts'

/** A role as it is written. */
export type NewRole = Omit<Role, 'version'>

/** What a change makes of a role. */
export interface RoleChange {
  readonly next: Role
  readonly audit: AuditEntry
}

/** Which role to delete, and when. */
export interface RoleToDelete {
  readonly id: string
  readonly at: Date
  readonly administrators: AdministratorTestOf
}

/**
 * The part of the storage that administers roles. Whatever it shows to a `decide` cannot change before that which it returns is written;
 * when it throws, nothing is written.
 */
export interface RoleAdministrationStorage {
  /** By their ids, and so by their age. */
  listRoles(page: PageRequest): Promise<Page<Role>>
  countRoles(): Promise<number>
  /**
   * @param assertFit is shown the registry that the role's scopes are of; when it throws, nothing is written
   * @throws {ConflictError} the name is taken, also when two ask at once
   */
  createRole(role: NewRole, audit: AuditEntry, assertFit?: (registry: readonly ScopeDefinition[]) => void): Promise<void>
  /**
   * Writes what `decide` makes of the role, as its next version. Undefined when there is none.
   *
   * @throws {ConflictError} the name is taken, or nobody would be left who can administer
   */
  changeRole(
    which: { readonly id: string; readonly administrators: AdministratorTestOf },
    decide: (role: Role, registry: readonly ScopeDefinition[]) => RoleChange,
  ): Promise<Role | undefined>
  /**
   * Deletes a role, and takes it from all who hold it: their next versions. False when there is none.
   *
   * @throws {ConflictError} nobody would be left who can administer
   */
  deleteRole(
    which: RoleToDelete,
    decide: (role: Role, view: { readonly users: Holders; readonly registry: readonly ScopeDefinition[] }) => AuditEntry,
  ): Promise<boolean>
}
