// Guesses, counted exactly over every node, each count in a committed transaction of its own.

import type { AttemptBucket, Room } from '../authorization-server/attempts/attempt-bucket.ts'
import type { AttemptSettlement } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import {
  type BucketRow,
  type Filling,
  filledBetween,
  fillingsOf,
  roomIn,
  rowOf,
  withOneSettled,
  withOneTaken,
} from './leaky-buckets.ts'
import { assertSameRow } from './poisoned-client.ts'
import { createTurns } from './turns.ts'

/** How long a guess waits for those that are being looked at. */
const patienceMs = 5_000
const [shortestPauseMs, longestPauseMs] = [20, 200]
/** How many may ask again and again whether it is their turn; those behind them only wait. */
const maxAsking = 100

/** The part of the store that counts guesses. */
export function createAttemptStore({ read, transact }: Database) {
  const inTurn = createTurns()
  let asking = 0

  // What is full is found by reading, so that those who guess on cost no write.
  const look = async (buckets: readonly AttemptBucket[], now: Date): Promise<Room> => {
    const keys = buckets.map(({ key }) => key)
    const rows = await withRetries(() => read.attempt.findMany({ where: { key: { in: keys } } }))
    return roomIn(fillingsOf(buckets, rows, now))
  }

  const tryToTake = async (buckets: readonly AttemptBucket[], now: Date): Promise<Room> => {
    const seen = await look(buckets, now)
    if (seen.kind !== 'taken') return seen
    return withRetries(() =>
      transact(async (transaction) => {
        const held = fillingsOf(buckets, await hold(transaction, buckets, now), now)
        const room = roomIn(held)
        if (room.kind === 'taken') await write(transaction, held.map(withOneTaken))
        return room
      }),
    )
  }

  return {
    async takeAttempt(buckets: readonly [AttemptBucket, ...AttemptBucket[]], now: Date): Promise<Room> {
      const deadline = performance.now() + patienceMs
      return inTurn(buckets[0].key, async () => {
        const room = await tryToTake(buckets, now)
        if (room.kind !== 'crowded' || asking >= maxAsking) return room
        asking += 1
        try {
          for (let pauseMs = shortestPauseMs; performance.now() < deadline; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
            await new Promise((resolve) => setTimeout(resolve, pauseMs))
            const room = await tryToTake(buckets, now)
            if (room.kind !== 'crowded') return room
          }
          return room
        } finally {
          asking -= 1
        }
      })
    },

    async settleAttempt(settlement: AttemptSettlement): Promise<void> {
      const { buckets, now, events } = settlement
      await withRetries(() =>
        transact(async (transaction) => {
          const before = fillingsOf(buckets, await hold(transaction, buckets, now), now)
          const after = before.map((filling) => withOneSettled(filling, settlement))
          await write(transaction, after)
          await writeEvents(transaction, events(filledBetween(before, after)))
        }),
      )
    },

    async countAttempt({ buckets, now, events }: Omit<AttemptSettlement, 'emptied' | 'verdict' | 'takenAt'>): Promise<Room> {
      const seen = await look(buckets, now)
      if (seen.kind !== 'taken') return seen
      return withRetries(() =>
        transact(async (transaction) => {
          const before = fillingsOf(buckets, await hold(transaction, buckets, now), now)
          const room = roomIn(before)
          if (room.kind !== 'taken') return room
          const after = before.map((filling) => ({ ...filling, level: filling.level + 1 }))
          await write(transaction, after)
          await writeEvents(transaction, events(filledBetween(before, after)))
          return room
        }),
      )
    },
  }
}

/** Makes and locks the rows, in the order of their keys, so that two transactions never wait for each other. */
async function hold(transaction: Transaction, buckets: readonly AttemptBucket[], now: Date): Promise<readonly BucketRow[]> {
  const keys = buckets.map(({ key }) => key).sort()
  const rows = Prisma.join(keys.map((key) => Prisma.sql`(${key}, ${0}, ${0}, ${now})`))
  const held = await transaction.$queryRaw<BucketRow[]>`
    INSERT INTO attempts (key, level, pending, "updatedAt") VALUES ${rows}
    ON CONFLICT (key) DO UPDATE SET pending = attempts.pending
    RETURNING key, level, pending, "updatedAt"`
  const found = held.map(({ key }) => key).sort()
  for (const [index, key] of keys.entries()) assertSameRow('attempt', found[index] ?? '', key)
  return held
}

/** Rows that the transaction holds. */
async function write(transaction: Transaction, fillings: readonly Filling[]): Promise<void> {
  const rows = fillings
    .map(rowOf)
    .map(({ key, level, pending, updatedAt }) => Prisma.sql`(${key}, ${level}, ${pending}, ${updatedAt})`)
  await transaction.$executeRaw`
    INSERT INTO attempts (key, level, pending, "updatedAt") VALUES ${Prisma.join(rows)}
    ON CONFLICT (key) DO UPDATE SET level = excluded.level, pending = excluded.pending, "updatedAt" = excluded."updatedAt"`
}
