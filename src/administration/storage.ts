// What administration remembers, as it needs it; the store implements this.

import type { ClientAdministrationStorage } from './client-storage.ts'
import type { ConfigurationStorage } from './configuration/storage.ts'
import type { RoleAdministrationStorage } from './role-storage.ts'
import type { NewScopeDefinition, ScopeAdministrationStorage } from './scope-storage.ts'
import type { SessionListStorage } from './session-list-storage.ts'
import type { UserImportStorage } from './user-import/storage.ts'
import type { UserAdministrationStorage } from './user-storage.ts'
import type { WebhookAdministrationStorage } from './webhook-storage.ts'

export type { NewClient } from './client-storage.ts'
export type { NewRole } from './role-storage.ts'
export type { NewScopeDefinition } from './scope-storage.ts'
export type { NewUser } from './user-storage.ts'

/** Everything administration asks of its store. Every write is one transaction, with its audit entry in it. */
export interface AdministrationStorage
  extends ClientAdministrationStorage,
    ScopeAdministrationStorage,
    RoleAdministrationStorage,
    UserAdministrationStorage,
    SessionListStorage,
    ConfigurationStorage,
    UserImportStorage,
    WebhookAdministrationStorage {
  /** True when there is a user whose id is not among these. */
  hasOtherUsers(ids: readonly string[]): Promise<boolean>
  /** True when there is a client whose id is not among these. */
  hasOtherClients(ids: readonly string[]): Promise<boolean>
  /** Adds the definitions that are missing and leaves the others as they are; several nodes may do it at once. */
  ensureScopeDefinitions(definitions: readonly NewScopeDefinition[]): Promise<void>
}
