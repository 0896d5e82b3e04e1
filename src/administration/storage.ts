// What administration remembers, as it needs it; the store implements this.

import type { AuditEntry, Role, ScopeDefinition } from '../authorization-server/storage.ts'
import type { ClientAdministrationStorage, NewClient } from './client-storage.ts'
import type { SessionListStorage } from './session-list-storage.ts'
import type { UserAdministrationStorage } from './user-storage.ts'
import type { WebhookAdministrationStorage } from './webhook-storage.ts'

export type { NewClient } from './client-storage.ts'
export type { NewUser } from './user-storage.ts'

/** A role as it is written. */
export type NewRole = Omit<Role, 'version'>
/** A scope as it is registered. */
export type NewScopeDefinition = Omit<ScopeDefinition, 'version'>

/** Everything administration asks of its store. Every write is one transaction, with its audit entry in it. */
export interface AdministrationStorage
  extends ClientAdministrationStorage,
    UserAdministrationStorage,
    SessionListStorage,
    WebhookAdministrationStorage {
  /** True when there is a user whose id is not among these. */
  hasOtherUsers(ids: readonly string[]): Promise<boolean>
  /** True when there is a client whose id is not among these. */
  hasOtherClients(ids: readonly string[]): Promise<boolean>
  /** @throws {ConflictError} the id is taken */
  createClient(client: NewClient, audit: AuditEntry): Promise<void>
  /** @throws {ConflictError} the name is taken */
  createRole(role: NewRole, audit: AuditEntry): Promise<void>
  /** Adds the definitions that are missing and leaves the others as they are; several nodes may do it at once. */
  ensureScopeDefinitions(definitions: readonly NewScopeDefinition[]): Promise<void>
}
