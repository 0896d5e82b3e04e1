// Many guesses at once, spread over nodes, are no more than many in a row; and many who know their password get in.

import { describe, it } from 'vitest'
import { limitMs } from '../support/counts.ts'
import { createDatabase, engines } from '../support/databases.ts'
import { LoginDocument } from '../support/generated/operations.ts'
import { password } from '../support/records.ts'
import { query } from '../support/sql.ts'
import { createApp } from './app.ts'
import { conclude, countBroken } from './conclude.ts'
import { useCluster } from './use-cluster.ts'

const guessCount = 200
/** At one account from one address. */
const limit = 10
/** One of them leaves in this time, little by little. */
const leavesEveryMs = 60_000
const rightCount = 50

describe.each(engines)('guesses on three nodes, on %s,', (engine) => {
  const getCluster = useCluster({ openDatabase: () => createDatabase(engine), count: 3, userCount: 2 })

  it(
    'are looked at as often as the limit says, and never more',
    async () => {
      const cluster = getCluster()
      const app = createApp(cluster)
      const [guessed = '', known = ''] = cluster.emails
      const logIn = async (email: string, typed: string) => {
        const { code } = await app.ask(LoginDocument, { input: { email, password: typed, clientId: cluster.appId } })
        return code ?? 'let in'
      }
      const many = (count: number, email: string, typed: (n: number) => string) =>
        Promise.all(Array.from({ length: count }, (_, n) => logIn(email, typed(n))))
      const begun = performance.now()
      const wrong = await many(guessCount, guessed, (n) => `wrong ${n}`)
      // One more has a place only once a whole one has left, counted from the first: none on a machine that is done sooner.
      const most = limit + Math.floor((performance.now() - begun) / leavesEveryMs)
      const told = (outcome: string) => wrong.filter((each) => each === outcome).length
      const [row] = await query(cluster.databaseUrl, `SELECT COUNT(*) AS n FROM audit_events WHERE type = 'login.failed'`)
      const recorded = Number(row?.n)
      const right = await many(rightCount, known, () => password)
      const brokenInvariants = await countBroken(cluster.databaseUrl)
      const { broken, unavailable } = app.tally
      conclude(
        {
          what: `wrong guesses, ${engine}, 3 processes`,
          tried: `${guessCount} wrong and ${rightCount} right at once`,
          losses: {
            brokenInvariants,
            evaluatedBesideTheLimit: beyond(told('INVALID_CREDENTIALS'), limit, most),
            recordedBesideEvaluated: Math.abs(recorded - told('INVALID_CREDENTIALS')),
            otherwiseAnswered: guessCount - told('INVALID_CREDENTIALS') - told('RATE_LIMITED'),
            rightRefused: right.filter((outcome) => outcome !== 'let in').length,
            ofThe500Kind: broken.length,
            exits: cluster.exitCount(),
          },
          measured: `${told('INVALID_CREDENTIALS')} evaluated, ${unavailable} answers 503, asked again`,
        },
        broken,
      )
    },
    limitMs(1, 1),
  )
})

/** How far a count is from where it may be. */
function beyond(count: number, least: number, most: number): number {
  return Math.max(0, least - count, count - most)
}
