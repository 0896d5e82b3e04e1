// What counting, and asking for counts, ask of their store.

import type { ActivityCounts, Grain } from './counts.ts'

/** Fields refused to one client within a minute. */
export interface DenialCount {
  /** Of the token; empty for callers without one, and for clients that a node had no more room to tell apart. */
  readonly clientId: string
  /** Where the minute begins. */
  readonly minute: Date
  readonly count: number
}

/** Which denials to list. */
export interface DenialFilter {
  /** Those of all clients when missing. */
  readonly clientId?: string | undefined
  /** Minutes that begin at this instant or later. */
  readonly since: Date
  /** Minutes that begin before this instant. */
  readonly until: Date
}

/** What counting denials, and asking for counts, ask of their store. */
export interface ActivityStorage {
  /** @param denials each client and minute once @param counts the same as activity */
  addDenials(denials: readonly DenialCount[], counts: readonly ActivityCounts[]): Promise<void>
  /** What is there from `since` on and before `until`, in order; nothing stands for stretches in which nothing happened. */
  listActivity(range: { readonly grain: Grain; readonly since: Date; readonly until: Date }): Promise<readonly ActivityCounts[]>
  /** By minute and client. They are kept for seven days. */
  listDenials(filter: DenialFilter): Promise<readonly DenialCount[]>
}
