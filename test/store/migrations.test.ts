import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readMigrations } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'

const all = readMigrations('sqlite').migrationDirectories.map(({ path }) => path)

describe.each(engines)('migrations on %s', (engine) => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createDatabase(engine)
  })
  afterEach(() => database.drop())

  it('bring an empty database to the present schema and record it as Prisma does', async () => {
    await (await openStore(database.url)).close()
    const rows = await query(
      database.url,
      'SELECT migration_name, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY migration_name',
    )
    expect(rows).toEqual(all.map((name) => ({ migration_name: name, finished_at: expect.anything(), rolled_back_at: null })))
  })

  it('change nothing the second time', async () => {
    await (await openStore(database.url)).close()
    const before = await query(database.url, 'SELECT id, checksum FROM _prisma_migrations')
    await (await openStore(database.url)).close()
    expect(await query(database.url, 'SELECT id, checksum FROM _prisma_migrations')).toEqual(before)
  })

  it('are applied once when several nodes start together', async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(database.url)))
    await Promise.all(stores.map((store) => store.close()))
    const rows = await query(database.url, 'SELECT migration_name FROM _prisma_migrations ORDER BY migration_name')
    expect(rows.map(({ migration_name }) => migration_name)).toEqual(all)
  })

  it('are taken up again after a process that died before its script was done', async () => {
    await (await openStore(database.url)).close()
    await emptyButFor(database.url, engine)
    await query(database.url, `DELETE FROM _prisma_migrations WHERE migration_name <> '${all[0]}'`)
    await query(database.url, 'UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0')
    const store = await openStore(database.url)
    await expect(store.findClient('cli_none')).resolves.toBeUndefined()
    await store.close()
  })

  it('refuse a database of a newer version', async () => {
    await (await openStore(database.url)).close()
    await query(
      database.url,
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       SELECT 'x', checksum, finished_at, '9999_future', started_at, 1 FROM _prisma_migrations WHERE migration_name = '${all[0]}'`,
    )
    await expect(openStore(database.url)).rejects.toThrow('newer version')
  })

  it('refuse a database whose migrations were changed afterwards', async () => {
    await (await openStore(database.url)).close()
    await query(database.url, `UPDATE _prisma_migrations SET checksum = 'other'`)
    await expect(openStore(database.url)).rejects.toThrow('changed afterwards')
  })
})

describe('an SQLite database', () => {
  it('that cannot be in WAL mode is refused', async () => {
    await expect(openStore('file::memory:')).rejects.toThrow('WAL')
  })
})

// As a script that was rolled back leaves it: the record of its start, and nothing of what it made.
async function emptyButFor(url: string, engine: string): Promise<void> {
  const list =
    engine === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`
  const names = (await query(url, list)).map(({ name }) => String(name))
  const order = [
    'attempts',
    'audit_marks',
    'audit_readers',
    'webhooks',
    'activity_counts',
    'denial_counts',
    'leases',
    'sequences',
    'audit_events',
    'revocations',
    'signing_keys',
    'refresh_tokens',
    'sessions',
    'scopes',
    'client_secrets',
    'clients',
    'user_roles',
    'roles',
    'users',
  ]
  expect([...names].sort()).toEqual([...order].sort())
  for (const name of order) await query(url, `DROP TABLE ${name}${engine === 'sqlite' ? '' : ' CASCADE'}`)
}
