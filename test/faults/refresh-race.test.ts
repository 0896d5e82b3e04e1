// 200 tabs wake up at once with one refresh token, and each holds the same successor afterwards.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { RefreshDocument } from '../support/generated/operations.ts'
import { type App, createApp } from './app.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { conclude, countBroken } from './conclude.ts'
import { counts, limitMs, startLimitMs } from './counts.ts'

const tabs = 200

describe.each(engines)('200 parallel refreshes of one token on %s', (engine) => {
  let database: TestDatabase
  let cluster: Cluster
  let app: App
  beforeAll(async () => {
    database = await createDatabase(engine)
    cluster = await startCluster({ databaseUrl: database.url, count: 3 })
  }, startLimitMs)
  afterAll(async () => {
    await cluster?.stop()
    await database?.drop()
  })

  it.each([3, 1])(
    'have one successor, with %i processes',
    async (processCount) => {
      await Promise.all(cluster.nodes.slice(processCount).map((node) => node.end('SIGTERM')))
      app = createApp({ ...cluster, nodes: cluster.nodes.slice(0, processCount) })
      const session = await app.logIn()
      let forks = 0
      const odd: string[] = []
      for (let round = 0; round < counts.raceRounds; round++) {
        const input = { refreshToken: session.refreshToken, clientId: cluster.appId }
        const answers = await Promise.all(Array.from({ length: tabs }, () => app.ask(RefreshDocument, { input })))
        const successors = new Set(answers.map(({ data, code }) => data?.refresh.tokens.refreshToken ?? code))
        if (successors.size !== 1) {
          forks += 1
          odd.push([...successors].join(' '))
        }
        session.refreshToken = [...successors][0] ?? ''
      }
      const brokenInvariants = await countBroken(database.url)
      const { lostSessions } = await app.audit()
      const { broken, unavailable, lost, unread } = app.tally
      conclude(
        {
          what: `200 parallel refreshes of one token, ${engine}, ${processCount} process(es)`,
          tried: `${counts.raceRounds} rounds`,
          losses: { brokenInvariants, forks, lostSessions, ofThe500Kind: broken.length },
          measured: `asked again after ${unavailable} answers 503, ${unread} of 408, ${lost} lost`,
        },
        [...broken, ...odd],
      )
      expect(cluster.exitCount()).toBe(0)
    },
    limitMs(counts.raceRounds, 10),
  )
})
