// Brings a database to the schema this version needs: one node at a time, and a killed migration is taken up again.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { MigrationError } from '../errors.ts'
import { type MigrationList, type SchemaEngine, withSchemaEngine } from './schema-engine.ts'

/** One database, ready to be migrated. */
export interface MigrationTarget {
  provider: 'sqlite' | 'postgresql'
  adapter: SqlMigrationAwareDriverAdapterFactory
  /** Runs a script of several statements wholly or not at all; `executeScript` is the adapter's own, which does not promise that. */
  runScript(script: string, connection: SqlDriverAdapter, executeScript: (script: string) => Promise<void>): Promise<void>
  /** The SQL expression for now, in the form Prisma stores instants. */
  nowExpression: string
  /** Runs the task while no other process migrates the same database; freed by the system when a process dies. */
  withLock<T>(task: () => Promise<T>): Promise<T>
}

const noFilters = { externalTables: [], externalEnums: [] }

/**
 * Applies every migration that the database lacks and returns their names, oldest first.
 *
 * Each script runs in one transaction together with its "finished" mark. So a migration without the mark left nothing
 * behind, and is simply run again.
 *
 * @throws {MigrationError} with what to do, when the database's history does not fit this version
 */
export async function migrate(target: MigrationTarget, migrationsList = readMigrations(target.provider)): Promise<string[]> {
  return target.withLock(() =>
    withSchemaEngine(withAtomicScripts(target), async (engine) => {
      for (const migrationName of await failedMigrations(engine, migrationsList))
        await engine.markMigrationRolledBack({ migrationName })
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters })
      return appliedMigrationNames
    }),
  )
}

/** The migrations that ship with this package, oldest first. */
export function readMigrations(provider: 'sqlite' | 'postgresql'): MigrationList {
  const baseDir = fileURLToPath(new URL(`../../prisma/migrations/${provider}`, import.meta.url))
  const names = readdirSync(baseDir, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(`${baseDir}/migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names
      .map(({ name }) => name)
      .sort()
      .map((path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(`${baseDir}/${path}/migration.sql`, 'utf8') },
        },
      })),
  }
}

async function failedMigrations(engine: SchemaEngine, migrationsList: MigrationList): Promise<string[]> {
  try {
    const state = await engine.diagnoseMigrationHistory({ migrationsList, filters: noFilters, optInToShadowDatabase: false })
    if (state.editedMigrationNames.length > 0) {
      throw new MigrationError(
        `Applied migrations were changed afterwards: ${state.editedMigrationNames.join(', ')}. Reinstall fieldgate.`,
      )
    }
    if (state.history && state.history.diagnostic !== 'databaseIsBehind') {
      throw new MigrationError(
        'The database was migrated by a newer version of fieldgate. Start that version, or restore a backup.',
      )
    }
    return state.failedMigrationNames
  } catch (error) {
    // P1014: there is no table of migrations yet. If there are other tables all the same, applying says so.
    if (error instanceof Error && 'code' in error && error.code === 'P1014') return []
    throw error
  }
}

// The engine marks the row itself after the script, too late for a process that is killed in between.
function withAtomicScripts({ adapter, runScript, nowExpression }: MigrationTarget): SqlMigrationAwareDriverAdapterFactory {
  const markFinished = `UPDATE "_prisma_migrations" SET "finished_at" = ${nowExpression}, "applied_steps_count" = 1
WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL;`
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connectToShadowDb: () => adapter.connectToShadowDb(),
    connect: async () => {
      const connection = await adapter.connect()
      const executeScript = connection.executeScript.bind(connection)
      connection.executeScript = (script) => runScript(`${script}\n;${markFinished}`, connection, executeScript)
      return connection
    },
  }
}
