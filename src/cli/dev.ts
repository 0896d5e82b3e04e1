// `fieldgate dev`: the service with demo data, ready in seconds, its secrets and data in one folder.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { demoUserScopes, ensureDemo, planDemo } from '../administration/demo-data.ts'
import type { Authority } from '../authorization-server/authority.ts'
import { createCredentials } from '../authorization-server/credentials.ts'
import { type Config, type Place, readConfig } from '../config.ts'
import { createLogger } from '../http/logger.ts'
import { startService } from '../main.ts'
import type { Store } from '../store/store.ts'
import { databaseIn, demoPlanIn, makeDataFolder, secretIn } from './data-folder.ts'
import { demoBox, demoJson } from './dev-box.ts'
import { stopOnSignals } from './stop-on-signals.ts'

/** How to tell that it is ready, and where settings come from. */
export interface DevOptions {
  readonly isJson: boolean
  readonly environment: NodeJS.ProcessEnv
}

/** Starts it and returns once it is ready; it runs until the process is told to end. */
export async function runDev({ isJson, environment }: DevOptions): Promise<void> {
  const config = await readDevConfig(environment)
  const logger = createLogger({ level: config.logLevel, destination: process.stderr })
  // Written before the data it describes: a start that is killed in between is finished by the next one.
  const plan = demoPlanIn(config.dataDirectory, () => planDemo(createCredentials(config.rootSecret), new Date()))
  const prepare = ({ credentials, passwords, now }: Authority, storage: Store) =>
    ensureDemo(plan, { storage, credentials, passwords, now: now() })
  const starting = startService({ config, logger, prepare, onPoisoned: () => process.exit(1) })
  stopOnSignals(starting, logger, config.drainSeconds)
  await starting
  const facts = { plan, graphqlUrl: `${config.issuer}/graphql`, userScopes: demoUserScopes, isTerminal: process.stdout.isTTY }
  process.stdout.write(isJson ? demoJson(facts) : demoBox(facts))
}

async function readDevConfig(environment: NodeJS.ProcessEnv): Promise<Config> {
  // The issuer names the port, so a free one must be found before anything is listened to.
  const isAnyPort = environment.FIELDGATE_PORT === '0'
  const settled = isAnyPort ? { ...environment, FIELDGATE_PORT: String(await findFreePort()) } : environment
  const defaults = ({ port, dataDirectory }: Place) => {
    makeDataFolder(dataDirectory)
    return {
      FIELDGATE_DATABASE_URL: `file:${databaseIn(dataDirectory)}`,
      FIELDGATE_ISSUER: `http://localhost:${port}`,
      FIELDGATE_SECRET: secretIn(dataDirectory, () => randomBytes(48).toString('base64')),
      FIELDGATE_LOG_LEVEL: 'warn',
    }
  }
  return readConfig(settled, (path) => readFileSync(path, 'utf8'), { mode: 'development', defaults })
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
