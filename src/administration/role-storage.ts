// What the administration of roles asks of its store.

import type { AuditEntry, Role, ScopeDefinition } from '../authorization-server/storage.ts'
import type { AdministratorTestOf } from './administrators.ts'
import type { Page, PageRequest } from './page.ts'
import type { NewRole } from './storage.ts'

/** What a change makes of a role. */
export interface RoleChange {
  readonly next: Role
  readonly audit: AuditEntry
}

/** The part of the storage that administers roles. */
export interface RoleAdministrationStorage {
  /** By their ids, and so by their age. */
  listRoles(page: PageRequest): Promise<Page<Role>>
  countRoles(): Promise<number>
  /**
   * @param assertFit is shown the registry as it is when the role is written; when it throws, nothing is
   * @throws {ConflictError} the name is taken, also when two ask at once
   */
  createRole(role: NewRole, audit: AuditEntry, assertFit?: (registry: readonly ScopeDefinition[]) => void): Promise<void>
  /**
   * Shows `decide` the role and the registry as they are while nobody else can change them, and writes what it returns, as the next
   * version. When it throws, nothing is written. Undefined when there is no such role.
   *
   * @throws {ConflictError} the name is taken, or nobody would be left who can administer
   */
  changeRole(
    id: string,
    decide: (role: Role, registry: readonly ScopeDefinition[]) => RoleChange,
    administrators: AdministratorTestOf,
  ): Promise<Role | undefined>
  /**
   * Deletes a role, and takes it from its holders. False when there is none.
   *
   * @param tell makes the event, of how many users held it
   * @throws {ConflictError} nobody would be left who can administer
   */
  deleteRole(
    id: string,
    tell: (holderCount: number) => AuditEntry,
    administrators: AdministratorTestOf,
  ): Promise<boolean>
}
