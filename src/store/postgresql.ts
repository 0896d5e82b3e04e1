// PostgreSQL: a pool shared by reads and transactions; several nodes may share the database.

import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import type { Database } from './database.ts'
import { hasTakenPlaces } from './feed-places.ts'
import { PrismaClient } from './generated/postgresql/client.ts'
import type { PrismaClient as SqliteClient } from './generated/sqlite/client.ts'
import { migrate } from './migrations.ts'
import { endWhenSilent, listenForNews, newsChannel } from './postgresql-news.ts'

const poolSize = 10
// Any constant will do, as long as every version of fieldgate uses the same.
const migrationLockKey = 7_305_441_902
// Held by the script itself: the server goes on with it after the process that sent it was killed.
const scriptLockKey = 7_305_441_903

/**
 * Connects to a PostgreSQL database and migrates it if need be.
 *
 * @param url `postgresql://user:password@host:port/database`
 */
export async function openPostgresql(url: string): Promise<Database> {
  const connection = { connectionString: url, connectionTimeoutMillis: 5_000, max: poolSize }
  const appliedMigrations = await migrate({
    provider: 'postgresql',
    adapter: new PrismaPg(connection),
    // The adapter splits scripts at semicolons and may use several connections; one simple query is one transaction.
    runScript: async (script, connection) => {
      await poolOf(connection).query(`SELECT pg_advisory_xact_lock(${scriptLockKey});\n${script}`)
    },
    nowExpression: 'CURRENT_TIMESTAMP',
    withLock: (task) => withAdvisoryLock(url, task),
  })
  const pool = new pg.Pool(connection)
  // Between the pool that hands a connection out and the adapter that listens to it, a lost one would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('connect', endWhenSilent)
  const client = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) }) as unknown as SqliteClient
  const news = listenForNews(url)
  return {
    provider: 'postgresql',
    appliedMigrations,
    // Both clients come from one schema and differ in their SQL only, so the rest of the store sees one type.
    read: client,
    transact: (work) =>
      client.$transaction(
        async (transaction) => {
          const result = await work(transaction)
          if (hasTakenPlaces(transaction)) await transaction.$executeRaw`SELECT pg_notify(${newsChannel}, '')`
          return result
        },
        { maxWait: 5_000, timeout: 10_000 },
      ),
    snapshot: (reads) => client.$transaction(reads, { isolationLevel: 'Serializable' }),
    onRevoked: news.onNews,
    async close() {
      await news.close()
      await client.$disconnect()
    },
  }
}

function poolOf(adapter: SqlDriverAdapter): pg.Pool {
  const driver =
    'underlyingDriver' in adapter && typeof adapter.underlyingDriver === 'function' ? adapter.underlyingDriver() : undefined
  if (!(driver instanceof pg.Pool)) throw new TypeError('The PostgreSQL adapter has changed: it no longer gives its pool.')
  return driver
}

async function withAdvisoryLock<T>(url: string, task: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLockKey])
    await client.query('SELECT pg_advisory_xact_lock($1)', [scriptLockKey])
    return await task()
  } finally {
    // Ending the connection frees the lock.
    await client.end()
  }
}
