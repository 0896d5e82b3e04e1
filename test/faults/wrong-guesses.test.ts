// Many guesses at once, spread over nodes, are no more than many in a row; and many who know their password get in.

import { afterAll, beforeAll, describe, it } from 'vitest'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { LoginDocument } from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { password } from '../support/records.ts'
import { query } from '../support/sql.ts'
import { createApp } from './app.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { conclude } from './conclude.ts'

const guessCount = 200
/** At one account from one address. */
const limit = 10
const rightCount = 50

describe.each(engines)('guesses on three nodes, on %s,', (engine) => {
  let database: TestDatabase
  let cluster: Cluster
  beforeAll(async () => {
    database = await createDatabase(engine)
    cluster = await startCluster({ databaseUrl: database.url, count: 3, userCount: 2 })
  }, 120_000)
  afterAll(async () => {
    await cluster?.stop()
    await database?.drop()
  })

  it('are looked at as often as the limit says, and never more', async () => {
    const app = createApp(cluster)
    const [guessed = '', known = ''] = cluster.emails
    const logIn = async (email: string, typed: string) => {
      const { code } = await app.ask(LoginDocument, { input: { email, password: typed, clientId: cluster.appId } })
      return code ?? 'let in'
    }
    const many = (count: number, email: string, typed: (n: number) => string) =>
      Promise.all(Array.from({ length: count }, (_, n) => logIn(email, typed(n))))
    const wrong = await many(guessCount, guessed, (n) => `wrong ${n}`)
    const told = (outcome: string) => wrong.filter((each) => each === outcome).length
    const [row] = await query(database.url, `SELECT COUNT(*) AS n FROM audit_events WHERE type = 'login.failed'`)
    const recorded = Number(row?.n)
    const right = await many(rightCount, known, () => password)
    await expectInvariants(database.url)
    const { broken, unavailable } = app.tally
    conclude(
      {
        what: `wrong guesses, ${engine}, 3 processes`,
        tried: `${guessCount} wrong and ${rightCount} right at once`,
        losses: {
          evaluatedBesideTheLimit: Math.abs(told('INVALID_CREDENTIALS') - limit),
          recordedBesideTheLimit: Math.abs(recorded - limit),
          notLimited: guessCount - limit - told('RATE_LIMITED'),
          rightRefused: right.filter((outcome) => outcome !== 'let in').length,
          ofThe500Kind: broken.length,
          exits: cluster.exitCount(),
        },
        measured: `${told('INVALID_CREDENTIALS')} evaluated, ${unavailable} answers 503, asked again`,
      },
      broken,
    )
  }, 120_000)
})
