// A PostgreSQL of one test alone, which that test may stop as it likes.

import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort, importWithoutExitHooks } from '../support/postgres.ts'

export interface PostgresServer {
  readonly url: string
  /** `pg_ctl stop -m immediate`: no checkpoint, so that the next start recovers as after a crash. */
  stopImmediately(): Promise<void>
  /** Resolves once it accepts connections. */
  start(): Promise<void>
  /** Stops it and removes its data. */
  remove(): Promise<void>
}

export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-own-postgres-'))
  // As root, PostgreSQL runs as another user and must reach its folder.
  chmodSync(folder, 0o755)
  const databaseDir = join(folder, 'data')
  const EmbeddedPostgres = await importWithoutExitHooks()
  const options = {
    databaseDir,
    port: await findFreePort(),
    user: 'postgres',
    password: 'only-for-tests',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=100'],
    onLog: () => undefined,
  }
  const start = () => new EmbeddedPostgres(options).start()
  const stop = async () => {
    const pid = readPid(databaseDir)
    if (pid === undefined) return
    process.kill(pid, 'SIGQUIT')
    while (isAlive(pid)) await sleep(20)
  }
  const remove = async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await new EmbeddedPostgres(options).initialise()
    await start()
  } catch (error) {
    await remove()
    throw error
  }
  const { user, password, port } = options
  return { url: `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`, stopImmediately: stop, start, remove }
}

/** Of the server itself; undefined when none runs. */
function readPid(databaseDir: string): number | undefined {
  try {
    return Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
