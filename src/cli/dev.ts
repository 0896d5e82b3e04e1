// `fieldgate dev`: the service with demo data, ready in seconds, its secrets and data in one folder.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type DemoPlan, demoUserScopes, ensureDemo, planDemo } from '../administration/demo-data.ts'
import type { Authority } from '../authorization-server/authority.ts'
import { type Config, type Place, readConfig } from '../config.ts'
import { createLogger } from '../http/logger.ts'
import { startService } from '../main.ts'
import type { Store } from '../store/store.ts'
import { demoBox, demoJson } from './dev-box.ts'
import { stopOnSignals } from './run.ts'

export interface DevOptions {
  readonly isJson: boolean
  readonly environment: NodeJS.ProcessEnv
}

export async function runDev({ isJson, environment }: DevOptions): Promise<void> {
  // Everything that is written holds secrets or what they protect: for this user's eyes only.
  process.umask(0o077)
  const config = await readDevConfig(environment)
  const logger = createLogger({ level: config.logLevel, destination: process.stderr })
  let plan: DemoPlan | undefined
  const prepare = async (authority: Authority, store: Store) => {
    plan = await prepareDemo(config.dataDirectory, authority, store)
  }
  const service = await startService({ config, logger, prepare })
  stopOnSignals(service, logger, config.drainSeconds)
  if (!plan) throw new Error('The demo was not prepared.')
  const facts = { plan, graphqlUrl: `${config.issuer}/graphql`, userScopes: demoUserScopes, isTerminal: process.stdout.isTTY }
  process.stdout.write(isJson ? demoJson(facts) : demoBox(facts))
}

async function readDevConfig(environment: NodeJS.ProcessEnv): Promise<Config> {
  // The issuer names the port, so a free one must be found before anything is listened to.
  const isAnyPort = environment.FIELDGATE_PORT === '0'
  const settled = isAnyPort ? { ...environment, FIELDGATE_PORT: String(await findFreePort()) } : environment
  const defaults = ({ port, dataDirectory }: Place) => {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
    return {
      FIELDGATE_DATABASE_URL: `file:${join(dataDirectory, 'fieldgate.db')}`,
      FIELDGATE_ISSUER: `http://localhost:${port}`,
      FIELDGATE_SECRET: readOrCreate(join(dataDirectory, 'secret'), () => randomBytes(48).toString('base64')),
      FIELDGATE_LOG_LEVEL: 'warn',
    }
  }
  return readConfig(settled, (path) => readFileSync(path, 'utf8'), { mode: 'development', defaults })
}

// The plan is written before the data it describes: a start that is killed in between is finished by the next one.
async function prepareDemo(dataDirectory: string, authority: Authority, store: Store): Promise<DemoPlan> {
  const { credentials, passwords } = authority
  const now = authority.now()
  const file = join(dataDirectory, 'demo.json')
  const plan = JSON.parse(readOrCreate(file, () => JSON.stringify(planDemo(credentials, now), null, 2))) as DemoPlan
  await ensureDemo(plan, { storage: store, credentials, passwords, now })
  return plan
}

function readOrCreate(file: string, create: () => string): string {
  if (!existsSync(file)) writeFileSync(file, `${create()}\n`, { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trimEnd()
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
