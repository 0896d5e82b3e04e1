// What administration remembers, as it needs it; the store implements this.

import type { AuditEntry, Client, ClientSecret, Role, ScopeDefinition, User } from '../authorization-server/storage.ts'
import type { ClientAdministrationStorage } from './client-storage.ts'

/** A user as it is written; the roles by their ids. */
export type NewUser = Omit<User, 'roles' | 'lastLoginAt' | 'version'> & { readonly roleIds: readonly string[] }
/** A client as it is written, with its secrets. */
export type NewClient = Omit<Client, 'secrets' | 'updatedAt' | 'version'> & { readonly secrets: readonly ClientSecret[] }

/** A role as it is written. */
export type NewRole = Omit<Role, 'version'>
/** A scope as it is registered. */
export type NewScopeDefinition = Omit<ScopeDefinition, 'version'>

/** Everything administration asks of its store. Every write is one transaction, with its audit entry in it. */
export interface AdministrationStorage extends ClientAdministrationStorage {
  /** True when there is a user whose id is not among these. */
  hasOtherUsers(ids: readonly string[]): Promise<boolean>
  /** True when there is a client whose id is not among these. */
  hasOtherClients(ids: readonly string[]): Promise<boolean>
  /** @throws {ConflictError} the email is taken, also when two ask at once */
  createUser(user: NewUser, audit: AuditEntry): Promise<void>
  /** @throws {ConflictError} the id is taken */
  createClient(client: NewClient, audit: AuditEntry): Promise<void>
  /** @throws {ConflictError} the name is taken */
  createRole(role: NewRole, audit: AuditEntry): Promise<void>
  /** Adds the definitions that are missing and leaves the others as they are; several nodes may do it at once. */
  ensureScopeDefinitions(definitions: readonly NewScopeDefinition[]): Promise<void>
}
