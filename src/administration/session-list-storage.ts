// What lists of sessions ask of their store.

import type { Session } from '../authorization-server/storage.ts'
import type { Page, PageRequest } from './page.ts'

/** Which sessions to list; what is null or missing does not count. */
export interface SessionFilter {
  readonly userId?: string | null | undefined
  readonly clientId?: string | null | undefined
  readonly status?: 'ACTIVE' | 'EXPIRED' | 'REVOKED' | null | undefined
}

/** The part of the storage that lists sessions. */
export interface SessionListStorage {
  /**
   * The newest first.
   *
   * @param now tells those that have expired
   */
  listSessions(page: PageRequest, filter: SessionFilter, now: Date): Promise<Page<Session>>
  countSessions(filter: SessionFilter, now: Date): Promise<number>
  /** A page of each user's own, in the order of the users: as many as 100 of them in one query. */
  listSessionsOfUsers(page: PageRequest, userIds: readonly string[]): Promise<Page<Session>[]>
  /** How many each of the users has, in the order of the users. */
  countSessionsOfUsers(userIds: readonly string[]): Promise<number[]>
}
