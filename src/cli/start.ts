// `fieldgate start`: the service in production.

import { readFileSync } from 'node:fs'
import { readConfig } from '../config.ts'
import { createLogger } from '../http/logger.ts'
import { stopOnSignals } from './stop-on-signals.ts'

/** Starts it and returns once it listens; it runs until the process is told to end. */
export async function runStart({ environment }: { environment: NodeJS.ProcessEnv }): Promise<void> {
  const config = readConfig(environment, (path) => readFileSync(path, 'utf8'), { mode: 'production' })
  // Loaded only now: whoever mistyped a setting is told at once.
  const { startService } = await import('../main.ts')
  const logger = createLogger({ level: config.logLevel, destination: process.stderr })
  const starting = startService({ config, logger, onPoisoned: () => process.exit(1) })
  stopOnSignals(starting, logger, config.drainSeconds)
  await starting
}
