import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { grains, tally } from '../../src/authorization-server/activity/counts.ts'
import { type CleanedCounts, cleanUp } from '../../src/authorization-server/clean-up.ts'
import { refreshTokenGrant } from '../../src/authorization-server/grants/refresh-token.ts'
import { logout } from '../../src/authorization-server/sessions/logout.ts'
import { InvalidGrantError } from '../../src/errors.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { eventsOf } from '../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, type TestLogin, testOrigin } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient } from '../support/records.ts'
import { faceOf, refusalOf } from '../support/refusal.ts'
import { query } from '../support/sql.ts'

const day = 86_400
const invalid = faceOf(new InvalidGrantError())
// Logins leave attempts behind, which are counted where they are what it is about.
const nothing: CleanedCounts = {
  ...{ sessions: 0, refreshTokens: 0, revocations: 0, attempts: expect.any(Number), leases: 0 },
  ...{ activity: 0, denials: 0 },
}

describe.each(engines)('cleaning up on %s', (engine) => {
  let server: TestAuthority
  let secondNode: Store
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    secondNode = await openStore(server.databaseUrl)
    // Idle for an hour, and at the end after a hundred days.
    clientId = await addClient(server, { refreshTokenAbsoluteSeconds: 100 * day })
  })
  beforeEach(async () => {
    for (const table of ['sessions', 'revocations', 'leases', 'attempts']) await query(server.databaseUrl, `DELETE FROM ${table}`)
    await liveFor(null)
  })
  afterEach(() => expectInvariants(server.databaseUrl, server.clock.now()))
  afterAll(async () => {
    await secondNode.close()
    await server.stop()
  })

  const clean = (holder = 'node 1', storage: Store = server.store) =>
    cleanUp({ storage, now: server.clock.now, holder, sessionRetentionDays: 30 })
  const refresh = async (refreshToken: string, as = clientId) =>
    (await refreshTokenGrant(server.authority, { refreshToken, clientId: as }, testOrigin)).refreshToken ?? ''
  /** How long refresh tokens live from now on; null for the hour that the service gives them. */
  const liveFor = (seconds: number | null) =>
    query(server.databaseUrl, `UPDATE clients SET "refreshTokenIdleSeconds" = ${seconds} WHERE id = '${clientId}'`)
  const count = async (table: string) => Number((await query(server.databaseUrl, `SELECT COUNT(*) AS n FROM ${table}`))[0]?.n)
  const end = async (login: TestLogin) =>
    logout(server.authority, await read(server, login.accessToken), { everywhere: false }, testOrigin)

  it('deletes nothing that is fresh', async () => {
    const login = await logIn(server, { clientId })
    await refresh(login.refreshToken)
    await end(await logIn(server, { clientId }))
    expect(await clean()).toEqual(nothing)
  })

  describe('of sessions', () => {
    it.each([['expired'], ['revoked']])(
      'deletes those that were %s and would have ended more than the days ago, with their tokens',
      async (how) => {
        const login = await logIn(server, { clientId })
        await refresh(login.refreshToken)
        if (how === 'revoked') await end(login)
        server.clock.advance(3_600 + 30 * day)
        const before = await clean()
        expect([before?.sessions, await count('sessions')]).toEqual([0, 1])
        server.clock.advance(0.001)
        const young = await logIn(server, { clientId })
        expect((await clean())?.sessions).toBeGreaterThanOrEqual(1)
        expect(await server.store.findSession(login.session.id)).toBeUndefined()
        expect(await server.store.findSession(young.session.id)).toEqual(young.session)
        expect(await count('refresh_tokens')).toBe(1)
      },
    )

    it('keeps a session that lives on, however old it is', async () => {
      const { session, refreshToken } = await logIn(server, { clientId })
      let newest = refreshToken
      for (let hours = 0; hours < 40 * 24; hours += 24) {
        server.clock.advance(3_000)
        newest = await refresh(newest)
        await liveFor(2 * day)
        newest = await refresh(newest)
        server.clock.advance(day)
      }
      await clean()
      expect(await server.store.findSession(session.id)).toMatchObject({ revokedAt: null })
      await refresh(newest)
    })

    it('keeps a session for as long as an access token of it may live, whatever the days', async () => {
      await end(await logIn(server, { clientId }))
      server.clock.advance(3_600 + 3_660)
      const none = () => cleanUp({ storage: server.store, now: server.clock.now, holder: 'node 1', sessionRetentionDays: 0 })
      expect((await none())?.sessions).toBe(0)
      server.clock.advance(0.001)
      expect((await none())?.sessions).toBe(2)
    })
  })

  describe('of refresh tokens', () => {
    let chain: string[]
    let login: TestLogin
    /** After the login's own, which lives an hour, one every half day from four days ago on; each lives for a day and a half. */
    beforeEach(async () => {
      login = await logIn(server, { clientId })
      chain = [login.refreshToken]
      await liveFor(1.5 * day)
      for (let index = 0; index < 8; index++) {
        chain.push(await refresh(chain.at(-1) ?? ''))
        server.clock.advance(day / 2)
      }
    })
    const tokens = async () =>
      (await query(server.databaseUrl, 'SELECT "parentId", "spentAt" FROM refresh_tokens ORDER BY "createdAt"')).map(
        ({ parentId, spentAt }) => `${parentId === null ? 'oldest' : 'child'} ${spentAt === null ? 'live' : 'spent'}`,
      )

    it('deletes the spent ones that expired more than a day ago, and leaves one family', async () => {
      expect(await count('refresh_tokens')).toBe(9)
      expect(await clean()).toEqual({ ...nothing, refreshTokens: 4 })
      expect(await tokens()).toEqual(['oldest spent', 'child spent', 'child spent', 'child spent', 'child live'])
      await expectInvariants(server.databaseUrl, server.clock.now())
      await refresh(chain.at(-1) ?? '')
    })

    it('leaves a deleted one refused as before: its session goes on, and nothing is written', async () => {
      const ancient = chain[1] ?? ''
      const show = async () => {
        const answers: unknown[] = []
        const events = await eventsOf(server.databaseUrl, async () => {
          answers.push(await refusalOf(refresh(ancient)))
        })
        const session = await server.store.findSession(login.session.id)
        return { answers, events, revokedAt: session?.revokedAt }
      }
      const before = await show()
      expect(before).toEqual({ answers: [invalid], events: [], revokedAt: null })
      await clean()
      expect(await server.store.findRefreshToken(server.authority.credentials.hashRefreshToken(ancient))).toBeUndefined()
      expect(await show()).toEqual(before)
      await refresh(chain.at(-1) ?? '')
    })

    it('leaves reuse noticed of one that has not expired', async () => {
      await clean()
      const events = await eventsOf(server.databaseUrl, () => refresh(chain.at(-2) ?? ''))
      expect(events).toMatchObject([{ type: 'refresh.reused', data: { kind: 'after_window' } }])
      expect(await refusalOf(refresh(chain.at(-1) ?? ''))).toEqual(invalid)
    })

    it('keeps the live one of a session that is over, until the session goes', async () => {
      server.clock.advance(20 * day)
      await clean()
      expect(await tokens()).toEqual(['oldest live'])
    })

    it('keeps an expired one whose elder has not, so that reuse of the elder is noticed', async () => {
      let newest = chain.at(-1) ?? ''
      for (const seconds of [5 * day, 60, 5 * day]) {
        await liveFor(seconds)
        server.clock.advance(30)
        newest = await refresh(newest)
        chain.push(newest)
      }
      const elder = chain.at(-3) ?? ''
      server.clock.advance(4 * day)
      await clean()
      expect(await tokens()).toEqual(['oldest spent', 'child spent', 'child live'])
      const events = await eventsOf(server.databaseUrl, () => refresh(elder))
      expect(events).toMatchObject([{ type: 'refresh.reused', data: { kind: 'successor_used' } }])
    })
  })

  it('deletes in batches of five hundred rows', async () => {
    const login = await logIn(server, { clientId })
    const old = new Date(server.clock.now().getTime() - 3 * day * 1000).toISOString().replace('Z', '+00:00')
    const numbers = Array.from({ length: 1_201 }, (_, index) => index)
    const rows = numbers.map(
      (n) =>
        `('rft_${n}', '${login.session.id}', ${n === 0 ? 'NULL' : `'rft_${n - 1}'`}, 'hash ${n}', '', '${old}', '${old}', '${old}')`,
    )
    const columns = '(id, "sessionId", "parentId", hash, scopes, "createdAt", "expiresAt", "spentAt")'
    await query(server.databaseUrl, `INSERT INTO refresh_tokens ${columns} VALUES ${rows.join(', ')}`)
    const sizes: number[] = []
    const storage: Store = {
      ...server.store,
      deleteExpiredRefreshTokens: async (batch) => {
        const done = await server.store.deleteExpiredRefreshTokens(batch)
        sizes.push(done.deletedCount)
        return done
      },
    }
    // The ids do not sort like the family: what comes before its elder waits for the next run.
    let total = 0
    while (total < numbers.length) total += (await clean('node 1', storage))?.refreshTokens ?? 0
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
    expect(await count('refresh_tokens')).toBe(1)
  })

  it('deletes revocations an hour after the last token they name has expired, all but the last of the feed', async () => {
    for (let each = 0; each < 2; each++) await end(await logIn(server, { clientId }))
    server.clock.advance(3_660 + 3_600)
    expect(await clean()).toEqual(nothing)
    server.clock.advance(0.001)
    expect(await clean()).toEqual({ ...nothing, revocations: 1 })
    expect(await count('revocations')).toBe(1)
  })

  it('deletes attempts and leases that nothing touched for a day', async () => {
    const old = new Date(server.clock.now().getTime() - day * 1000)
    const text = (instant: Date) => instant.toISOString().replace('Z', '+00:00')
    const [older, newer] = [text(new Date(old.getTime() - 1)), text(old)]
    await query(server.databaseUrl, `INSERT INTO attempts VALUES ('a', 1.5, 0, '${older}'), ('b', 1.5, 0, '${newer}')`)
    await query(server.databaseUrl, `INSERT INTO leases VALUES ('x', 'n', '${older}'), ('y', 'n', '${newer}')`)
    await query(server.databaseUrl, `DELETE FROM attempts WHERE key NOT IN ('a', 'b')`)
    expect(await clean()).toEqual({ ...nothing, attempts: 1, leases: 1 })
    expect(await query(server.databaseUrl, 'SELECT key FROM attempts')).toEqual([{ key: 'b' }])
    expect((await query(server.databaseUrl, 'SELECT name FROM leases ORDER BY name')).map(({ name }) => name)).toEqual([
      'clean-up',
      'y',
    ])
  })

  it('deletes minutes of charts and of denials after seven days, hours after four hundred, and no days', async () => {
    // On the hour, wherever the tests before have left the clock.
    server.clock.advance(3_600 - ((server.clock.now().getTime() / 1000) % 3_600))
    const start = server.clock.now()
    const range = { since: new Date(0), until: new Date('2100-01-01') }
    const counted = async () => {
      const found = await Promise.all(grains.map((grain) => server.store.listActivity({ grain, ...range })))
      return [...found, await server.store.listDenials(range)].map(({ length }) => length)
    }
    await server.store.addDenials(
      [{ clientId: '', minute: start, count: 2 }],
      tally([{ at: start, counter: 'denials', count: 2 }]),
    )
    for (const [seconds, before, after, left] of [
      [7 * day + 59.999, { activity: 0, denials: 0 }, { activity: 1, denials: 1 }, [0, 1, 1, 0]],
      [393 * day + 3_539.999, { activity: 0, denials: 0 }, { activity: 1, denials: 0 }, [0, 0, 1, 0]],
    ] as const) {
      server.clock.advance(seconds)
      expect(await clean()).toMatchObject(before)
      server.clock.advance(0.001)
      expect(await clean()).toMatchObject(after)
      expect(await counted()).toEqual(left)
    }
    server.clock.advance(10_000 * day)
    expect(await clean()).toMatchObject({ activity: 0 })
  })

  it('disturbs none of fifty refreshes, and leaves every family whole', async () => {
    const logins = await Promise.all(Array.from({ length: 50 }, () => logIn(server, { clientId })))
    await liveFor(3 * day)
    server.clock.advance(1)
    let newest = await Promise.all(logins.map(({ refreshToken }) => refresh(refreshToken)))
    for (const ended of await Promise.all(Array.from({ length: 20 }, () => logIn(server, { clientId })))) await end(ended)
    server.clock.advance(2.5 * day)
    const [cleaned, refreshed] = await Promise.all([clean(), Promise.all(newest.map((token) => refresh(token)))])
    expect(cleaned).toEqual({ ...nothing, refreshTokens: 50, revocations: 19 })
    await expectInvariants(server.databaseUrl, server.clock.now())
    newest = await Promise.all(refreshed.map((token) => refresh(token)))
    expect(new Set(newest).size).toBe(50)
  })

  describe('by several nodes', () => {
    it('is done by one when two begin at once, however often', async () => {
      // The last revocation of the feed stays.
      await end(await logIn(server, { clientId }))
      for (let round = 0; round < 10; round++) {
        await query(server.databaseUrl, 'DELETE FROM leases')
        await end(await logIn(server, { clientId }))
        server.clock.advance(8_000)
        const outcomes = await Promise.all([clean('node 1'), clean('node 2', secondNode)])
        expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([{ ...nothing, revocations: 1 }])
      }
    })

    it('stays with the node that did it before', async () => {
      expect(await clean('node 1')).toEqual(nothing)
      server.clock.advance(60)
      expect(await clean('node 2', secondNode)).toBeUndefined()
      expect(await clean('node 1')).toEqual(nothing)
      server.clock.advance(89.999)
      expect(await clean('node 2', secondNode)).toBeUndefined()
    })

    it('is taken over when that node has died, once its lease has ended', async () => {
      expect(await clean('node 1')).toEqual(nothing)
      server.clock.advance(90)
      expect(await clean('node 2', secondNode)).toEqual(nothing)
      expect(await clean('node 1')).toBeUndefined()
    })

    it('stops when the lease was lost on the way', async () => {
      await end(await logIn(server, { clientId }))
      server.clock.advance(8_000)
      const storage: Store = {
        ...server.store,
        // As if the node had slept meanwhile.
        deleteExpiredRefreshTokens: async (batch) => {
          server.clock.advance(90)
          expect(await secondNode.takeLease(leaseOf('node 2'))).toBe(true)
          return server.store.deleteExpiredRefreshTokens(batch)
        },
      }
      expect(await clean('node 1', storage)).toBeUndefined()
      expect(await count('revocations')).toBe(1)
    })

    const leaseOf = (holder: string) => {
      const now = server.clock.now()
      return { name: 'clean-up', holder, now, expiresAt: new Date(now.getTime() + 90_000) }
    }
  })
})
