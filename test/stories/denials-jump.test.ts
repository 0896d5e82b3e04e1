// A client is refused far more than before: an operator is told, once.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { thresholds } from '../../src/authorization-server/suspicion/thresholds.ts'
import { engines } from '../support/databases.ts'
import { AuditEventsDocument, ClientCountDocument, ClientCredentialsDocument } from '../support/generated/operations.ts'
import { addClient, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('denials that jump at a service on %s', (engine) => {
  let service: TestService
  beforeAll(async () => {
    service = await startTestService({ engine })
  })
  afterAll(() => service.stop())

  async function authenticate(clientId: string, clientSecret: string, scope: string) {
    const input = { clientId, clientSecret, scopes: [scope] }
    return (await service.send(ClientCredentialsDocument, { input })).data?.clientCredentials.tokens.accessToken ?? ''
  }
  /** A client that was refused a field so many times. */
  async function refusedClient(secret: string, times: number) {
    const id = await addClient(service, { secret })
    const token = await authenticate(id, secret, 'orders:read')
    for (let number = 0; number < times; number++) await service.send(ClientCountDocument, {}, token)
    return id
  }
  const count = async (sql: string) => Number((await query(service.databaseUrl, sql))[0]?.count)

  it('are told of with the client as their target, and not one less', async () => {
    const loud = await refusedClient('fgs_of-the-loud-one', thresholds.denials + 1)
    const quiet = await refusedClient('fgs_of-the-quiet-one', thresholds.denials)
    // Stored every five seconds, and looked at as often.
    const patience = { timeout: 30_000, interval: 200 }
    const denials = `SELECT SUM(count) AS count FROM denial_counts`
    await vi.waitFor(async () => expect(await count(denials)).toBe(2 * thresholds.denials + 1), patience)
    const since = service.clock.now().toISOString()
    service.clock.advance(60)
    const told = `SELECT COUNT(*) AS count FROM audit_events WHERE type = 'suspicion.denials_jumped'`
    await vi.waitFor(async () => expect(await count(told)).toBe(1), patience)
    const secret = 'fgs_of-the-auditor'
    const auditorId = await addClient(service, { secret, allowedScopes: ['audit:read'] })
    const token = await authenticate(auditorId, secret, 'audit:read')
    const list = async (clientId: string) => {
      const filter = { clientId, type: 'suspicion.denials_jumped' }
      return (await service.send(AuditEventsDocument, { filter }, token)).data?.auditEvents.nodes
    }
    const [event, ...others] = (await list(loud)) ?? []
    expect(others).toEqual([])
    expect(event).toMatchObject({ targetId: loud, clientId: loud, actorId: null, ipAddress: null })
    const { since: from, ...data } = JSON.parse(event?.data ?? '{}')
    expect(data).toEqual({ denials: thresholds.denials + 1, usual: 0 })
    expect(Date.parse(since) - Date.parse(from)).toBe(4 * 60_000)
    expect(await list(quiet)).toEqual([])
  })
})
