// A database client that answers with another row than the one asked for: Prisma's part is played here, the store is real.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PoisonedClientError } from '../../src/errors.ts'
import { createAttemptStore } from '../../src/store/attempts.ts'
import { createClientStore } from '../../src/store/clients.ts'
import type { Database, Transaction } from '../../src/store/database.ts'
import { takePlaces } from '../../src/store/feed-places.ts'
import { watchForPoison } from '../../src/store/poisoned-client.ts'
import { openPostgresql } from '../../src/store/postgresql.ts'
import { createRevocationStore, writeRevocation } from '../../src/store/revocations.ts'
import { createSessionStore } from '../../src/store/sessions.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createUserChanges } from '../../src/store/user-changes.ts'
import { createUserStore } from '../../src/store/users.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import * as make from './records.ts'

const revocationOf = (targetId: string) =>
  ({ kind: 'token', targetId, revokedAt: make.now, expiresAt: make.inSeconds(300) }) as const
const feed = (after: number) => ({ after, mark: null, limit: 10, now: make.now })

const bucket = (key: string) => ({ name: 'test', key, capacity: 10, leavesEverySeconds: 60 })

type Answer = (args: { where: object; include?: object }) => Promise<unknown>

describe.each(engines)('a poisoned client of %s', (engine) => {
  let file: TestDatabase
  let store: Store
  let database: Database
  let login: make.Login
  let clientId: string
  beforeAll(async () => {
    file = await createDatabase(engine)
    store = await openStore(file.url)
    database = await (engine === 'sqlite' ? openSqlite(file.url) : openPostgresql(file.url))
    const roles = [make.newRole(), make.newRole()]
    for (const role of roles) await store.createRole(role, make.event('role.created', role.id))
    const secret = { id: make.freshId('sec'), hint: 'test', createdAt: make.now, expiresAt: null, lastUsedAt: null }
    clientId = (await make.addClient(store, { secrets: [{ ...secret, hash: 'hash 1' }] })).id
    await make.addClient(store, { secrets: [{ ...secret, id: make.freshId('sec'), hash: 'hash 2' }] })
    login = await make.logIn(store, clientId, await make.addUser(store, { roleIds: [roles[0]?.id ?? ''] }))
    await make.logIn(store, clientId, await make.addUser(store, { roleIds: [roles[1]?.id ?? ''] }))
    for (const targetId of ['tok_1', 'tok_2', 'tok_3']) {
      await store.revoke(revocationOf(targetId), make.event('token.revoked', targetId))
    }
  })
  afterAll(async () => {
    await store.close()
    await database.close()
    await file.drop()
  })

  /** The database with one method of one table replaced; plain reads and those of transactions alike. */
  function poisoned(table: string, method: string, answer: (real: Record<string, Answer>) => Answer): Database {
    const wrap = <T extends object>(client: T): T =>
      new Proxy(client, {
        get(target, name) {
          const member = Reflect.get(target, name) as Record<string, Answer>
          if (name !== table) return member
          return { ...bindAll(member), [method]: answer(bindAll(member)) }
        },
      })
    return { ...database, read: wrap(database.read), transact: (work) => database.transact((real) => work(wrap(real))) }
  }
  const bindAll = (model: Record<string, Answer>): Record<string, Answer> =>
    Object.fromEntries(
      ['findUnique', 'findUniqueOrThrow', 'findFirst', 'findMany', 'update', 'updateMany', 'create'].map((name) => [
        name,
        (args) => (model[name] as Answer)(args),
      ]),
    )
  const changed = <T extends Pick<Transaction, '$queryRaw'>>(real: T, change: (rows: object[]) => object[]): T =>
    new Proxy(real, {
      get: (target, name) =>
        name === '$queryRaw'
          ? async (...query: Parameters<Transaction['$queryRaw']>) => change(await target.$queryRaw<object[]>(...query))
          : Reflect.get(target, name),
    })
  const otherRow = (real: Record<string, Answer>) => (args: { where: object }) =>
    (real.findFirst as Answer)({ ...args, where: { NOT: args.where } })
  const otherRows = (real: Record<string, Answer>) => (args: { where: object }) =>
    (real.findMany as Answer)({ ...args, where: { NOT: args.where } })
  const questions: [
    name: string,
    table: string,
    method: string,
    answer: typeof otherRow,
    ask: (from: Database) => Promise<unknown>,
  ][] = [
    ['user at login', 'user', 'findUnique', otherRow, (from) => createUserStore(from).findUserForLogin(login.user.email)],
    ['session', 'session', 'findUnique', otherRow, (from) => createSessionStore(from).findSession(login.session.id)],
    [
      'spent refresh token',
      'refreshToken',
      'findUnique',
      otherRow,
      async (from) => {
        const again = make.rotation(login)
        await store.rotateRefreshToken({ ...again, now: make.inSeconds(1) })
        return createSessionStore(from).rotateRefreshToken(again)
      },
    ],
    [
      'count of guesses',
      'attempt',
      'findMany',
      otherRows,
      async (from) => {
        await store.takeAttempt([bucket('other bucket')], make.now)
        return createAttemptStore(from).takeAttempt([bucket('bucket')], make.now)
      },
    ],
    [
      'revocation than the one to move forward',
      'revocation',
      'findUnique',
      (real) => () => (real.findFirst as Answer)({ where: { targetId: 'tok_2' } }),
      (from) => from.transact(async (transaction) => [await writeRevocation(transaction, revocationOf('tok_1'))]),
    ],
    [
      'sequence to take a place from',
      'sequence',
      'update',
      (real) => (args) => (real.update as Answer)({ ...args, where: { name: 'probe' } }),
      (from) => from.transact((transaction) => takePlaces(transaction, 1)),
    ],
    [
      'end of the feed',
      'sequence',
      'findUniqueOrThrow',
      (real) => () => (real.findUniqueOrThrow as Answer)({ where: { name: 'probe' } }),
      (from) => createRevocationStore(from).readRevocations(feed(0)),
    ],
    [
      'stretch of the feed, of earlier places',
      'revocation',
      'findMany',
      (real) => () => (real.findMany as Answer)({ where: { position: 1 } }),
      (from) => createRevocationStore(from).readRevocations(feed(1)),
    ],
    [
      'order of the feed',
      'revocation',
      'findMany',
      (real) => (args) => (real.findMany as Answer)({ ...args, orderBy: { position: 'desc' } } as typeof args),
      (from) => createRevocationStore(from).readRevocations(feed(0)),
    ],
  ]

  it.each(questions)('is noticed when it answers with another %s', async (_name, table, method, answer, ask) => {
    await expect(ask(poisoned(table, method, answer))).rejects.toThrow(PoisonedClientError)
    const honest = poisoned(table, method, (real) => real[method] as Answer)
    await expect(ask(honest)).resolves.toBeDefined()
  })

  const joined: [name: string, column: string, ask: (from: Database) => Promise<unknown>][] = [
    ['user by id', 'id', (from) => createUserStore(from).findUser(login.user.id)],
    ['user by email', 'email', (from) => createUserStore(from).findUserByEmail(login.user.email)],
    ['client', 'id', (from) => createClientStore(from).findClient(clientId)],
    ["client's secret", 'clientId', (from) => createClientStore(from).findClient(clientId)],
    ['refresh token', 'hash', (from) => createSessionStore(from).findRefreshToken(login.refreshToken.hash)],
    ['revocation', 'targetId', (from) => createRevocationStore(from).findRevocations([{ kind: 'token', targetId: 'tok_1' }])],
    ['session of a refresh token', 'id', (from) => createSessionStore(from).findRefreshToken(login.refreshToken.hash)],
  ]

  /** The database whose own SQL answers with another value in one column. */
  const withOther = (column: string): Database => ({
    ...database,
    read: changed(database.read, (rows) => rows.map((row) => ({ ...row, [column]: 'other' }))),
  })

  it.each(joined)('is noticed when its join answers with another %s', async (_name, column, ask) => {
    await expect(ask(withOther(column))).rejects.toThrow(PoisonedClientError)
    await expect(ask(database)).resolves.toBeDefined()
  })

  it.each([
    ['another row', (rows: object[]) => rows.map((row) => ({ ...row, key: 'other bucket' }))],
    ['no row', (): object[] => []],
  ])('is noticed when it holds %s of guesses than the one asked for', async (_what, change) => {
    const count = (transact: Database['transact']) =>
      createAttemptStore({ ...database, transact }).countAttempt({ buckets: [bucket('held')], now: make.now, events: () => [] })
    await expect(count((work) => database.transact((real) => work(changed(real, change))))).rejects.toThrow(PoisonedClientError)
    expect(await count(database.transact)).toEqual({ kind: 'taken', at: make.now })
  })

  it('is told of before the method rejects, and nothing else is', async () => {
    const onPoisoned = vi.fn()
    const watched = watchForPoison({ ...createUserStore(withOther('id')), ...createUserChanges(database) }, onPoisoned)
    await expect(watched.findUser(login.user.id)).rejects.toThrow(PoisonedClientError)
    expect(onPoisoned).toHaveBeenCalledExactlyOnceWith(expect.any(PoisonedClientError))
    await expect(watched.createUser(login.user, make.event('user.created'))).rejects.toThrow('exists')
    expect(onPoisoned).toHaveBeenCalledOnce()
  })

  it('is not taken for one that changes half of a surrogate pair on the way', async () => {
    await make.addUser(store, { email: '\ufffd@example.com' })
    expect(await store.findUserByEmail('\ud800@example.com')).toBeUndefined()
    expect(await store.findUserByEmail('\ufffd@example.com')).toMatchObject({ email: '\ufffd@example.com' })
    for (const id of ['\udc00', '\0']) {
      expect(await store.findUser(id)).toBeUndefined()
      expect(await store.findClient(id)).toBeUndefined()
      expect(await store.findSession(id)).toBeUndefined()
    }
  })
})
