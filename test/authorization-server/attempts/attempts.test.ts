// Guess limits on three nodes that share a database.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placesOfStranger } from '../../../src/authorization-server/attempts/attempts.ts'
import { auditEntry } from '../../../src/authorization-server/audit.ts'
import type { Authority } from '../../../src/authorization-server/authority.ts'
import { passwordGrant } from '../../../src/authorization-server/grants/password.ts'
import { sessionEnd } from '../../../src/authorization-server/sessions/session-end.ts'
import { InternalError, InvalidCredentialsError, RateLimitedError } from '../../../src/errors.ts'
import type { Store } from '../../../src/store/store.ts'
import { engines } from '../../support/databases.ts'
import { addUser, password } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'
import { type Cluster, eventsOfUser, guess, guessWrong, newAddress, openCluster, originOf, tally } from './guesser.ts'

const wrongLogin = { message: new InvalidCredentialsError().message, code: 'INVALID_CREDENTIALS' }
const limited = (retryAfterSeconds: number) => ({
  message: new RateLimitedError(1).message,
  code: 'RATE_LIMITED',
  retryAfterSeconds,
})

/** The store, which notes what is asked about users. */
function watchedUsers(store: Store, asked: string[]): Store {
  return {
    ...store,
    findUser: (id) => {
      asked.push(`findUser ${id}`)
      return store.findUser(id)
    },
    findUserByEmail: (email) => {
      asked.push('findUserByEmail')
      return store.findUserByEmail(email)
    },
    findUserForLogin: (email) => {
      asked.push('findUserForLogin')
      return store.findUserForLogin(email)
    },
  }
}

