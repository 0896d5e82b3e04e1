// A process that is killed with SIGKILL in the middle of migrating, and its successor.

import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readMigrations } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/store.ts'
import { createDatabase, type TestDatabase } from '../support/databases.ts'
import { startProgram } from '../support/program.ts'
import { query } from '../support/sql.ts'
import { addUser } from './records.ts'

const folder = fileURLToPath(new URL('../..', import.meta.url))
const built = new URL('../../dist/store/store.js', import.meta.url).href
const recorded = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL'

describe('a migration that is killed', () => {
  let database: TestDatabase
  afterEach(() => database.drop())

  describe('on sqlite', () => {
    beforeEach(async () => {
      database = await createDatabase('sqlite')
    })

    it('half-way through its script leaves nothing behind, and is run again', async () => {
      // The driver runs scripts whole; this one dies after half of the statements.
      const killer = `
        const { prototype } = require('better-sqlite3')
        const { exec } = prototype
        prototype.exec = function (script) {
          if (!script.includes('CREATE TABLE "sessions"')) return exec.call(this, script)
          exec.call(this, script.slice(0, script.indexOf('CREATE TABLE "sessions"')))
          process.kill(process.pid, 'SIGKILL')
        }`
      expect(await startMigrating(database.url, killer).end()).toBeNull()
      expect(await query(database.url, recorded)).toEqual([])
      expect(await query(database.url, `SELECT name FROM sqlite_master WHERE name = 'users'`)).toEqual([])
      await expectMigrated()
    })
  })

  describe('on postgresql', () => {
    beforeEach(async () => {
      database = await createDatabase('postgresql')
    })

    it.each([
      ['and whose statement the server gives up', true],
      ['and whose statement the server still finishes', false],
    ])('half-way through its script is taken up again, %s', async (_name, isGivenUp) => {
      // Its script waits here: a table of that name is being made by another transaction, which then changes its mind.
      const obstacle = new pg.Client({ connectionString: database.url })
      await obstacle.connect()
      await obstacle.query('BEGIN; CREATE TABLE sessions (id text)')
      const program = startMigrating(database.url)
      const [waiting] = await findWaiting(1)
      expect(await program.end('SIGKILL')).toBeNull()
      if (isGivenUp) await query(database.url, `SELECT pg_terminate_backend(${waiting}, 5000)`)
      const successor = isGivenUp ? undefined : openStore(database.url)
      // The successor waits as well, at the latest where its script meets that of the dead process.
      if (!isGivenUp) await findWaiting(2)
      await obstacle.query('ROLLBACK')
      await obstacle.end()
      await (await successor)?.close()
      await expectMigrated()
    })
  })

  function startMigrating(url: string, preparation = '') {
    const script = `${preparation}
      import(${JSON.stringify(built)}).then(({ openStore }) => openStore(${JSON.stringify(url)})).then(() => console.log('done'))`
    return startProgram({ args: ['-e', script], folder })
  }

  async function findWaiting(count: number): Promise<unknown[]> {
    const sql = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    for (;;) {
      const rows = await query(database.url, sql)
      if (rows.length >= count) return rows.map(({ pid }) => pid)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async function expectMigrated(): Promise<void> {
    const store = await openStore(database.url)
    await expect(addUser(store)).resolves.toMatchObject({ isEnabled: true })
    await store.close()
    const all = readMigrations('sqlite').migrationDirectories.map(({ path }) => ({ migration_name: path }))
    expect(new Set(await query(database.url, recorded))).toEqual(new Set(all))
  }
})
