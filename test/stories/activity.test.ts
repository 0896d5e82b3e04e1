// An operator sees in a chart what happened on three nodes.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { counters } from '../../src/authorization-server/activity/counts.ts'
import { engines } from '../support/databases.ts'
import {
  type ActivityBucket,
  ActivityDocument,
  type ActivityInput,
  ClientCredentialsDocument,
  ExchangeTokenDocument,
  LoginDocument,
  RefreshDocument,
} from '../support/generated/operations.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

const none = { logins: 0, failedLogins: 0, refreshes: 0, reuses: 0, tokensIssued: 0, denials: 0 }
// Denials are stored every five seconds.
const patience = { timeout: 40_000, interval: 100 }

describe.each(engines)('activity on three nodes with %s', (engine) => {
  const clientSecret = 'fgs_of-the-operator-for-tests'
  let nodes: readonly [TestService, TestService, TestService]
  let operatorId: string
  let clientId: string
  let email: string
  beforeAll(async () => {
    const first = await startTestService({ engine })
    nodes = [first, await startTestService({ engine, beside: first }), await startTestService({ engine, beside: first })]
    operatorId = await addClient(first, { secret: clientSecret, allowedScopes: ['metrics:read'] })
    clientId = await addClient(first)
    email = (await addUser(first)).email
  })
  afterAll(async () => {
    for (const node of [...nodes].reverse()) await node.stop()
  })

  const pass = (seconds: number) => {
    for (const { clock } of nodes) clock.advance(seconds)
  }
  const logIn = async (node: TestService, given = password) => {
    const { data } = await node.send(LoginDocument, { input: { email, password: given, clientId } })
    return { accessToken: '', refreshToken: '', ...data?.login.tokens }
  }
  const refresh = async (node: TestService, refreshToken: string | null) => {
    const { data } = await node.send(RefreshDocument, { input: { refreshToken: refreshToken ?? '', clientId } })
    return data?.refresh.tokens.refreshToken ?? ''
  }
  const operatorToken = async () => {
    const input = { clientId: operatorId, clientSecret, scopes: ['metrics:read'] }
    return (await nodes[0].send(ClientCredentialsDocument, { input })).data?.clientCredentials.tokens.accessToken ?? ''
  }
  const ask = (input: ActivityInput, token: string | undefined) => nodes[1].send(ActivityDocument, { input }, token)
  /** Those points in which something happened, by their instants. */
  const busy = async (bucket: ActivityBucket, token: string) => {
    const { data, errors } = await ask({ since: '2026-05-01T00:00:00Z', bucket }, token)
    expect(errors).toEqual([])
    const points = data?.activity.points.map(({ at, ...counts }) => [new Date(at).toISOString(), counts] as const)
    return Object.fromEntries(points?.filter(([, counts]) => counters.some((counter) => counts[counter] > 0)) ?? [])
  }

  it('shows every login, refresh, reuse, token and denial once, by minute, hour and day', async () => {
    const [first, second, third] = nodes
    // 12:00
    const login = await logIn(first)
    await logIn(second, 'not the right password')
    await logIn(third, 'nor this')
    await first.send(ExchangeTokenDocument, { input: { scopes: ['orders:read'] } }, login.accessToken)
    await ask({ since: '2026-05-01T00:00:00Z', bucket: 'DAY' }, login.accessToken)
    await ask({ since: '2026-05-01T00:00:00Z', bucket: 'DAY' }, undefined)
    pass(61)
    // 12:01
    const successor = await refresh(second, login.refreshToken)
    expect(await refresh(third, login.refreshToken)).toBe(successor)
    await refresh(third, successor)
    await ask({ since: '2026-05-01T00:00:00Z', bucket: 'DAY' }, login.accessToken)
    pass(3_600)
    // 13:01
    expect(await refresh(first, login.refreshToken)).toBe('')
    const token = await operatorToken()
    const [noon, later, last] = [
      { ...none, logins: 1, failedLogins: 2, tokensIssued: 2, denials: 2 },
      { ...none, refreshes: 2, tokensIssued: 3, denials: 1 },
      { ...none, reuses: 1, tokensIssued: 1 },
    ]
    await vi.waitFor(
      async () =>
        expect(await busy('MINUTE', token)).toEqual({
          '2026-05-01T12:00:00.000Z': noon,
          '2026-05-01T12:01:00.000Z': later,
          '2026-05-01T13:01:00.000Z': last,
        }),
      patience,
    )
    const both = { ...noon, refreshes: 2, tokensIssued: 5, denials: 3 }
    expect(await busy('HOUR', token)).toEqual({ '2026-05-01T12:00:00.000Z': both, '2026-05-01T13:00:00.000Z': last })
    expect(await busy('DAY', token)).toEqual({ '2026-05-01T00:00:00.000Z': { ...both, reuses: 1, tokensIssued: 6 } })
  }, 60_000)

  it('tells denials apart by client, and keeps those of a node that stops', async () => {
    const node = await startTestService({ engine, beside: nodes[0] })
    const minute = new Date('2026-05-01T12:00:00.000Z')
    const count = async () => {
      const found = await nodes[0].store.listDenials({ since: minute, until: new Date(minute.getTime() + 60_000) })
      return Object.fromEntries(found.map((each) => [each.clientId, each.count]))
    }
    expect(await count()).toEqual({ [clientId]: 1, '': 1 })
    for (let each = 0; each < 3; each++)
      await node.send(ActivityDocument, { input: { since: minute.toISOString(), bucket: 'DAY' } })
    await node.stop()
    expect(await count()).toEqual({ [clientId]: 1, '': 4 })
  })

  it.each([
    ['since', { since: '2026-05-01T13:00:00Z', until: '2026-05-01T13:00:00Z', bucket: 'DAY' as const }, 'until'],
    ['year', { since: '0001-01-01T00:00:00Z', bucket: 'DAY' as const }, 'since'],
    ['points', { since: '2026-04-29T00:00:00Z', bucket: 'MINUTE' as const }, 'since'],
  ])('refuses a wrong %s, and names the field', async (_what, input, field) => {
    expect((await ask(input, await operatorToken())).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }])
  })

  it('needs metrics:read', async () => {
    const { accessToken } = await logIn(nodes[0])
    const { data, errors } = await ask({ since: '2026-05-01T00:00:00Z', bucket: 'DAY' }, accessToken)
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', missingScopes: ['metrics:read'] } }])
  })
})
