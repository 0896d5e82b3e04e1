// An auditor looks through the log, has it verified, and takes its signed head away.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openAuditMark } from '../../src/token/audit-mark.ts'
import { importPublicKey } from '../../src/token/public-key.ts'
import { engines } from '../support/databases.ts'
import {
  type AuditEventFilter,
  AuditEventsDocument,
  type AuditEventsQueryVariables,
  AuditLogHeadDocument,
  ClientCredentialsDocument,
  VerifyAuditLogDocument,
} from '../support/generated/operations.ts'
import { addClient, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'
import { dropTriggers } from '../support/tampering.ts'

describe.each(engines)('the audit log of a service on %s', (engine) => {
  const clientSecret = 'fgs_of-the-auditor-for-tests'
  let service: TestService
  let clientId: string
  let token: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    clientId = await addClient(service, { secret: clientSecret, allowedScopes: ['audit:read', 'orders:read'] })
    for (let hour = 0; hour < 5; hour++) {
      service.clock.advance(3_600)
      token = await authenticate('audit:read')
    }
  })
  afterAll(() => service.stop())

  async function authenticate(...scopes: string[]): Promise<string> {
    const { data } = await service.send(ClientCredentialsDocument, { input: { clientId, clientSecret, scopes } })
    return data?.clientCredentials.tokens.accessToken ?? ''
  }
  const ask = (variables: AuditEventsQueryVariables, by = token) => service.send(AuditEventsDocument, variables, by)
  const list = async (variables: AuditEventsQueryVariables) => {
    const { data, errors } = await ask(variables)
    expect(errors).toEqual([])
    if (!data) throw new Error('There is no answer.')
    return data.auditEvents
  }
  /** By itself, within a second; the clock that stands still is the service's. */
  const allSealed = () =>
    vi.waitFor(async () => expect((await list({ first: 100 })).nodes.filter(({ sequence }) => sequence === null)).toEqual([]), {
      timeout: 20_000,
    })

  it('is listed newest first, page by page, each event once', async () => {
    await allSealed()
    const whole = await list({ first: 100 })
    const ids = whole.nodes.map(({ id }) => id)
    expect(ids).toEqual([...ids].sort().reverse())
    expect(whole.totalCount).toBe(ids.length)
    const paged: string[] = []
    let after: string | null | undefined
    do {
      const { nodes, pageInfo }: Awaited<ReturnType<typeof list>> = await list({ first: 3, ...(after && { after }) })
      paged.push(...nodes.map(({ id }) => id))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined
    } while (after)
    expect(paged).toEqual(ids)
    expect(whole.nodes[0]).toMatchObject({ type: 'token.issued', actorId: clientId, clientId, ipAddress: '127.0.0.1' })
    expect(JSON.parse(whole.nodes[0]?.data ?? '')).toEqual({ scopes: ['audit:read'], audience: 'http://localhost:4000' })
  })

  it('is filtered by each of its members, and by all together', async () => {
    const at = (hour: number) => new Date(Date.parse('2026-05-01T12:00:00.000Z') + hour * 3_600_000).toISOString()
    const issued = (await list({ filter: { type: 'token.issued' } })).nodes
    expect(issued.map((event) => new Date(event.at).toISOString())).toEqual([5, 4, 3, 2, 1].map(at))
    const countOf = async (filter: AuditEventFilter) => {
      const { nodes, totalCount } = await list({ first: 100, filter })
      expect(totalCount).toBe(nodes.length)
      return nodes.length
    }
    expect(await countOf({ actorId: clientId })).toBe(5)
    expect(await countOf({ clientId })).toBe(5)
    expect(await countOf({ targetId: issued[0]?.targetId ?? '' })).toBe(1)
    expect(await countOf({ type: 'token.issued', since: at(2), until: at(4) })).toBe(2)
    expect(await countOf({ since: at(5) })).toBe(1)
    expect(await countOf({ actorId: clientId, type: 'key.created' })).toBe(0)
    expect(await countOf({ actorId: 'a null \0' })).toBe(0)
    expect(await countOf({ since: '0001-01-01T00:00:00.000Z', until: '9999-12-31T23:59:59.999Z' })).toBeGreaterThan(6)
  })

  it('needs audit:read', async () => {
    const other = await authenticate('orders:read')
    const code = 'UNAUTHORIZED_FIELD_OR_TYPE'
    expect((await ask({}, other)).errors).toMatchObject([{ extensions: { code } }])
    expect((await service.send(VerifyAuditLogDocument, {}, other)).errors).toMatchObject([{ extensions: { code } }])
    expect((await service.send(AuditLogHeadDocument, {}, other)).errors).toMatchObject([{ extensions: { code } }])
  })

  it.each([
    ['first', { first: 0 }],
    ['first', { first: 101 }],
    ['after', { after: 'x' }],
    ['after', { after: Buffer.from('client cli_1').toString('base64url') }],
  ])('refuses a wrong %s', async (field, variables) => {
    expect((await ask(variables)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }])
  })

  it('has a head that a published key signed', async () => {
    await allSealed()
    const head = (await service.send(AuditLogHeadDocument, {}, token)).data?.auditLogHead
    // Ids of one millisecond are in no order, places are.
    const [newest] = (await list({ first: 100 })).nodes.sort((a, b) => Number(b.sequence) - Number(a.sequence))
    expect(head).toMatchObject({ sequence: newest?.sequence, hash: newest?.hash })
    const { keys } = (await (await fetch(`${service.url}/keys`)).json()) as { keys: { status: string; key: string }[] }
    const key = importPublicKey(keys.find(({ status }) => status === 'ACTIVE')?.key ?? '')
    expect(openAuditMark('head', head?.token ?? '', key)).toMatchObject({ sequence: head?.sequence, hash: head?.hash })
  })

  it('is intact until somebody changes it', async () => {
    await allSealed()
    const verify = async () => (await service.send(VerifyAuditLogDocument, {}, token)).data?.verifyAuditLog
    const { totalCount } = await list({})
    expect(await verify()).toEqual({ isIntact: true, checkedCount: totalCount, firstBrokenSequence: null })
    await dropTriggers(engine, service.databaseUrl)
    await query(service.databaseUrl, `UPDATE audit_events SET "actorId" = 'usr_somebody_else' WHERE sequence = 3`)
    expect(await verify()).toEqual({ isIntact: false, checkedCount: 2, firstBrokenSequence: 3 })
  })
})
