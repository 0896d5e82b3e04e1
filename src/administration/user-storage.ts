// What the administration of users asks of its store.

import type { AuditEntry, Client, Role, ScopeDefinition, SessionsRevocation, User } from '../authorization-server/storage.ts'
import type { AdministratorTestOf } from './administrators.ts'
import type { NewClient } from './client-storage.ts'
import type { Page, PageRequest } from './page.ts'

/** A user as it is written; the roles by their ids. */
export type NewUser = Omit<User, 'roles' | 'lastLoginAt' | 'version'> & { readonly roleIds: readonly string[] }

/** Which users to list; what is null or missing does not count. */
export interface UserFilter {
  /** Part of the email or of the name, without regard to the case of ASCII letters; or the whole id. */
  readonly search?: string | null | undefined
  readonly isEnabled?: boolean | null | undefined
  /** Holders of this role. */
  readonly roleId?: string | null | undefined
}

/** What grants are judged by, as it is while nobody else can change the roles. */
export interface GrantView {
  /** Those of the roles asked for that exist. */
  readonly roles: readonly Role[]
  readonly definitions: readonly ScopeDefinition[]
}

/** What a change makes of a user. */
export interface UserChange {
  readonly next: User
  readonly at: Date
  /** What is issued dies with the change; of more than five hundred sessions, the first of them. */
  readonly revoking?: Omit<SessionsRevocation, 'audit'> | undefined
  /** @param revokedSessionCount of those that ended with the change, how many could still have been refreshed */
  readonly audit: (revokedSessionCount: number) => readonly AuditEntry[]
}

/** Which user to change, and the roles that the change is about. */
export interface UserToChange {
  readonly id: string
  readonly roleIds?: readonly string[] | null | undefined
  readonly administrators: AdministratorTestOf
}

/** The first administrator, and an app to log in with should there be none. */
export interface FirstAdministrator {
  readonly user: NewUser
  readonly client: NewClient
  readonly audit: { readonly user: AuditEntry; readonly client: AuditEntry }
  readonly administrators: AdministratorTestOf
  /** Whether an administrator could log in with an app that is there. */
  readonly isWayIn: (client: Client, definitions: readonly ScopeDefinition[]) => boolean
}

/** The part of the storage that administers users. */
export interface UserAdministrationStorage {
  /** By their ids, and so by their age. */
  listUsers(page: PageRequest, filter: UserFilter): Promise<Page<User>>
  countUsers(filter: UserFilter): Promise<number>
  /** Those that exist, in any order. */
  findUsers(ids: readonly string[]): Promise<readonly User[]>
  findUserByEmail(email: string): Promise<User | undefined>
  /**
   * @param assertFit is shown the roles that the user is to hold; when it throws, nothing is written
   * @throws {ConflictError} the email is taken, also when two ask at once
   */
  createUser(user: NewUser, audit: AuditEntry, assertFit?: (view: GrantView) => void): Promise<void>
  /**
   * Shows `decide` the user as they are while nobody else can change them, and writes what it returns, as the next version. When it
   * throws, nothing is written. Undefined when there is no such user.
   *
   * @throws {ConflictError} the email is taken, or nobody would be left who can administer
   */
  changeUser(
    which: UserToChange,
    decide: (user: User, view: GrantView) => UserChange,
  ): Promise<{ user: User; revokedSessionCount: number } | undefined>
  /** Deletes a user who is disabled, with their sessions. False when there is none. */
  deleteUser(id: string, audit: AuditEntry): Promise<boolean>
  /**
   * Makes the first administrator, once, whoever else tries at the same time; and the app, if no other is a way in.
   *
   * @returns the id of the app to log in with, and whether it is the new one
   * @throws {ConflictError} there is an administrator already, or the email is taken
   */
  createFirstAdministrator(first: FirstAdministrator): Promise<{ clientId: string; isNewClient: boolean }>
}
