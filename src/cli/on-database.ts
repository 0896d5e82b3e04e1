// The frame of commands on the database itself: it is opened with the settings of a service, and closed whatever comes.

import { readFileSync } from 'node:fs'
import { type Config, readConfig } from '../config.ts'
import { AuditLogError, ConflictError, NotFoundError } from '../errors.ts'
import { openStore, type Store } from '../store/store.ts'
import { type ExitCode, talk } from './answer.ts'

/** What such a command works with. */
export interface OpenDatabase {
  readonly config: Config
  readonly store: Store
}

/**
 * Opens the database for one command.
 *
 * @returns what the command answers; 1 when it asked for something that there is not, that is taken, or in a log that was changed
 * @throws {ConfigError} the settings are not those of a service
 */
export async function onDatabase(
  environment: NodeJS.ProcessEnv,
  command: (database: OpenDatabase) => Promise<ExitCode>,
): Promise<ExitCode> {
  // What is written beside the database holds what it protects.
  process.umask(0o077)
  const config = readConfig(environment, (path) => readFileSync(path, 'utf8'), { mode: 'production' })
  const store = await openStore(config.databaseUrl, { onPoisoned: () => process.exit(1) })
  try {
    return await command({ config, store })
  } catch (error) {
    if (!(error instanceof NotFoundError || error instanceof ConflictError || error instanceof AuditLogError)) throw error
    talk([error.message])
    return 1
  } finally {
    await store.close()
  }
}
