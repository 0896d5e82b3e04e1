// What the import of users asks of its store.

import type { AuditEntry, Role } from '../../authorization-server/storage.ts'
import type { GrantView, NewUser } from '../user-storage.ts'

/** What one transaction of an import writes, once it is known what there is. */
export interface UserBatch {
  /** Those whose email is taken by then are passed over. */
  readonly users: readonly NewUser[]
  /** @param ids of those that were made; never empty */
  readonly audit: (ids: readonly string[]) => readonly AuditEntry[]
}

/** The part of the storage that imports users. */
export interface UserImportStorage {
  /** By their ids. */
  listAllRoles(): Promise<readonly Role[]>
  /** Of these emails, those that somebody has. */
  findTakenEmails(emails: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * Makes many users in one transaction, each with the audit event, and returns their ids.
   *
   * @param roleIds all that the users may hold
   * @param decide is shown those of the roles that exist, and the registry, as they are until the users are written
   */
  createUsers(roleIds: readonly string[], decide: (view: GrantView) => UserBatch): Promise<readonly string[]>
}
