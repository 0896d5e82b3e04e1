// What no single event tells is told as an event of its own, once, and nothing is done about it but that.

import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { thresholds } from '../../src/authorization-server/suspicion/thresholds.ts'
import { engines } from '../support/databases.ts'
import {
  AuditEventsDocument,
  ClientCredentialsDocument,
  LoginDocument,
  RefreshDocument,
} from '../support/generated/operations.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('suspicious activity at a service on %s', (engine) => {
  const clientSecret = 'fgs_of-the-auditor-for-tests'
  let service: TestService
  let auditorId: string
  let clientId: string
  let passwordHash: string
  beforeAll(async () => {
    const environment = { FIELDGATE_TRUST_PROXY: 'loopback', FIELDGATE_METRICS_PORT: '0' }
    service = await startTestService({ engine, environment })
    clientId = await addClient(service)
    auditorId = await addClient(service, { secret: clientSecret, allowedScopes: ['audit:read'] })
    passwordHash = await service.authority.passwords.hash(password)
    await allRead()
  })
  afterAll(() => service.stop())

  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  /** Users with one password: hashing one for each would be most of the time. */
  const user = () => addUser(service, { passwordHash })

  /** As a proxy passes it on, from an address. */
  async function sendFrom<T, V>(address: string, document: TypedDocumentNode<T, V>, variables: V): Promise<T | null> {
    const answer = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ query: print(document), variables }),
    })
    return ((await answer.json()) as { data: T | null }).data
  }
  async function logIn(address: string, email: string, by = clientId) {
    const data = await sendFrom(address, LoginDocument, { input: { email, password, clientId: by } })
    if (!data) throw new Error('The login failed.')
    return { sessionId: data.login.session.id, refreshToken: data.login.tokens.refreshToken ?? '' }
  }
  const fail = (address: string, email: string) =>
    sendFrom(address, LoginDocument, { input: { email, password: 'not the right password', clientId } })
  async function refresh(address: string, refreshToken: string, by = clientId): Promise<string | undefined> {
    const data = await sendFrom(address, RefreshDocument, { input: { refreshToken, clientId: by } })
    return data?.refresh.tokens.refreshToken ?? undefined
  }

  /** By itself, within a second or two; the clock that stands still is the service's. */
  async function allRead(): Promise<void> {
    const behind = `SELECT id FROM audit_events WHERE sequence IS NULL
      OR sequence > (SELECT MAX(sequence) FROM audit_readers WHERE name = 'suspicion')`
    await vi.waitFor(async () => expect(await query(service.databaseUrl, behind)).toEqual([]), { timeout: 30_000 })
  }
  /** What an auditor finds about a target. */
  async function suspicionsOf(targetId: string) {
    await allRead()
    const input = { clientId: auditorId, clientSecret, scopes: ['audit:read'] }
    const token = (await service.send(ClientCredentialsDocument, { input })).data?.clientCredentials.tokens.accessToken
    const { data } = await service.send(AuditEventsDocument, { first: 100, filter: { targetId } }, token)
    return (data?.auditEvents.nodes ?? [])
      .filter(({ type }) => type.startsWith('suspicion.'))
      .map(({ type, actorId, clientId: client, data: text }) => ({ type, actorId, clientId: client, data: JSON.parse(text) }))
  }
  const now = () => service.clock.now().toISOString()

  describe('that sprays passwords', () => {
    /** At accounts that exist and at emails that nobody has, from several addresses of one network. */
    async function spray(network: string, count: number) {
      const emails = await Promise.all(
        upTo(count).map(async (number) => (number % 2 ? (await user()).email : `nobody-${number}@example.com`)),
      )
      await Promise.all(emails.map((email, index) => fail(`${network}.${index}`, email)))
    }

    it('is told with the network as its target', async () => {
      await spray('203.0.113', thresholds.sprayedAccounts)
      const data = { accounts: thresholds.sprayedAccounts, failures: thresholds.sprayedAccounts, firstAt: now(), lastAt: now() }
      expect(await suspicionsOf('203.0.113.0/24')).toEqual([
        { type: 'suspicion.password_spraying', actorId: null, clientId, data },
      ])
    })

    it('is not told of one account less', async () => {
      await spray('198.51.100', thresholds.sprayedAccounts - 1)
      expect(await suspicionsOf('198.51.100.0/24')).toEqual([])
    })

    it('keeps nothing of an email that nobody has', async () => {
      const rows = await query(service.databaseUrl, `SELECT id FROM audit_events WHERE data LIKE '%nobody%'`)
      expect(rows).toEqual([])
    })
  })

  describe('that guesses at one account from many networks', () => {
    async function guess(networks: number) {
      const { id, email } = await user()
      await Promise.all(upTo(networks).map((number) => fail(`10.1.${number}.1`, email)))
      return { id, email }
    }

    it('is told with the user as its target, who can still log in', async () => {
      const { id, email } = await guess(thresholds.guessingNetworks)
      const counts = { networks: thresholds.guessingNetworks, failures: thresholds.guessingNetworks }
      const data = { ...counts, firstAt: now(), lastAt: now() }
      expect(await suspicionsOf(id)).toEqual([{ type: 'suspicion.distributed_guessing', actorId: null, clientId, data }])
      await logIn('10.1.0.1', email)
    })

    it('is not told of one network less', async () => {
      const { id } = await guess(thresholds.guessingNetworks - 1)
      expect(await suspicionsOf(id)).toEqual([])
    })
  })

  describe('that uses one session from many networks', () => {
    async function travel(networks: number) {
      const { id, email } = await user()
      const { sessionId, refreshToken } = await logIn('10.2.1.1', email)
      let token: string | undefined = refreshToken
      const startedAt = now()
      for (const number of upTo(networks).slice(1)) {
        service.clock.advance(60)
        token = await refresh(`10.2.${number}.1`, token ?? '')
      }
      return { id, sessionId, token: token ?? '', startedAt }
    }

    it('is told with the session as its target, which lives on', async () => {
      const { id, sessionId, token, startedAt } = await travel(thresholds.sessionNetworks)
      const counts = { networks: thresholds.sessionNetworks, uses: thresholds.sessionNetworks }
      const data = { ...counts, firstAt: startedAt, lastAt: now() }
      expect(await suspicionsOf(sessionId)).toEqual([{ type: 'suspicion.many_networks', actorId: id, clientId, data }])
      expect(await refresh('10.2.1.1', token)).toMatch(/^fgr_/)
    })

    it('is not told of one network less', async () => {
      const { sessionId } = await travel(thresholds.sessionNetworks - 1)
      expect(await suspicionsOf(sessionId)).toEqual([])
    })
  })

  describe('in which spent refresh tokens come back', () => {
    /** In one session of each of the users. */
    async function reuse(users: readonly { readonly email: string }[], by: string) {
      const sessions = await Promise.all(users.map(({ email }) => logIn('10.3.0.1', email, by)))
      await Promise.all(sessions.map(({ refreshToken }) => refresh('10.3.0.1', refreshToken, by)))
      service.clock.advance(60)
      const again = await Promise.all(sessions.map(({ refreshToken }) => refresh('10.3.0.1', refreshToken, by)))
      expect(again.filter(Boolean)).toEqual([])
    }
    const same = async (count: number) => {
      const one = await user()
      await reuse(
        Array.from({ length: count }, () => one),
        clientId,
      )
      return one
    }
    const different = async (count: number) => {
      const ownClientId = await addClient(service)
      await reuse(await Promise.all(upTo(count).map(user)), ownClientId)
      return ownClientId
    }

    it('is told of a user in many of whose sessions they do', async () => {
      const { id } = await same(thresholds.reusesOfUser)
      const data = { sessions: thresholds.reusesOfUser, firstAt: now(), lastAt: now() }
      expect(await suspicionsOf(id)).toEqual([{ type: 'suspicion.repeated_reuse', actorId: id, clientId, data }])
    })

    it('is not told of a user with one session less', async () => {
      expect(await suspicionsOf((await same(thresholds.reusesOfUser - 1)).id)).toEqual([])
    })

    it('is told of a client in many of whose sessions they do', async () => {
      const id = await different(thresholds.reusesOfClient)
      const data = { sessions: thresholds.reusesOfClient, firstAt: now(), lastAt: now() }
      expect(await suspicionsOf(id)).toEqual([{ type: 'suspicion.repeated_reuse', actorId: null, clientId: id, data }])
    })

    it('is not told of a client with one session less', async () => {
      expect(await suspicionsOf(await different(thresholds.reusesOfClient - 1))).toEqual([])
    })
  })

  it('is counted with all other events of the log, by type, and those that never came with zero', async () => {
    await allRead()
    const [, url = ''] = /"url":"(http:\/\/127\.0\.0\.1:\d+\/metrics)"/.exec(service.log()) ?? []
    const text = await (await fetch(url)).text()
    const counted = new Map(
      [...text.matchAll(/^fieldgate_audit_events_total\{type="([^"]+)"\} (\d+)$/gm)].map(([, type, count]) => [
        type,
        Number(count),
      ]),
    )
    const rows = await query(service.databaseUrl, 'SELECT type, COUNT(*) AS count FROM audit_events GROUP BY type')
    for (const { type, count } of rows) expect([type, counted.get(String(type))]).toEqual([type, Number(count)])
    expect(counted.get('suspicion.many_networks')).toBe(1)
    expect(counted.get('role.deleted')).toBe(0)
  })
})
