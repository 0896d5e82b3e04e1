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
}
