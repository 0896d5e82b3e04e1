// A node is killed in the middle of refreshes, and started again: what was acknowledged stays, and nobody has to log in.

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { counts, limitMs } from '../support/counts.ts'
import { createDatabase, engines } from '../support/databases.ts'
import { createApp, underLoad } from './app.ts'
import { conclude, countBroken } from './conclude.ts'
import { useCluster } from './use-cluster.ts'

const sessionCount = 16

describe.each(engines)('kill -9 of a node on %s', (engine) => {
  const getCluster = useCluster({ openDatabase: () => createDatabase(engine), count: engine === 'sqlite' ? 1 : 3 })

  it(
    'loses nothing that was acknowledged, and logs nobody out',
    async () => {
      const cluster = getCluster()
      const app = createApp(cluster)
      const busy = await app.logInMany(sessionCount)
      await underLoad(app, busy, async () => {
        for (let kill = 0; kill < counts.kills; kill++) {
          const leaving = await app.logIn()
          const node = cluster.nodes[kill % cluster.nodes.length]
          // The refreshes set the beat: at any point of theirs.
          const restart = async () => {
            await sleep(50 + Math.random() * 300)
            await node?.end('SIGKILL')
            await node?.start()
          }
          await Promise.all([restart(), app.logOut(leaving)])
        }
      })
      const { lostSessions, revivedSessions } = await app.audit()
      const brokenInvariants = await countBroken(cluster.databaseUrl)
      const { broken, refused, refreshed, lost } = app.tally
      conclude(
        {
          what: `kill -9 during refreshes, ${engine}, ${cluster.nodes.length} process(es)`,
          tried: `${counts.kills} kills, ${refreshed} refreshes, ${counts.kills} logouts`,
          losses: {
            brokenInvariants,
            lostSessions,
            revivedSessions,
            forcedToLogIn: refused.length,
            ofThe500Kind: broken.length,
            exits: cluster.exitCount(),
          },
          measured: `${lost} answers lost, asked again`,
        },
        [...broken, ...refused],
      )
    },
    limitMs(counts.kills, 20),
  )
})
