import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { NewUser } from '../../src/administration/storage.ts'
import type { Store } from '../../src/store/store.ts'
import { copySessions } from '../support/copy-sessions.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { expectInvariants } from '../support/invariants.ts'
import { query } from '../support/sql.ts'
import * as make from './records.ts'

const { inSeconds, now } = make

describe.each(engines)('sessions on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  let clientId: string
  beforeAll(async () => {
    database = await createDatabase(engine)
    ;[store] = (await make.openStores(database.url, 1)) as [Store]
    await store.addFirstSigningKey(make.newSigningKey(), make.event('key.created'))
    clientId = (await make.addClient(store)).id
  })
  afterEach(() => expectInvariants(database.url))
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  describe('starting one', () => {
    it('writes the session, its refresh token and the login', async () => {
      const { user, session, refreshToken } = await make.logIn(store, clientId)
      const { hash, ...kept } = refreshToken
      expect(await store.findSession(session.id)).toEqual(session)
      const token = { ...kept, sessionId: session.id, createdAt: now, spentAt: null }
      expect(await store.findRefreshToken(hash)).toEqual({ token, session })
      expect(await store.findUser(user.id)).toMatchObject({ lastLoginAt: now, passwordHash: user.passwordHash })
      expect(await make.eventsAbout(database.url, session.id)).toEqual(['login.succeeded'])
    })

    it('without a refresh token writes none, and keeps texts and instants as they came', async () => {
      const user = await make.addUser(store)
      const texts = { deviceName: '📱 טלפון', userAgent: '漢'.repeat(100_000), ipAddress: null, scopes: [] }
      const session = make.newSession(user.id, clientId, { ...texts, expiresAt: new Date('2026-10-25T00:59:59.999Z') })
      expect(await store.startSession(make.start(user, session, null))).toBe(true)
      expect(await store.findSession(session.id)).toEqual(session)
    })

    it('replaces a password hash that is out of date', async () => {
      const user = await make.addUser(store)
      const upgraded = { ...make.start(user, make.newSession(user.id, clientId)), upgradedPasswordHash: '$argon2id$upgraded' }
      expect(await store.startSession(upgraded)).toBe(true)
      expect(await store.findUser(user.id)).toMatchObject({ passwordHash: '$argon2id$upgraded' })
    })

    it.each([
      ['the user is disabled', { isEnabled: false }, {}],
      ['the password was changed after it was checked', {}, { checkedPasswordHash: '$argon2id$other' }],
    ])('is false, and writes nothing, when %s', async (_name, traits, difference) => {
      const user = await make.addUser(store, traits)
      const before = await make.everything(database.url)
      const start = { ...make.start(user, make.newSession(user.id, clientId)), upgradedPasswordHash: '$argon2id$upgraded' }
      expect(await store.startSession({ ...start, ...difference })).toBe(false)
      expect(await make.everything(database.url)).toEqual(before)
      const twin = await make.addUser(store)
      expect(await store.startSession(make.start(twin, make.newSession(twin.id, clientId)))).toBe(true)
    })

    it('is false, and writes nothing, when the client was disabled after it was checked', async () => {
      const user = await make.addUser(store)
      const own = await make.addClient(store)
      const enable = (is: boolean) => query(database.url, `UPDATE clients SET "isEnabled" = ${is} WHERE id = '${own.id}'`)
      await enable(false)
      const before = await make.everything(database.url)
      expect(await store.startSession(make.start(user, make.newSession(user.id, own.id)))).toBe(false)
      expect(await make.everything(database.url)).toEqual(before)
      await enable(true)
      expect(await store.startSession(make.start(user, make.newSession(user.id, own.id)))).toBe(true)
    })

    it('writes nothing for a client that does not exist', async () => {
      const user = await make.addUser(store)
      const before = await make.everything(database.url)
      expect(await store.startSession(make.start(user, make.newSession(user.id, 'cli_none')))).toBe(false)
      expect(await make.everything(database.url)).toEqual(before)
    })
  })

  describe('starting one more than a user may have', () => {
    it('ends the oldest living one, with its tokens, its revocation and its event, and no other', async () => {
      const user = await make.addUser(store)
      const [over, oldest, ended, newest, stranger] = [
        await begin(user, 0, 5),
        await begin(user, 1),
        await begin(user, 2),
        await begin(user, 3),
        await login(),
      ]
      await store.endSessions({ sessionId: ended.id }, make.ending(user.id, inSeconds(4)))
      const start = {
        ...make.start(user, make.newSession(user.id, clientId, { createdAt: inSeconds(10) })),
        crowded: crowdedAt(2),
      }
      expect(await store.startSession(start)).toBe(true)
      const reasons = await reasonsOf([over.id, oldest.id, ended.id, newest.id, stranger.session.id, start.session.id])
      expect(reasons).toEqual([null, 'CROWDED', 'LOGOUT', null, null, null])
      expect(await make.eventsAbout(database.url, oldest.id)).toEqual(['login.succeeded', 'session.ended'])
      expect(await store.findRevocations([{ kind: 'session', targetId: oldest.id }])).toMatchObject([
        { revokedAt: inSeconds(10) },
      ])
    })

    it('ends none for the last one that the user may have', async () => {
      const user = await make.addUser(store)
      const [first, second] = [await begin(user, 0), await begin(user, 1)]
      expect(await store.startSession({ ...make.start(user, make.newSession(user.id, clientId)), crowded: crowdedAt(3) })).toBe(
        true,
      )
      expect(await reasonsOf([first.id, second.id])).toEqual([null, null])
    })

    it('ends twenty at most, and never the one that begins', async () => {
      const { user, session } = await login()
      await copySessions(database.url, session.id, 25)
      const living = async () => {
        const rows = await query(database.url, `SELECT id FROM sessions WHERE "userId" = '${user.id}' AND "revokedAt" IS NULL`)
        return rows.map(({ id }) => id)
      }
      const counts: number[] = []
      for (const createdAt of [1, 2, 3].map(inSeconds)) {
        const start = { ...make.start(user, make.newSession(user.id, clientId, { createdAt })), crowded: crowdedAt(1) }
        expect(await store.startSession(start)).toBe(true)
        expect(await living()).toContain(start.session.id)
        counts.push((await living()).length)
      }
      expect(counts).toEqual([7, 1, 1])
      await query(database.url, `DELETE FROM sessions WHERE id LIKE '${session.id}_%'`)
    })

    async function begin(user: NewUser, second: number, end = 3_600) {
      const traits = { createdAt: inSeconds(second), expiresAt: inSeconds(end) }
      const session = make.newSession(user.id, clientId, traits)
      await store.startSession(make.start(user, session, make.newRefreshToken({ expiresAt: inSeconds(end) })))
      return session
    }

    function crowdedAt(limit: number) {
      return { limit, end: { ...make.ending('usr_any', inSeconds(10)), reason: 'CROWDED' } }
    }

    async function reasonsOf(ids: string[]) {
      return Promise.all(ids.map(async (id) => (await store.findSession(id))?.revokedReason))
    }
  })

  describe('rotating a refresh token', () => {
    it('spends it for its successor, and moves the idle end but not the absolute one', async () => {
      const login = await make.logIn(store, clientId)
      const rotation = make.rotation(login)
      const { hash, ...successor } = rotation.successor
      expect(await store.rotateRefreshToken(rotation)).toEqual({ kind: 'rotated', successorExpiresAt: successor.expiresAt })
      const session = { ...login.session, lastUsedAt: inSeconds(60), expiresAt: inSeconds(7_200) }
      const sessionId = session.id
      const token = { ...successor, sessionId, createdAt: inSeconds(60), spentAt: null }
      expect(await store.findRefreshToken(hash)).toEqual({ token, session })
      const spent = { id: login.refreshToken.id, spentAt: inSeconds(60) }
      expect(await store.findRefreshToken(login.refreshToken.hash)).toMatchObject({ token: spent })
      expect(await make.eventsAbout(database.url, sessionId)).toEqual(['login.succeeded', 'refresh.rotated'])
    })

    it('gives a retry inside the window the same successor', async () => {
      const login = await make.logIn(store, clientId)
      const rotation = make.rotation(login)
      await store.rotateRefreshToken(rotation)
      const retry = { ...rotation, now: new Date(inSeconds(90).getTime() - 1), audit: make.rotation(login).audit }
      const later = { ...retry, successor: { ...rotation.successor, expiresAt: inSeconds(9_999) } }
      expect(await store.rotateRefreshToken(later)).toEqual({ kind: 'retried', successorExpiresAt: inSeconds(7_200) })
      const events = ['login.succeeded', 'refresh.retried', 'refresh.rotated']
      expect(await make.eventsAbout(database.url, login.session.id)).toEqual(events)
    })

    it.each([
      ['when the window is over', () => ({ now: inSeconds(90) })],
      ['when it would have another successor', () => ({ successor: make.newRefreshToken() })],
    ])('ends the session for a second use %s', async (_name, difference) => {
      const login = await make.logIn(store, clientId)
      const rotation = make.rotation(login)
      await store.rotateRefreshToken(rotation)
      const again = { ...rotation, audit: make.rotation(login).audit, ...difference() }
      expect(await store.rotateRefreshToken(again)).toEqual({ kind: 'reused' })
      const ended = { revokedAt: inSeconds(60), revokedReason: 'REUSED' }
      expect(await store.findRefreshToken(rotation.successor.hash)).toMatchObject({
        session: ended,
        token: { spentAt: inSeconds(60) },
      })
      const target = { kind: 'session', targetId: login.session.id } as const
      expect(await store.findRevocations([target])).toMatchObject([{ ...target, revokedAt: inSeconds(60) }])
      const events = ['login.succeeded', 'refresh.reused', 'refresh.rotated']
      expect(await make.eventsAbout(database.url, login.session.id)).toEqual(events)
      expect(await reusesOf(login)).toEqual([{ kind: 'after_window' }])
    })

    it.each([
      ['its successor was used', 1, 'successor_used'],
      ['more was refreshed since', 2, 'older_ancestor'],
      ['much more was refreshed since', 4, 'older_ancestor'],
    ])('ends the session for a second use inside the window once %s, and tells so', async (_name, refreshes, kind) => {
      const login = await make.logIn(store, clientId)
      const first = make.rotation(login)
      await store.rotateRefreshToken(first)
      let { successor } = first
      for (let count = 0; count < refreshes; count++) {
        const next = make.rotation({ ...login, refreshToken: successor })
        expect(await store.rotateRefreshToken(next)).toMatchObject({ kind: 'rotated' })
        successor = next.successor
      }
      expect(await store.rotateRefreshToken({ ...first, audit: make.rotation(login).audit })).toEqual({ kind: 'reused' })
      expect(await reusesOf(login)).toEqual([{ kind }])
    })

    it('writes nothing in a session that is over', async () => {
      const [ended, expired, alive] = [await login(), await login(), await login()]
      await store.endSessions({ sessionId: ended.session.id }, make.ending(ended.user.id, inSeconds(30)))
      const before = await make.everything(database.url)
      expect(await store.rotateRefreshToken(make.rotation(ended))).toEqual({ kind: 'dead' })
      expect(await store.rotateRefreshToken(make.rotation(expired, { now: inSeconds(86_400) }))).toEqual({ kind: 'dead' })
      expect(await make.everything(database.url)).toEqual(before)
      const last = new Date(inSeconds(86_400).getTime() - 1)
      const successor = make.newRefreshToken({ expiresAt: inSeconds(86_400) })
      expect(await store.rotateRefreshToken(make.rotation(alive, { now: last, successor }))).toMatchObject({ kind: 'rotated' })
    })
  })

  describe('ending them', () => {
    it('ends the one that is named, once, with its tokens, its revocation and its event', async () => {
      const [one, other] = [await login(), await login()]
      const end = make.ending(one.user.id)
      expect(await store.endSessions({ sessionId: one.session.id }, end)).toBe(1)
      expect(await store.endSessions({ sessionId: one.session.id }, make.ending(one.user.id, inSeconds(99)))).toBe(0)
      const session = { ...one.session, revokedAt: inSeconds(60), revokedReason: 'LOGOUT' }
      expect(await store.findRefreshToken(one.refreshToken.hash)).toMatchObject({ session, token: { spentAt: inSeconds(60) } })
      const revocation = {
        kind: 'session',
        targetId: session.id,
        revokedAt: inSeconds(60),
        expiresAt: end.tokensExpireAt,
      } as const
      expect(await store.findRevocations([revocation].map(({ kind, targetId }) => ({ kind, targetId })))).toEqual([revocation])
      expect(await make.eventsAbout(database.url, session.id)).toEqual(['login.succeeded', 'session.ended'])
      expect(await store.findSession(other.session.id)).toEqual(other.session)
    })

    it("ends a user's; those of which only tokens may live without being counted", async () => {
      const { user } = await login()
      const [first, second] = [await make.logIn(store, clientId, user), await make.logIn(store, clientId, user)]
      const idle = make.newSession(user.id, clientId, { expiresAt: inSeconds(60) })
      const over = make.newSession(user.id, clientId, { expiresAt: make.ending(user.id).tokensIssuedAfter })
      for (const session of [idle, over]) await store.startSession(make.start(user, session, null))
      const stranger = await login()
      expect(await store.endSessions({ userId: user.id }, make.ending(user.id))).toBe(3)
      const ids = [first.session.id, second.session.id, idle.id, over.id, stranger.session.id]
      const ends = await Promise.all(ids.map(async (id) => (await store.findSession(id))?.revokedAt))
      expect(ends).toEqual([inSeconds(60), inSeconds(60), inSeconds(60), null, null])
      expect(await store.endSessions({ userId: user.id }, make.ending(user.id))).toBe(0)
    })

    it('ends thousands, each once, and gives others a turn meanwhile', async () => {
      const { user, session } = await login()
      await copySessions(database.url, session.id, 2_000)
      const turns: number[] = []
      const timer = setInterval(() => turns.push(performance.now()), 1)
      expect(await store.endSessions({ userId: user.id }, make.ending(user.id)).finally(() => clearInterval(timer))).toBe(2_001)
      expect(turns.length).toBeGreaterThanOrEqual(3)
      const told = await query(
        database.url,
        `SELECT COUNT(*) AS n, COUNT(DISTINCT r.position) AS places, COUNT(DISTINCT a.id) AS events FROM sessions s
         JOIN revocations r ON r.kind = 'session' AND r."targetId" = s.id
         JOIN audit_events a ON a.type = 'session.ended' AND a."targetId" = s.id WHERE s."userId" = '${user.id}'`,
      )
      expect(told.map(({ n, places, events }) => [n, places, events].map(Number))).toEqual([[2_001, 2_001, 2_001]])
      // For the invariants: copies have no login in the audit log.
      await query(database.url, `DELETE FROM sessions WHERE id LIKE '${session.id}_%'`)
    }, 30_000)

    it.each([[{ sessionId: 'ses_none' }], [{ userId: 'usr_none' }]])('counts none for %o and writes nothing', async (which) => {
      const before = await make.everything(database.url)
      expect(await store.endSessions(which, make.ending('usr_none'))).toBe(0)
      expect(await make.everything(database.url)).toEqual(before)
    })
  })

  it('are not found by an id or a hash that is another', async () => {
    const { session, refreshToken } = await login()
    expect(await store.findSession(`${session.id}x`)).toBeUndefined()
    expect(await store.findRefreshToken(`${refreshToken.hash}x`)).toBeUndefined()
    expect(await store.findRefreshToken(refreshToken.hash.toUpperCase())).toBeUndefined()
  })

  function login(): Promise<make.Login> {
    return make.logIn(store, clientId)
  }

  /** Gives the user of a session so many more like it, each with a refresh token of its own. */

  async function reusesOf({ session }: make.Login): Promise<unknown[]> {
    const rows = await query(
      database.url,
      `SELECT data FROM audit_events WHERE type = 'refresh.reused' AND "targetId" = '${session.id}'`,
    )
    return rows.map(({ data }) => JSON.parse(String(data)))
  }
})
