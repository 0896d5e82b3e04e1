// Lists audit events, newest first: by their ids, which begin with the instant of the event.

import type { AuditEvent, AuditEventFilter, AuditEventListStorage } from '../authorization-server/audit-log/event-list.ts'
import type { Database, Prisma } from './database.ts'
import { firstIdAt } from './event-ids.ts'
import { withRetries } from './faults.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that lists events. */
export function createAuditListStore({ read }: Database): AuditEventListStorage {
  return {
    async listAuditEvents({ first, after }, filter) {
      if (!isAnswerable({ ...filter, after })) return { nodes: [], hasNextPage: false }
      const where = { AND: [conditions(filter), ...(after === null ? [] : [{ id: { lt: after } }])] }
      const rows: AuditEvent[] = await withRetries(() =>
        read.auditEvent.findMany({ where, orderBy: { id: 'desc' }, take: first + 1 }),
      )
      return { nodes: rows.slice(0, first), hasNextPage: rows.length > first }
    },

    async countAuditEvents(filter) {
      if (!isAnswerable({ ...filter, after: null })) return 0
      return withRetries(() => read.auditEvent.count({ where: conditions(filter) }))
    },
  }
}

/** False for texts that no database holds, and so no event. */
function isAnswerable({
  type,
  actorId,
  clientId,
  targetId,
  after,
}: AuditEventFilter & { readonly after: string | null }): boolean {
  return [type, actorId, clientId, targetId, after].every((text) => text == null || isStorable(text))
}

function conditions({ type, actorId, clientId, targetId, since, until }: AuditEventFilter): Prisma.AuditEventWhereInput {
  return {
    ...(type != null && { type }),
    ...(actorId != null && { actorId }),
    ...(clientId != null && { clientId }),
    ...(targetId != null && { targetId }),
    id: { ...(since && { gte: firstIdAt(since) }), ...(until && { lt: firstIdAt(until) }) },
  }
}