describe.each(engines)('the limits of guesses at passwords on %s', (engine) => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await openCluster(engine)
  })
  afterAll(async () => {
    // I11: nothing is being looked at any more.
    expect(await query(cluster.server.databaseUrl, 'SELECT key FROM attempts WHERE pending <> 0')).toEqual([])
    await cluster.stop()
  })
  const addOwner = () => addUser(cluster.server)
  const levels = async () => {
    const rows = await query(cluster.server.databaseUrl, 'SELECT level FROM attempts WHERE level > 0')
    return rows.map(({ level }) => Number(level)).sort((a, b) => a - b)
  }

  it('let ten of 200 wrong guesses at once be looked at, over all nodes', async () => {
    const owner = await addOwner()
    const from = newAddress()
    const before = await levels()
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => guess(cluster, { email: owner.email, from, typed: `wrong ${n}` }, n)),
    )
    expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, RATE_LIMITED: 190 })
    expect(answers.filter(({ code }) => code === 'RATE_LIMITED')).toEqual(Array(190).fill(limited(60)))
    const events = await eventsOfUser(cluster, owner.id)
    const failures = Array(10).fill(['login.failed', { reason: 'password' }])
    expect(events.filter(([type]) => type === 'login.failed')).toEqual(failures)
    expect(events.filter(([type]) => type !== 'login.failed')).toEqual([
      ['attempts.limited', { buckets: ['accountFromAddress'] }],
    ])
    // I11: in each of the three buckets stands what was looked at.
    expect(await levels()).toEqual([...before, 10, 10, 10].sort((a, b) => a - b))
  })

  it.each([0, 9])('refuse none of 50 right logins at once, after %i wrong ones', async (wrongCount) => {
    const { email } = await addOwner()
    const from = newAddress()
    await guessWrong(cluster, { email, from }, wrongCount)
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => guess(cluster, { email, from }, n)))
    expect(tally(answers)).toEqual({ IN: 50 })
  })

  it('back off: a place is free after a minute, and all of them after ten', async () => {
    const { email } = await addOwner()
    const from = newAddress()
    expect(await guessWrong(cluster, { email, from }, 11)).toEqual([...Array(10).fill(wrongLogin), limited(60)])
    cluster.server.clock.advance(59)
    expect(await guess(cluster, { email, from })).toEqual(limited(1))
    cluster.server.clock.advance(1)
    expect(await guessWrong(cluster, { email, from }, 2)).toEqual([wrongLogin, limited(60)])
    cluster.server.clock.advance(600)
    expect(await guessWrong(cluster, { email, from }, 11)).toEqual([...Array(10).fill(wrongLogin), limited(60)])
  })

  it('start anew for account and address with a right login', async () => {
    const { email } = await addOwner()
    const from = newAddress()
    await guessWrong(cluster, { email, from }, 9)
    expect(await guess(cluster, { email, from })).toMatchObject({ code: 'IN' })
    expect(await guessWrong(cluster, { email, from }, 11)).toEqual([...Array(10).fill(wrongLogin), limited(60)])
  })

  it('of one address leave the owner in from another, and the address in to other accounts', async () => {
    const [owner, other] = [await addOwner(), await addOwner()]
    const from = newAddress()
    await guessWrong(cluster, { email: owner.email, from }, 10)
    expect(await guess(cluster, { email: owner.email, from })).toEqual(limited(60))
    expect(await guess(cluster, { email: owner.email, from: newAddress() })).toMatchObject({ code: 'IN' })
    expect(await guess(cluster, { email: other.email, from })).toMatchObject({ code: 'IN' })
  })

  it('count a hundred for an account from anywhere, and let its owner in from a known device all the same', async () => {
    const { email, id } = await addOwner()
    const known = await guess(cluster, { email, from: newAddress() })
    const deviceToken = String(known.deviceToken)
    for (let n = 0; n < 10; n++) await guessWrong(cluster, { email, from: newAddress() }, 10)
    const from = newAddress()
    expect(await guess(cluster, { email, from })).toEqual(limited(36))
    expect(await eventsOfUser(cluster, id)).toContainEqual(['attempts.limited', { buckets: ['accountFromAddress', 'account'] }])

    const other = await guess(cluster, { email: (await addOwner()).email, from: newAddress() })
    for (const useless of ['', 'fgd_', String(other.deviceToken), `${deviceToken}A`])
      expect(await guess(cluster, { email, from, deviceToken: useless })).toEqual(limited(36))

    const again = await guess(cluster, { email, from, deviceToken })
    expect(again).toEqual({ code: 'IN', deviceToken: expect.stringMatching(/^fgd_/) })
    expect(again.deviceToken).not.toBe(deviceToken)
    // What strangers have filled stays full for strangers.
    expect(await guess(cluster, { email, from })).toEqual(limited(36))
  })

  it('count for a device what comes from it, and then it is as any other', async () => {
    const { email, id } = await addOwner()
    const from = newAddress()
    const deviceToken = String((await guess(cluster, { email, from })).deviceToken)
    // Ten for the device, and ten more for a stranger at that address.
    const answers = await guessWrong(cluster, { email, from, deviceToken }, 21)
    expect(answers).toEqual([...Array(20).fill(wrongLogin), limited(60)])
    const told = (await eventsOfUser(cluster, id)).filter(([type]) => type === 'attempts.limited').map(([, data]) => data)
    // Both in one instant, so in either order.
    expect(told.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
      { buckets: ['accountFromAddress'] },
      { buckets: ['device'] },
    ])
  })

  it('count a hundred for all devices of an account together', async () => {
    const { email } = await addOwner()
    const tokens: string[] = []
    for (let n = 0; n < 11; n++) tokens.push(String((await guess(cluster, { email, from: newAddress() })).deviceToken))
    for (const deviceToken of tokens.slice(0, 10)) await guessWrong(cluster, { email, from: newAddress(), deviceToken }, 10)
    const from = newAddress()
    const answers = await guessWrong(cluster, { email, from, deviceToken: tokens[10] }, 11)
    expect(answers).toEqual([...Array(10).fill(wrongLogin), limited(60)])
  })

  it('of devices that have not logged in since the password changed are counted apart from those that have', async () => {
    const { email, id } = await addOwner()
    const logIn = async (typed?: string) =>
      String((await guess(cluster, { email, from: newAddress(), ...(typed && { typed }) })).deviceToken)
    const former: string[] = []
    for (let n = 0; n < 12; n++) former.push(await logIn())
    cluster.server.clock.advance(1)
    const user = await cluster.server.store.findUser(id)
    const { now, passwords } = cluster.server.authority
    const typed = 'another battery staple horse'
    await cluster.server.store.replacePassword({
      userId: id,
      checkedPasswordHash: user?.passwordHash ?? '',
      passwordHash: await passwords.hash(typed),
      keepSessionId: null,
      end: sessionEnd({ actorId: id, reason: 'password changed', origin: originOf(null) }, now()),
      audit: auditEntry('password.changed', now(), originOf(null), { targetId: id }),
    })
    const known = await logIn(typed)
    for (let n = 0; n < 10; n++) await guessWrong(cluster, { email, from: newAddress() }, 10)
    const inFrom = (deviceToken: string | undefined) => guess(cluster, { email, from: newAddress(), typed, deviceToken })
    expect(await inFrom(former[10])).toMatchObject({ code: 'IN' })
    for (const deviceToken of former.slice(0, 10)) await guessWrong(cluster, { email, from: newAddress(), deviceToken }, 10)
    expect(await inFrom(former[11])).toMatchObject({ code: 'RATE_LIMITED' })
    expect(await inFrom(known)).toMatchObject({ code: 'IN' })
  })

  it('ask for no user before there is a place, and for roles only after the right password', async () => {
    const { email, id } = await addOwner()
    const asked: string[] = []
    const storage = watchedUsers(cluster.server.store, asked)
    const watched: Cluster = { ...cluster, nodes: [{ ...cluster.server.authority, storage }] }
    const queriesOf = async (target: Parameters<typeof guess>[1]) => {
      asked.length = 0
      const { code } = await guess(watched, target)
      return { code, asked: [...asked] }
    }
    const disabled = await addUser(cluster.server, { isEnabled: false })
    const from = newAddress()
    const wrong = { code: 'INVALID_CREDENTIALS', asked: ['findUserForLogin'] }
    expect(await queriesOf({ email, from, typed: 'wrong' })).toEqual(wrong)
    expect(await queriesOf({ email: 'no-one-here@example.com', from, typed: 'wrong' })).toEqual(wrong)
    expect(await queriesOf({ email: disabled.email, from })).toEqual(wrong)
    expect(await queriesOf({ email, from })).toEqual({ code: 'IN', asked: ['findUserForLogin', `findUser ${id}`] })
    await guessWrong(cluster, { email, from }, 10)
    expect(await queriesOf({ email, from })).toEqual({ code: 'RATE_LIMITED', asked: [] })
  })

  it('count a hundred for an address, whatever the accounts, and none of what a known device does there', async () => {
    const from = newAddress()
    const { email } = await addOwner()
    const deviceToken = String((await guess(cluster, { email, from })).deviceToken)
    for (let n = 0; n < 90; n++) await guessWrong(cluster, { email: `nobody-${n}@example.com`, from }, 1)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => guess(cluster, { email: `no-one-${n}@example.com`, from, typed: 'wrong' }, n)),
    )
    expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 10, RATE_LIMITED: 10 })
    expect(await guess(cluster, { email, from })).toEqual(limited(9))
    expect(await guess(cluster, { email, from, deviceToken })).toMatchObject({ code: 'IN' })
  })

  it('answer and count alike for users who exist, who do not, and who are disabled', async () => {
    const disabled = await addUser(cluster.server, { isEnabled: false })
    const emails = [(await addOwner()).email, `no-one-${newAddress()}@example.com`, disabled.email, 'x'.repeat(400)]
    for (const email of emails) {
      const typed = email === disabled.email ? password : 'a wrong one'
      const from = newAddress()
      const answers = []
      for (let n = 0; n < 12; n++) answers.push(await guess(cluster, { email, from, typed }, n))
      expect(answers).toEqual([...Array(10).fill(wrongLogin), limited(60), limited(60)])
    }
  })

  it('count an email for the same account however it is written', async () => {
    const { email } = await addOwner()
    const from = newAddress()
    for (const written of [email, email.toUpperCase(), ` ${email} `])
      await guessWrong(cluster, { email: written, from }, written === email ? 4 : 3)
    expect(await guess(cluster, { email, from })).toEqual(limited(60))
  })

  it('count neighbours within an IPv6 network as one address', async () => {
    const { email } = await addOwner()
    for (let n = 1; n <= 10; n++) await guessWrong(cluster, { email, from: `2001:db8::${n}` }, 1)
    expect(await guess(cluster, { email, from: '2001:db8::99' })).toEqual(limited(60))
    expect(await guess(cluster, { email, from: '2001:db8:0:1::99' })).toMatchObject({ code: 'IN' })
  })

  it('count as wrong what a killed node was looking at, half a minute later', async () => {
    const { email } = await addOwner()
    const from = newAddress()
    const [node] = cluster.nodes
    if (!node) throw new Error('There is no node.')
    const { buckets } = placesOfStranger(node, email, originOf(from))
    const { clock, store } = cluster.server
    for (let n = 0; n < 10; n++) expect(await store.takeAttempt(buckets, clock.now())).toMatchObject({ kind: 'taken' })
    const busy = new InternalError({ retryAfterSeconds: 1 })
    expect(await guess(cluster, { email, from })).toEqual({ message: busy.message, ...busy.extensions })
    clock.advance(30)
    expect(await guess(cluster, { email, from })).toEqual(limited(30))
    clock.advance(30)
    expect(await guess(cluster, { email, from })).toMatchObject({ code: 'IN' })
  })

  it('give a place back when nothing was looked at', async () => {
    const { email } = await addOwner()
    const from = newAddress()
    const passwords = {
      ...cluster.server.authority.passwords,
      verify: () => Promise.reject(new InternalError({ retryAfterSeconds: 1 })),
    }
    const broken: Authority = { ...cluster.server.authority, passwords }
    const attempt = () => passwordGrant(broken, { clientId: cluster.clientId, email, password }, originOf(from))
    for (let n = 0; n < 11; n++) expect(await refusalOf(attempt())).toEqual(faceOf(new InternalError({ retryAfterSeconds: 1 })))
    expect(await guessWrong(cluster, { email, from }, 11)).toEqual([...Array(10).fill(wrongLogin), limited(60)])
  })

  it('keep no email, no address and no device', async () => {
    const { email, id } = await addOwner()
    const from = newAddress()
    const { deviceToken } = await guess(cluster, { email, from })
    await guessWrong(cluster, { email, from, deviceToken: String(deviceToken) }, 2)
    const rows = await query(cluster.server.databaseUrl, 'SELECT key FROM attempts')
    expect(rows.every(({ key }) => /^[\w-]{43}$/.test(String(key)))).toBe(true)
    const { credentials } = cluster.server.authority
    // They are keyed hashes: without the root secret no one can try emails against them.
    expect(rows.map(({ key }) => key)).toContain(credentials.hashAttempt(JSON.stringify(['account', email])))
    expect(JSON.stringify(rows)).not.toContain(id)
  })
})
