// The audit log as people look through it: newest first, a page at a time.

/** An event as it is shown. */
export interface AuditEvent {
  readonly id: string
  /** Its place in the chain; null until it is sealed. */
  readonly sequence: number | null
  readonly at: Date
  readonly type: string
  readonly actorId: string | null
  readonly clientId: string | null
  readonly targetId: string | null
  readonly ipAddress: string | null
  /** JSON. */
  readonly data: string
  readonly hash: string | null
}

/** Which events to list; what is null or missing does not count. */
export interface AuditEventFilter {
  readonly type?: string | null | undefined
  readonly actorId?: string | null | undefined
  readonly clientId?: string | null | undefined
  readonly targetId?: string | null | undefined
  /** At or after this instant. */
  readonly since?: Date | null | undefined
  /** Before this instant. */
  readonly until?: Date | null | undefined
}

/** What listing asks of its store. */
export interface AuditEventListStorage {
  /** @param page.after the id of the last event of the page before; null for the newest */
  listAuditEvents(
    page: { readonly first: number; readonly after: string | null },
    filter: AuditEventFilter,
  ): Promise<{ readonly nodes: readonly AuditEvent[]; readonly hasNextPage: boolean }>
  countAuditEvents(filter: AuditEventFilter): Promise<number>
}
