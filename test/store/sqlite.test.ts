import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InternalError } from '../../src/errors.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, type TestDatabase } from '../support/databases.ts'
import { startProgram } from '../support/program.ts'
import { query } from '../support/sql.ts'
import { addUser, event, eventsAbout, everything, newUser, openStores } from './records.ts'

describe('an SQLite database', () => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await createDatabase('sqlite')
    ;[store] = (await openStores(database.url, 1)) as [Store]
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  it('is in WAL mode, on the disk before it acknowledges, and checks foreign keys, on both connections', async () => {
    const own = await openSqlite(database.url)
    const ask = async (connection: Pick<typeof own.read, '$queryRaw'>) => [
      await connection.$queryRaw`PRAGMA journal_mode`,
      await connection.$queryRaw`PRAGMA synchronous`,
      await connection.$queryRaw`PRAGMA foreign_keys`,
    ]
    // 2 is FULL.
    const durable = [[{ journal_mode: 'wal' }], [{ synchronous: 2n }], [{ foreign_keys: 1n }]]
    expect(await ask(own.read)).toEqual(durable)
    expect(await own.transact(ask)).toEqual(durable)
    await own.close()
    // WAL stays with the file, whoever opens it.
    expect(await query(database.url, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
  })

  it('is opened once another process that migrates has let it go', async () => {
    const path = database.url.slice('file:'.length)
    const other = new Sqlite(path)
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    let isFree = false
    setTimeout(() => {
      isFree = true
      other.exec('COMMIT')
      other.close()
    }, 400)
    const own = await openSqlite(database.url)
    expect(isFree).toBe(true)
    await own.close()
  })

  it('shows no reader what a transaction has not committed', async () => {
    const own = await openSqlite(database.url)
    const users = () => own.read.user.count()
    const before = await users()
    const { roleIds: _, ...user } = newUser()
    const data = { ...user, scopes: '', passwordChangedAt: user.createdAt, updatedAt: user.createdAt }
    const during = await own.transact(async (transaction) => {
      await transaction.user.create({ data })
      return users()
    })
    expect([during, await users()]).toEqual([before, before + 1])
    await own.close()
  })

  it('delays writers, and not readers, while another process writes for a second, and loses nothing', async () => {
    const user = await addUser(store)
    const lock = await holdLock(1_000)
    const begun = performance.now()
    const writing = Promise.all(Array.from({ length: 20 }, () => store.recordEvent(event('login.failed', 'during'))))
    expect(await store.findUser(user.id)).toMatchObject({ id: user.id })
    const readMs = performance.now() - begun
    await writing
    const wroteMs = performance.now() - begun
    await lock.end()
    expect(readMs).toBeLessThan(700)
    expect(wroteMs).toBeGreaterThan(700)
    expect(await eventsAbout(database.url, 'during')).toEqual(Array(20).fill('login.failed'))
  })

  it('answers "try again" when another process writes for longer than five seconds, and has written nothing', async () => {
    const user = newUser()
    const before = await everything(database.url)
    const lock = await holdLock(60_000)
    const begun = performance.now()
    await expect(store.createUser(user, event('user.created', user.id))).rejects.toMatchObject({
      constructor: InternalError,
      retryAfterSeconds: 1,
    })
    expect(performance.now() - begun).toBeLessThan(8_000)
    await lock.end('SIGKILL')
    expect(await everything(database.url)).toEqual(before)
    await store.createUser(user, event('user.created', user.id))
    expect(await store.findUser(user.id)).toMatchObject({ id: user.id })
  })

  /** Another process takes the write lock, and frees it after a while. */
  async function holdLock(milliseconds: number) {
    const script = `
      const database = new (require('better-sqlite3'))(${JSON.stringify(database.url.slice('file:'.length))})
      database.exec('BEGIN IMMEDIATE')
      console.log('locked')
      setTimeout(() => database.exec('COMMIT'), ${milliseconds})`
    const program = startProgram({ args: ['-e', script], folder: fileURLToPath(new URL('../..', import.meta.url)) })
    await program.waitFor('stdout', /locked/)
    return program
  }
})
