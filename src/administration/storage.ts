// What administration remembers, as it needs it; the store implements this.

import type { AuditEntry, Client, ClientSecret, Role, ScopeDefinition, User } from '../authorization-server/storage.ts'

/** A user as it is written; the roles by their ids. */
export type NewUser = Omit<User, 'roles' | 'lastLoginAt'> & { readonly roleIds: readonly string[] }
/** A client as it is written, with its secrets. */
export type NewClient = Omit<Client, 'secrets' | 'updatedAt'> & { readonly secrets: readonly ClientSecret[] }

/** Everything administration asks of its store. Every write is one transaction, with its audit entry in it. */
export interface AdministrationStorage {
  /** True when there is a user whose id is not among these. */
  hasOtherUsers(ids: readonly string[]): Promise<boolean>
  /** True when there is a client whose id is not among these. */
  hasOtherClients(ids: readonly string[]): Promise<boolean>
  /** @throws {ConflictError} the email is taken, also when two ask at once */
  createUser(user: NewUser, audit: AuditEntry): Promise<void>
  /** @throws {ConflictError} the id is taken */
  createClient(client: NewClient, audit: AuditEntry): Promise<void>
  /** @throws {ConflictError} the name is taken */
  createRole(role: Role, audit: AuditEntry): Promise<void>
  /** Adds the definitions that are missing and leaves the others as they are; several nodes may do it at once. */
  ensureScopeDefinitions(definitions: readonly ScopeDefinition[]): Promise<void>
}
