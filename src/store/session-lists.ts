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

    async listSessionsOfUsers({ first, after }: PageRequest, userIds: readonly string[]): Promise<Page<Session>[]> {
      if (userIds.length === 0) return []
      // Each a look into the index; a rank over all sessions of these users would read every one of them.
      const pages = userIds.map((userId) => {
        const which = allOf([Prisma.sql`"userId" = ${userId}`, after === null ? undefined : Prisma.sql`id < ${after}`])
        return Prisma.sql`SELECT * FROM (SELECT * FROM sessions WHERE ${which} ORDER BY id DESC LIMIT ${first + 1}) AS page`
      })
      const rows = await withRetries(() => read.$queryRaw<SessionRow[]>`${Prisma.join(pages, ' UNION ALL ')}`)
      const found = new Map(userIds.map((userId) => [userId, [] as Session[]]))
      for (const row of rows) found.get(row.userId)?.push(toSession(row))
      return userIds.map((userId) => toPage((found.get(userId) ?? []).sort(newestFirst), first))
    },

    async countSessionsOfUsers(userIds: readonly string[]): Promise<number[]> {
      if (userIds.length === 0) return []
      const rows = await withRetries(
        () => read.$queryRaw<{ userId: string; count: bigint }[]>`
          SELECT "userId", COUNT(*) AS count FROM sessions WHERE "userId" IN (${Prisma.join([...userIds])}) GROUP BY "userId"`,
      )
      const counts = new Map(rows.map(({ userId, count }) => [userId, Number(count)]))
      return userIds.map((userId) => counts.get(userId) ?? 0)
    },
  }
}

function newestFirst(one: Session, other: Session): number {
  return one.id < other.id ? 1 : -1
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
