// Another process holds SQLite's write lock for a while: reads go on, writes wait or are told "not now".

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'vitest'
import { counts, limitMs } from '../support/counts.ts'
import { createDatabase } from '../support/databases.ts'
import { ViewerDocument } from '../support/generated/operations.ts'
import { createApp, underLoad } from './app.ts'
import { conclude, countBroken } from './conclude.ts'
import { useCluster } from './use-cluster.ts'

const holder = `
import Sqlite from 'better-sqlite3'
const database = new Sqlite(process.argv[1], { timeout: 30_000 })
database.exec('BEGIN IMMEDIATE')
process.stdout.write('held')
setTimeout(() => { database.exec('COMMIT'); database.close() }, Number(process.argv[2]) * 1000)
`

describe("SQLite's write lock held by another process", () => {
  const getCluster = useCluster({ openDatabase: () => createDatabase('sqlite'), count: 1 })

  it.each([...counts.lockSeconds])(
    'for %i s costs nothing that was acknowledged',
    async (seconds) => {
      const cluster = getCluster()
      const app = createApp(cluster)
      const busy = await app.logInMany(8)
      const probe = await app.logIn()
      let readsRefused = 0
      const recoveryMs = await underLoad(app, busy, async () => {
        const { released } = await holdLock(cluster.databaseUrl, seconds)
        for (let read = 0; read < 5; read++) {
          if ((await app.attempt(ViewerDocument, {}, { token: probe.accessToken })).kind !== 'served') readsRefused += 1
          if (!(await fetch(`${cluster.nodes[0]?.url}/keys`)).ok) readsRefused += 1
        }
        await released
        return app.timeToServe(0, probe)
      })
      const { lostSessions } = await app.audit()
      const brokenInvariants = await countBroken(cluster.databaseUrl)
      const { broken, refused, refreshed, unavailable, lost } = app.tally
      conclude(
        {
          what: `SQLite's write lock held for ${seconds} s`,
          tried: `once, ${refreshed} refreshes`,
          losses: {
            brokenInvariants,
            lostSessions,
            forcedToLogIn: refused.length,
            ofThe500Kind: broken.length,
            connectionsLost: lost,
            readsRefused,
            exits: cluster.exitCount(),
            laterThan3s: recoveryMs > 3_000 ? 1 : 0,
          },
          measured: `${unavailable} answers 503, served again after ${Math.round(recoveryMs)} ms`,
        },
        [...broken, ...refused],
      )
    },
    limitMs(Math.max(...counts.lockSeconds) + 60, 1),
  )
})

/** Resolves once the lock is held; `released` does once it is free again. */
async function holdLock(databaseUrl: string, seconds: number): Promise<{ released: Promise<unknown> }> {
  const args = ['--input-type=module', '--eval', holder, databaseUrl.slice('file:'.length), String(seconds)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const released = once(child, 'exit')
  await once(child.stdout, 'data')
  return { released }
}
