// What sessions claim to survive, raced for real: several stores on one database, as several nodes have them.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { expectInvariants } from '../support/invariants.ts'
import { query } from '../support/sql.ts'
import * as make from './records.ts'

describe.each(engines)('racing for a session on %s', (engine) => {
  let database: TestDatabase
  let nodes: [Store, Store, Store]
  let clientId: string
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = (await make.openStores(database.url, 3)) as [Store, Store, Store]
    await nodes[0].addFirstSigningKey(make.newSigningKey(), make.event('key.created'))
    clientId = (await make.addClient(nodes[0])).id
  })
  afterEach(() => expectInvariants(database.url))
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  it('gives many retries of one refresh one successor, and each the same', async () => {
    const login = await make.logIn(nodes[0], clientId)
    const successor = make.newRefreshToken()
    const outcomes = await everywhere(5, (node) => node.rotateRefreshToken(make.rotation(login, { successor })))
    const kinds = outcomes.map(({ kind }) => kind).sort()
    expect(kinds).toEqual([...Array(14).fill('retried'), 'rotated'])
    expect(await childrenOf(login)).toEqual([successor.id])
    const events = await make.eventsAbout(database.url, login.session.id)
    expect(events).toEqual(['login.succeeded', ...Array(14).fill('refresh.retried'), 'refresh.rotated'])
  })

  it('ends the session, once, when many use one token for successors of their own', async () => {
    const login = await make.logIn(nodes[0], clientId)
    const outcomes = await everywhere(4, (node) => node.rotateRefreshToken(make.rotation(login)))
    const kinds = outcomes.map(({ kind }) => kind).sort()
    expect(kinds).toEqual([...Array(10).fill('dead'), 'reused', 'rotated'])
    expect(await childrenOf(login)).toHaveLength(1)
    const events = await make.eventsAbout(database.url, login.session.id)
    expect(events).toEqual(['login.succeeded', 'refresh.reused', 'refresh.rotated'])
  })

  it('leaves no session alive that began with a password replaced at the same time', async () => {
    const [store] = nodes
    for (let round = 0; round < 3; round++) {
      const user = await make.addUser(store)
      const change = { userId: user.id, checkedPasswordHash: user.passwordHash, passwordHash: '$argon2id$second' }
      const started = everywhere(2, (node) => node.startSession(make.start(user, make.newSession(user.id, clientId))))
      const replaced = nodes[round % 3]?.replacePassword({
        ...change,
        keepSessionId: null,
        end: make.ending(user.id),
        audit: make.event('password.changed', user.id),
      })
      const begun = (await started).filter((hasBegun) => hasBegun).length
      expect(await replaced).toEqual({ revokedSessionCount: begun })
      const rows = await query(database.url, `SELECT "revokedReason" FROM sessions WHERE "userId" = '${user.id}'`)
      expect(rows).toEqual(Array(begun).fill({ revokedReason: 'LOGOUT' }))
    }
  })

  it('counts each session once when all of a user are ended by many at once', async () => {
    const { user } = await make.logIn(nodes[0], clientId)
    for (let more = 0; more < 4; more++) await make.logIn(nodes[0], clientId, user)
    const counts = await everywhere(2, (node) => node.endSessions({ userId: user.id }, make.ending(user.id)))
    expect(counts.sort()).toEqual([0, 0, 0, 0, 0, 5])
    const ids = await query(database.url, `SELECT id FROM sessions WHERE "userId" = '${user.id}'`)
    for (const { id } of ids) {
      expect(await make.eventsAbout(database.url, String(id))).toEqual(['login.succeeded', 'session.ended'])
    }
  })

  it('leaves a user with no more sessions than allowed when many begin at once', async () => {
    const user = await make.addUser(nodes[0])
    const crowded = { limit: 3, end: make.ending(user.id) }
    const begun = await everywhere(4, (node) =>
      node.startSession({ ...make.start(user, make.newSession(user.id, clientId)), crowded }),
    )
    expect(begun).toEqual(Array(12).fill(true))
    const rows = await query(database.url, `SELECT id FROM sessions WHERE "userId" = '${user.id}' AND "revokedAt" IS NULL`)
    expect(rows).toHaveLength(3)
  })

  it('leaves no live token in a session that is refreshed while it ends', async () => {
    for (let round = 0; round < 3; round++) {
      const login = await make.logIn(nodes[0], clientId)
      const [a, b] = round % 2 ? [nodes[1], nodes[2]] : [nodes[2], nodes[1]]
      const rotated = a.rotateRefreshToken(make.rotation(login))
      const ended = b.endSessions({ sessionId: login.session.id }, make.ending(login.user.id))
      expect(await ended).toBe(1)
      expect(['rotated', 'dead']).toContain((await rotated).kind)
      const live = `SELECT id FROM refresh_tokens WHERE "sessionId" = '${login.session.id}' AND "spentAt" IS NULL`
      expect(await query(database.url, live)).toEqual([])
    }
  })

  function everywhere<T>(times: number, work: (node: Store) => Promise<T>): Promise<T[]> {
    return Promise.all(Array.from({ length: times }, () => nodes.map(work)).flat())
  }

  async function childrenOf({ refreshToken }: make.Login): Promise<unknown[]> {
    const rows = await query(database.url, `SELECT id FROM refresh_tokens WHERE "parentId" = '${refreshToken.id}'`)
    return rows.map(({ id }) => id)
  }
})
