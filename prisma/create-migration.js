// Writes the SQL that takes the newest migration to schema.prisma, for both databases: `npm run migration -- <name>`.
// migrations/migrated.prisma is the schema as of the newest migration; no database is needed.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMigrations } from '../dist/store/migrations.js'
import { withSchemaEngine } from '../dist/store/schema-engine.js'
import { schemaFor } from './generate.js'

const here = dirname(fileURLToPath(import.meta.url))
const migrated = join(here, 'migrations/migrated.prisma')
// Comparing two schemas reaches no database; the engine only wants to know which dialect to write.
const adapters = {
  sqlite: unanswering('sqlite', '@prisma/adapter-better-sqlite3'),
  postgresql: unanswering('postgres', '@prisma/adapter-pg'),
}

function unanswering(provider, adapterName) {
  const connect = async () => ({
    provider,
    adapterName,
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => undefined,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => undefined,
  })
  return { provider, adapterName, connect, connectToShadowDb: connect }
}

/** The script from the newest migration to schema.prisma, or null when there is nothing to do. */
export async function pendingSql(provider) {
  const before = existsSync(migrated) ? datamodel(schemaFor(provider, readFileSync(migrated, 'utf8'))) : { tag: 'empty' }
  const { stdout } = await withSchemaEngine(adapters[provider], (engine) =>
    engine.diff({
      from: before,
      to: datamodel(schemaFor(provider)),
      script: true,
      filters: { externalTables: [], externalEnums: [] },
      shadowDatabaseUrl: null,
      exitCode: null,
    }),
  )
  return stdout.includes('This is an empty migration') ? null : stdout
}

function datamodel(content) {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] }
}

async function create(name) {
  if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error('Name the migration: npm run migration -- add_something')
  for (const provider of ['sqlite', 'postgresql']) {
    const sql = await pendingSql(provider)
    if (!sql) throw new Error('schema.prisma has not changed since the newest migration.')
    const number = String(readMigrations(provider).migrationDirectories.length + 1).padStart(4, '0')
    const directory = join(here, 'migrations', provider, `${number}_${name}`)
    mkdirSync(directory)
    writeFileSync(join(directory, 'migration.sql'), sql)
    console.log(`wrote ${directory}/migration.sql`)
  }
  copyFileSync(join(here, 'schema.prisma'), migrated)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await create(process.argv[2])
