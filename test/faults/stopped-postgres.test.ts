// PostgreSQL stops at once under load and comes back: the nodes say "not now" meanwhile, and go on by themselves.

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { counts, limitMs } from '../support/counts.ts'
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts'
import { createApp, underLoad } from './app.ts'
import { conclude, countBroken } from './conclude.ts'
import { useCluster } from './use-cluster.ts'

const sessionCount = 12

describe('PostgreSQL stopped at once under load', () => {
  let postgres: PostgresServer
  const getCluster = useCluster({
    // One of its own: the tests beside it need theirs.
    async openDatabase() {
      postgres = await startPostgresServer()
      return { url: postgres.url, drop: postgres.remove }
    },
    count: 3,
  })

  it(
    'is answered with 503 until it is back, and costs nothing that was acknowledged',
    async () => {
      const cluster = getCluster()
      const app = createApp(cluster)
      const busy = await app.logInMany(sessionCount)
      const probes = await Promise.all(cluster.nodes.map(() => app.logIn()))
      const firstMs: number[] = []
      const slowestMs: number[] = []
      let servedMeanwhile = 0
      await underLoad(app, busy, async () => {
        for (let stop = 0; stop < counts.postgresStops; stop++) {
          await sleep(300)
          await postgres.stopImmediately()
          const before = app.tally.refreshed
          await sleep(1_000)
          servedMeanwhile += app.tally.refreshed - before
          await postgres.start()
          const recovering = probes.map((session, node) => app.timeToServe(node, session))
          firstMs.push(await Promise.any(recovering))
          slowestMs.push(Math.max(...(await Promise.all(recovering))))
        }
      })
      const { lostSessions, revivedSessions } = await app.audit()
      const brokenInvariants = await countBroken(postgres.url)
      const { broken, refused, refreshed, unavailable, lost } = app.tally
      conclude(
        {
          what: 'PostgreSQL stopped `immediate` under load, 3 processes',
          tried: `${counts.postgresStops} stops, ${refreshed} refreshes`,
          losses: {
            brokenInvariants,
            lostSessions,
            revivedSessions,
            forcedToLogIn: refused.length,
            ofThe500Kind: broken.length,
            connectionsLost: lost,
            exits: cluster.exitCount(),
            laterThan3s: firstMs.filter((ms) => ms > 3_000).length,
            noOutageSeen: unavailable === 0 ? 1 : 0,
            // An answer that was on its way is one thing; a refresh served without a database another.
            servedWithoutDatabase: Math.max(0, servedMeanwhile - sessionCount * counts.postgresStops),
          },
          measured: `${unavailable} answers 503, first success after ${Math.round(Math.max(...firstMs))} ms at most, of every node after ${Math.round(Math.max(...slowestMs))} ms`,
        },
        [...broken, ...refused],
      )
    },
    limitMs(counts.postgresStops, 20),
  )
})
