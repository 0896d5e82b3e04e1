// 200 tabs wake up at once with one refresh token, and each holds the same successor afterwards.

import { describe, it } from 'vitest'
import { counts, limitMs } from '../support/counts.ts'
import { createDatabase, engines } from '../support/databases.ts'
import { RefreshDocument } from '../support/generated/operations.ts'
import { createApp } from './app.ts'
import { conclude, countBroken } from './conclude.ts'
import { useCluster } from './use-cluster.ts'

const tabs = 200

describe.each(engines)('200 parallel refreshes of one token on %s', (engine) => {
  const getCluster = useCluster({ openDatabase: () => createDatabase(engine), count: 3 })

  it.each([3, 1])(
    'have one successor, with %i processes',
    async (processCount) => {
      const cluster = getCluster()
      await Promise.all(cluster.nodes.slice(processCount).map((node) => node.end('SIGTERM')))
      const app = createApp({ ...cluster, nodes: cluster.nodes.slice(0, processCount) })
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
      const brokenInvariants = await countBroken(cluster.databaseUrl)
      const { lostSessions } = await app.audit()
      const { broken, unavailable, lost } = app.tally
      conclude(
        {
          what: `200 parallel refreshes of one token, ${engine}, ${processCount} process(es)`,
          tried: `${counts.raceRounds} rounds`,
          losses: {
            brokenInvariants,
            forks,
            lostSessions,
            ofThe500Kind: broken.length,
            // Nothing was killed, so nothing breaks off.
            answersLost: lost,
            exits: cluster.exitCount(),
          },
          measured: `asked again after ${unavailable} answers 503`,
        },
        [...broken, ...odd],
      )
    },
    limitMs(counts.raceRounds, 10),
  )
})
