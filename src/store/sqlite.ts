// SQLite: always in WAL mode, one writing connection and one reading connection a process.

import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import Sqlite from 'better-sqlite3'
import { ConfigError, MigrationError } from '../errors.ts'
import type { Database } from './database.ts'
import { isConflict } from './faults.ts'
import { hasTakenPlaces } from './feed-places.ts'
import { PrismaClient } from './generated/sqlite/client.ts'
import { createListeners } from './listeners.ts'
import { migrate } from './migrations.ts'
import { shareTransactions } from './shared-transactions.ts'

// SQLite waits for another writer by stopping the whole process, so it may only do so for moments; withRetries waits without.
const busyTimeoutMs = 5
/** While the service starts there is nobody to keep waiting. */
const openingTimeoutMs = 50
/** Longer than another process takes to migrate. */
const migrationMs = 30_000

/**
 * Opens, and if need be creates and migrates, an SQLite database.
 *
 * @param url `file:` followed by a path, in a folder that is there
 * @throws {ConfigError} the folder is missing, or what is there is no SQLite database
 * @throws when the file cannot be put into WAL mode: without it, Prisma's adapter loses writes after a busy COMMIT
 */
export async function openSqlite(url: string): Promise<Database> {
  const path = url.replace(/^file:(\/\/)?/, '')
  assertPlace(path)
  // Tried before the migration engine connects: what goes wrong inside of it comes out without its message.
  await (await connectOnceFree(durable(path, openingTimeoutMs)).catch(explainTo(path))).dispose()
  const appliedMigrations = await migrate({
    provider: 'sqlite',
    adapter: durable(path, openingTimeoutMs),
    runScript: async (script, _connection, executeScript) => {
      // The adapter runs a script on its one connection, synchronously.
      try {
        await executeScript(`BEGIN;\n${script}\nCOMMIT;`)
      } catch (error) {
        await executeScript('ROLLBACK').catch(() => undefined)
        throw error
      }
    },
    nowExpression: `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')`,
    withLock: (task) => withFileLock(`${path}.migrating`, task),
  })
  // Prisma's adapter does not keep plain queries out of an open transaction: both would share its connection, and a plain
  // read would see uncommitted rows. So transactions have a connection of their own, and nothing else uses it.
  const writer = new PrismaClient({ adapter: durable(path, busyTimeoutMs) })
  const reader = new PrismaClient({ adapter: durable(path, busyTimeoutMs) })
  const followers = createListeners()
  return {
    provider: 'sqlite',
    appliedMigrations,
    read: reader,
    transact: shareTransactions(async (work) => {
      let hasNews = false
      const result = await writer.$transaction(
        async (transaction) => {
          const done = await work(transaction)
          hasNews = hasTakenPlaces(transaction)
          return done
        },
        { maxWait: 5_000, timeout: 10_000 },
      )
      if (hasNews) followers.tell()
      return result
    }),
    // Its first read fixes the moment, as long as the file is in WAL mode.
    snapshot: (reads) => reader.$transaction(reads),
    onRevoked: followers.add,
    close: async () => {
      await reader.$disconnect()
      await writer.$disconnect()
    },
  }
}

// SQLite would make the file, and an operator's slip of the pen an empty service.
function assertPlace(path: string): void {
  const folder = dirname(resolve(path))
  if (!existsSync(folder))
    throw new ConfigError([`FIELDGATE_DATABASE_URL: there is no folder ${folder}. Make it, or mend the path.`])
  if (existsSync(path) && statSync(path).isDirectory())
    throw new ConfigError([`FIELDGATE_DATABASE_URL: ${resolve(path)} is a folder. Add the name of the database file.`])
}

function explainTo(path: string): (error: unknown) => never {
  return (error) => {
    switch (codeOf(error)) {
      case 'SQLITE_NOTADB':
        throw new ConfigError([
          `FIELDGATE_DATABASE_URL: ${resolve(path)} is no SQLite database. Name another file, or move it away.`,
        ])
      case 'SQLITE_CANTOPEN':
      case 'SQLITE_READONLY':
      case 'SQLITE_READONLY_DIRECTORY':
        throw new ConfigError([
          `FIELDGATE_DATABASE_URL: ${resolve(path)} cannot be opened. Let this user write the file and its folder.`,
        ])
      default:
        throw error
    }
  }
}

/** Of the driver, or of Prisma's adapter, which has the driver's in its cause. */
function codeOf(error: unknown): unknown {
  const { code, cause } = error as { code?: unknown; cause?: { originalCode?: unknown } }
  return code ?? cause?.originalCode
}

function durable(path: string, timeout: number): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaBetterSqlite3({ url: path, timeout })
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const adapter = await factory.connect()
      // FULL: an acknowledged write is on the disk, also after a power cut.
      await adapter.executeScript('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
      await assertWal(adapter, path)
      return adapter
    },
    connectToShadowDb: () => factory.connectToShadowDb(),
  }
}

/** Another process that migrates keeps the whole file to itself. */
async function connectOnceFree(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<SqlDriverAdapter> {
  for (const deadline = performance.now() + migrationMs; ; await sleep(50)) {
    try {
      return await adapter.connect()
    } catch (error) {
      if (!isConflict(error) || performance.now() > deadline) throw error
    }
  }
}

async function assertWal(adapter: SqlDriverAdapter, path: string): Promise<void> {
  const { rows } = await adapter.queryRaw({ sql: 'PRAGMA journal_mode', args: [], argTypes: [] })
  if (rows[0]?.[0] === 'wal') return
  await adapter.dispose()
  throw new Error(
    `The SQLite database ${path} cannot be put into WAL mode. Move it to a local disk that allows it, and not into memory.`,
  )
}

// A lock that the system frees when its holder dies: an exclusive transaction on an SQLite file of its own.
async function withFileLock<T>(path: string, task: () => Promise<T>): Promise<T> {
  const lock = new Sqlite(path, { timeout: 0 })
  try {
    const deadline = performance.now() + migrationMs
    while (!tryLock(lock)) {
      if (performance.now() > deadline)
        throw new MigrationError(`Another process has been migrating the database for 30 s (${path}). Stop it and start again.`)
      await sleep(50)
    }
    return await task()
  } finally {
    lock.close()
  }
}

function tryLock(lock: Sqlite.Database): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false
    throw error
  }
}
