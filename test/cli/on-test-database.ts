// Runs the built program on a database of a test, with the settings of a service.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testRootSecret } from '../support/authority.ts'
import { createDatabase, type Engine } from '../support/databases.ts'
import { createFolder, fieldgateCommand } from '../support/program.ts'
import { query, type Row } from '../support/sql.ts'

export interface DatabaseDesk {
  readonly url: string
  write(name: string, text: string): void
  read(name: string): string
  run(args: readonly string[], input?: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string }
  /** Kills the command with SIGKILL once the condition holds, which is asked again and again. */
  killOnce(args: readonly string[], condition: () => Promise<boolean>): Promise<void>
  query(sql: string): Promise<Row[]>
  remove(): Promise<void>
}

export async function openDesk(engine: Engine): Promise<DatabaseDesk> {
  const folder = createFolder()
  const database = await createDatabase(engine)
  const { PATH = '' } = process.env
  const settings = {
    FIELDGATE_DATABASE_URL: database.url,
    FIELDGATE_ISSUER: 'http://localhost:4000',
    FIELDGATE_SECRET: testRootSecret.toString(),
  }
  const env = { PATH, ...settings }
  return {
    url: database.url,
    write: (name, text) => writeFileSync(join(folder.path, name), text),
    read: (name) => readFileSync(join(folder.path, name), 'utf8'),
    run(args, input = '') {
      const options = { cwd: folder.path, env, input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const
      const { status: code, stdout, stderr } = spawnSync(process.execPath, [fieldgateCommand, ...args], options)
      return { code, stdout, stderr }
    },
    async killOnce(args, condition) {
      const child = spawn(process.execPath, [fieldgateCommand, ...args], { cwd: folder.path, env, stdio: 'ignore' })
      const ended = once(child, 'exit')
      while (child.exitCode === null && !(await condition().catch(() => false)));
      child.kill('SIGKILL')
      await ended
    },
    query: (sql) => query(database.url, sql),
    remove: async () => {
      folder.remove()
      await database.drop()
    },
  }
}
