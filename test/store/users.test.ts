import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConflictError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import {
  addClient,
  addUser,
  ending,
  event,
  eventsAbout,
  everything,
  inSeconds,
  logIn,
  newRole,
  newUser,
  openStores,
} from './records.ts'

describe.each(engines)('users on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  let nodes: Store[]
  beforeAll(async () => {
    database = await createDatabase(engine)
    nodes = await openStores(database.url, 3)
    store = nodes[0] as Store
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await database.drop()
  })

  it('are found by id and by email, whole and with their roles', async () => {
    const role = newRole({ description: 'Sells', scopes: ['orders:*', 'invoices:read'] })
    await store.createRole(role, event('role.created', role.id))
    const { roleIds, ...user } = await addUser(store, { displayName: 'Ada', roleIds: [role.id] })
    const found = { ...user, roles: [{ ...role, version: 1 }], lastLoginAt: null, version: 1 }
    expect(roleIds).toEqual([role.id])
    expect(await store.findUser(user.id)).toEqual(found)
    expect(await store.findUserByEmail(user.email)).toEqual(found)
    const { id, passwordHash, isEnabled, createdAt } = user
    expect(await store.findUserForLogin(user.email)).toEqual({ id, passwordHash, isEnabled, passwordChangedAt: createdAt })
    expect(await eventsAbout(database.url, user.id)).toEqual(['user.created'])
  })

  it.each([
    ['an unknown one', (known: string) => `x${known}`],
    ['one in another case', (known: string) => known.toUpperCase()],
    ['one with a null character', (known: string) => `${known}\0`],
    ['a very long one', (known: string) => known.repeat(5_000)],
    ['an empty one', () => ''],
    ['SQL', (known: string) => `' OR id = '${known}`],
  ])('are not found by %s', async (_name, wrong) => {
    const { id, email } = await addUser(store)
    expect([await store.findUser(wrong(id)), await store.findUserByEmail(wrong(email))]).toEqual([undefined, undefined])
    expect(await store.findUserForLogin(wrong(email))).toBeUndefined()
    expect([await store.findUser(id), await store.findUserByEmail(email)]).toMatchObject([{ id }, { id }])
  })

  it.each([
    ['of many scripts', 'Ünïcödé 👩🏽‍🚀 עברית 漢字 é e\u0301 \u200d\ufeff'],
    ['with quotes, wildcards and line breaks', `'; DROP TABLE users; -- "%_\\\r\n\t`],
    ['of 200,000 characters', '漢'.repeat(200_000)],
    ['of nothing', ''],
  ])('keep a name %s as it came', async (_name, displayName) => {
    const { id } = await addUser(store, { displayName })
    expect((await store.findUser(id))?.displayName).toBe(displayName)
  })

  it.each(['1969-12-31T23:59:59.999Z', '2026-03-29T01:30:00.001Z', '2026-10-25T00:59:59.990Z', '9999-12-31T23:59:59.999Z'])(
    'keep the instant %s to the millisecond',
    async (instant) => {
      const { id } = await addUser(store, { createdAt: new Date(instant) })
      expect((await store.findUser(id))?.createdAt.toISOString()).toBe(instant)
    },
  )

  it('refuse an email that is taken, and write nothing', async () => {
    const { email } = await addUser(store)
    const before = await everything(database.url)
    const second = newUser({ email })
    await expect(store.createUser(second, event('user.created'))).rejects.toEqual(
      new ConflictError('email', 'A user with this email exists.'),
    )
    expect(await everything(database.url)).toEqual(before)
    await store.createUser({ ...second, email: `other.${email}` }, event('user.created', second.id))
    expect(await store.findUser(second.id)).toMatchObject({ email: `other.${email}` })
  })

  it('refuse a role that does not exist, and write nothing', async () => {
    const before = await everything(database.url)
    const user = newUser({ roleIds: ['rol_none'] })
    await expect(store.createUser(user, event('user.created'))).rejects.not.toBeInstanceOf(ConflictError)
    expect(await everything(database.url)).toEqual(before)
    await store.createUser({ ...user, roleIds: [] }, event('user.created', user.id))
    expect(await store.findUser(user.id)).toMatchObject({ roles: [] })
  })

  it('give an email to one of many who ask at once, with one audit event', async () => {
    const email = newUser().email
    const asked = Array.from({ length: 12 }, () => newUser({ email }))
    const results = await Promise.allSettled(
      asked.map((user, index) => (nodes[index % nodes.length] as Store).createUser(user, event('user.created', email))),
    )
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refusals).toEqual(Array(11).fill(new ConflictError('email', 'A user with this email exists.')))
    expect(await eventsAbout(database.url, email)).toEqual(['user.created'])
    expect(asked.map(({ id }) => id)).toContain((await store.findUserByEmail(email))?.id)
  })

  describe('replacing a password', () => {
    async function prepare(traits = {}) {
      const user = await addUser(store, traits)
      const change = { userId: user.id, checkedPasswordHash: user.passwordHash, passwordHash: '$argon2id$second' }
      return { user, change: { ...change, keepSessionId: null, end: ending(user.id), audit: event('password.changed', user.id) } }
    }

    it('keeps the session that is named, ends the others and tells how many', async () => {
      const client = await addClient(store)
      const { user, change } = await prepare()
      const kept = await logIn(store, client.id, user)
      const ended = [await logIn(store, client.id, user), await logIn(store, client.id, user)]
      const bystander = await logIn(store, client.id)
      expect(await store.replacePassword({ ...change, keepSessionId: kept.session.id })).toEqual({ revokedSessionCount: 2 })
      expect(await store.findUser(user.id)).toMatchObject({ passwordHash: '$argon2id$second' })
      expect(await store.findSession(kept.session.id)).toEqual(kept.session)
      expect(await store.findSession(bystander.session.id)).toEqual(bystander.session)
      for (const { session } of ended) {
        const dead = { ...session, revokedAt: inSeconds(60), revokedReason: 'LOGOUT' }
        expect(await store.findSession(session.id)).toEqual(dead)
      }
      expect(await eventsAbout(database.url, user.id)).toEqual(['password.changed', 'user.created'])
    })

    it.each([
      ['the password is not the one that was checked', {}, { checkedPasswordHash: '$argon2id$other' }],
      ['the user is disabled', { isEnabled: false }, {}],
      ['there is no such user', {}, { userId: 'usr_none' }],
    ])('is false, and writes nothing, when %s', async (_name, traits, difference) => {
      const { change } = await prepare(traits)
      const before = await everything(database.url)
      expect(await store.replacePassword({ ...change, ...difference })).toBe(false)
      expect(await everything(database.url)).toEqual(before)
      const twin = await prepare()
      expect(await store.replacePassword(twin.change)).toEqual({ revokedSessionCount: 0 })
    })

    it('goes to one of many who replace the same password at once', async () => {
      const { user, change } = await prepare()
      const results = await Promise.all(
        Array.from({ length: 9 }, (_, index) =>
          (nodes[index % nodes.length] as Store).replacePassword({
            ...change,
            passwordHash: `$argon2id$${index}`,
            audit: event('password.changed', user.id),
          }),
        ),
      )
      const winners = results.flatMap((result, index) => (result === false ? [] : [`$argon2id$${index}`]))
      expect(winners).toEqual([(await store.findUser(user.id))?.passwordHash])
      expect(await eventsAbout(database.url, user.id)).toEqual(['password.changed', 'user.created'])
    })
  })
})
