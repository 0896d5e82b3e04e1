// How many sessions live, counted so that nobody waits for it.

import type { Database } from './database.ts'
import { withRetries } from './faults.ts'

/** SQLite's queries give nobody else a turn: so many sessions are looked at before others get theirs. */
const sessionsAtOnce = 500

/** The part of the store that counts sessions. */
export function createSessionCount({ provider, read }: Database) {
  return {
    async countLivingSessions(now: Date): Promise<number> {
      return provider === 'postgresql' ? countAtOnce(now) : countInTurns(now)
    },
  }

  async function countAtOnce(now: Date): Promise<number> {
    const [row] = await withRetries(
      () => read.$queryRaw<{ living: bigint }[]>`
        SELECT COUNT(*) AS living FROM sessions WHERE "expiresAt" > ${now} AND "revokedAt" IS NULL`,
    )
    return Number(row?.living)
  }

  /** In the order of ids, about that in which the rows stand in the file; by their expiry it takes five times as long. */
  async function countInTurns(now: Date): Promise<number> {
    for (let total = 0, after = ''; ; ) {
      const [row] = await withRetries(
        () => read.$queryRaw<{ living: bigint | null; last: string | null }[]>`
          SELECT SUM("expiresAt" > ${now} AND "revokedAt" IS NULL) AS living, MAX(id) AS last
          FROM (SELECT id, "expiresAt", "revokedAt" FROM sessions WHERE id > ${after} ORDER BY id LIMIT ${sessionsAtOnce})`,
      )
      if (!row || row.last === null) return total
      total += Number(row.living)
      after = row.last
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
