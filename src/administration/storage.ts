// What administration remembers, as it needs it; the store implements this.

import type { AuditEntry, Client, ClientSecret, Role, ScopeDefinition, User } from '../authorization-server/storage.ts'

export type NewUser = Omit<User, 'roles' | 'lastLoginAt'> & { readonly roleIds: readonly string[] }
export type NewClient = Omit<Client, 'secrets' | 'updatedAt'> & { readonly secrets: readonly ClientSecret[] }

/** Everything administration asks of its store. Every write is one transaction, with its audit entry in it. */
export interface AdministrationStorage {
  /** @throws {ConflictError} the email is taken, also when two ask at once */
  createUser(user: NewUser, audit: AuditEntry): Promise<void>
  /** @throws {ConflictError} the id is taken */
  createClient(client: NewClient, audit: AuditEntry): Promise<void>
  /** @throws {ConflictError} the name is taken */
  createRole(role: Role, audit: AuditEntry): Promise<void>
  /** Adds the definitions that are missing and leaves the others as they are; several nodes may do it at once. */
  ensureScopeDefinitions(definitions: readonly ScopeDefinition[]): Promise<void>
}
