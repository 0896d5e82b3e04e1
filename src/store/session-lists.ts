// Sessions as administrators and their owners list them.

import type { Page, PageRequest } from '../administration/page.ts'
import type { SessionFilter } from '../administration/session-list-storage.ts'
import type { Session } from '../authorization-server/storage.ts'
import type { Database } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { allOf, toPage } from './search.ts'
import { type SessionRow, toSession } from './session-rows.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that lists sessions. */
export function createSessionLists({ read }: Database) {
  return {
    async listSessions({ first, after }: PageRequest, filter: SessionFilter, now: Date): Promise<Page<Session>> {
      if (!canBeAsked(filter)) return { nodes: [], hasNextPage: false }
      const which = allOf([conditionOf(filter, now), after === null ? undefined : Prisma.sql`id < ${after}`])
      const rows = await withRetries(
        () => read.$queryRaw<SessionRow[]>`SELECT * FROM sessions WHERE ${which} ORDER BY id DESC LIMIT ${first + 1}`,
      )
      return toPage(rows.map(toSession), first)
    },

    async countSessions(filter: SessionFilter, now: Date): Promise<number> {
      if (!canBeAsked(filter)) return 0
      const which = conditionOf(filter, now)
      const [row] = await withRetries(
        () => read.$queryRaw<{ count: bigint }[]>`SELECT COUNT(*) AS count FROM sessions WHERE ${which}`,
      )
      return Number(row?.count)
    },
  }
}

function canBeAsked({ userId, clientId }: SessionFilter): boolean {
  return [userId, clientId].every((id) => id == null || isStorable(id))
}

function conditionOf({ userId, clientId, status }: SessionFilter, now: Date): Prisma.Sql {
  return allOf([
    userId == null ? undefined : Prisma.sql`"userId" = ${userId}`,
    clientId == null ? undefined : Prisma.sql`"clientId" = ${clientId}`,
    status == null ? undefined : hasStatus(status, now),
  ])
}

function hasStatus(status: NonNullable<SessionFilter['status']>, now: Date): Prisma.Sql {
  switch (status) {
    case 'REVOKED':
      return Prisma.sql`"revokedAt" IS NOT NULL`
    case 'EXPIRED':
      return Prisma.sql`"revokedAt" IS NULL AND "expiresAt" <= ${now}`
    case 'ACTIVE':
      return Prisma.sql`"revokedAt" IS NULL AND "expiresAt" > ${now}`
    default:
      return status satisfies never
  }
}
