// RFC 6749 section 6; RFC 9700 section 4.14.2

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCredentials } from '../../../src/authorization-server/credentials.ts'
import { refreshTokenGrant } from '../../../src/authorization-server/grants/refresh-token.ts'
import { logout } from '../../../src/authorization-server/sessions/logout.ts'
import { InvalidClientError, InvalidGrantError, UnauthorizedClientError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, type TestLogin, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'

const invalid = faceOf(new InvalidGrantError())

describe.each(engines)('the refresh token grant on %s', (engine) => {
  let server: TestAuthority
  let clientId: string
  let otherId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server)
    otherId = await addClient(server)
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await server.stop()
  })

  const refresh = (refreshToken: string, as = clientId) =>
    refreshTokenGrant(server.authority, { refreshToken, clientId: as }, testOrigin)
  const successorOf = (refreshToken: string) => server.authority.credentials.successorOf(refreshToken)

  it('gives a new pair and spends the old refresh token', async () => {
    const { refreshToken, session, userId, ...login } = await logIn(server, { clientId })
    server.clock.advance(60)
    const inSeconds = (seconds: number) => new Date(server.clock.now().getTime() + seconds * 1000)
    const tokens = await refresh(refreshToken)
    expect(tokens).toEqual({
      accessToken: expect.stringMatching(/^v4\.public\./),
      tokenType: 'Bearer',
      expiresInSeconds: 300,
      expiresAt: inSeconds(300),
      refreshToken: successorOf(refreshToken),
      refreshExpiresAt: inSeconds(3_600),
      scopes: ['orders:read'],
    })
    const [old, next] = [await read(server, login.accessToken), await read(server, tokens.accessToken)]
    expect({ ...next }).toEqual({ ...old, tokenId: next.tokenId, issuedAt: inSeconds(0), expiresAt: inSeconds(300) })
    expect(next.tokenId).not.toBe(old.tokenId)
    expect(await server.store.findSession(session.id)).toEqual({
      ...session,
      lastUsedAt: inSeconds(0),
      expiresAt: inSeconds(3_600),
    })
  })

  /** Each token with how it comes to be, and what its own client gets for it; another client is always refused and changes nothing. */
  const spend = async ({ refreshToken }: TestLogin) => (await refresh(refreshToken)).refreshToken ?? ''
  const kinds: Record<string, { make: (login: TestLogin) => Promise<string>; own: object }> = {
    current: {
      make: async ({ refreshToken }) => refreshToken,
      own: { answer: 'successor', events: ['refresh.rotated'], reason: null },
    },
    'spent inside the window': {
      make: async (login) => {
        await spend(login)
        server.clock.advance(9.999)
        return login.refreshToken
      },
      own: { answer: 'successor', events: ['refresh.retried'], reason: null },
    },
    'spent and shown again after the window': {
      make: async (login) => {
        await spend(login)
        server.clock.advance(10)
        return login.refreshToken
      },
      own: { answer: invalid, events: ['refresh.reused after_window'], reason: 'refresh token reused' },
    },
    'spent inside the window, with a successor that was used': {
      make: async (login) => {
        await refresh(await spend(login))
        return login.refreshToken
      },
      own: { answer: invalid, events: ['refresh.reused successor_used'], reason: 'refresh token reused' },
    },
    'an older ancestor': {
      make: async (login) => {
        const { refreshToken } = await refresh(await spend(login))
        server.clock.advance(60)
        await refresh(refreshToken ?? '')
        return login.refreshToken
      },
      own: { answer: invalid, events: ['refresh.reused older_ancestor'], reason: 'refresh token reused' },
    },
    unknown: {
      make: async () => server.authority.credentials.newRefreshToken(),
      own: { answer: invalid, events: [], reason: null },
    },
    malformed: {
      make: async ({ refreshToken }) => `${refreshToken} `,
      own: { answer: invalid, events: [], reason: null },
    },
    expired: {
      make: async ({ refreshToken }) => {
        server.clock.advance(3_600)
        return refreshToken
      },
      own: { answer: invalid, events: [], reason: null },
    },
    'of a session that ended': {
      make: async (login) => {
        await logout(server.authority, await read(server, login.accessToken), { everywhere: false }, testOrigin)
        return login.refreshToken
      },
      own: { answer: invalid, events: [], reason: 'logout' },
    },
  }

  describe.each(Object.entries(kinds))('shown a token that is %s', (kind, { make, own }) => {
    it('gives its own client what it is due', async () => {
      expect(await show(clientId, make)).toEqual(own)
    })

    it('refuses another client, and changes nothing', async () => {
      const reason = kind === 'of a session that ended' ? 'logout' : null
      expect(await show(otherId, make)).toEqual({ answer: invalid, events: [], reason })
    })
  })

  async function show(as: string, make: (login: TestLogin) => Promise<string>) {
    const login = await logIn(server, { clientId })
    const shown = await make(login)
    let answer: unknown
    const events = await eventsOf(server.databaseUrl, async () => {
      answer = await refresh(shown, as).then(
        ({ refreshToken }) => (refreshToken === successorOf(shown) ? 'successor' : refreshToken),
        faceOf,
      )
    })
    const session = await server.store.findSession(login.session.id)
    const told = events.map(({ type, data }) => ('kind' in data ? `${type} ${data.kind}` : type))
    return { answer, events: told, reason: session?.revokedReason ?? null }
  }

  it('leaves the token with its own client after another one tried it', async () => {
    const { refreshToken } = await logIn(server, { clientId })
    expect(await refusalOf(refresh(refreshToken, otherId))).toEqual(invalid)
    expect((await refresh(refreshToken)).refreshToken).toBe(successorOf(refreshToken))
  })

  it('ends the whole session on reuse: the newest pair is worth nothing, another session stays', async () => {
    const [stolen, phone] = [await logIn(server, { clientId }), await logIn(server, { clientId })]
    const newest = await refresh(stolen.refreshToken)
    server.clock.advance(10)
    expect(await refusalOf(refresh(stolen.refreshToken))).toEqual(invalid)
    expect(await refusalOf(refresh(newest.refreshToken ?? ''))).toEqual(invalid)
    await expect(read(server, newest.accessToken)).rejects.toMatchObject({ reason: 'REVOKED' })
    expect((await refresh(phone.refreshToken)).scopes).toEqual(['orders:read'])
  })

  it('counts the window from the first use: a retry does not prolong it', async () => {
    const { refreshToken } = await logIn(server, { clientId })
    await refresh(refreshToken)
    for (const seconds of [5, 4]) {
      server.clock.advance(seconds)
      expect((await refresh(refreshToken)).refreshToken).toBe(successorOf(refreshToken))
    }
    server.clock.advance(1)
    expect(await refusalOf(refresh(refreshToken))).toEqual(invalid)
  })

  it('lets expiry beat the window, and ends no session for it', async () => {
    const { refreshToken, session } = await logIn(server, { clientId })
    server.clock.advance(3_599)
    await refresh(refreshToken)
    server.clock.advance(1)
    expect(await refusalOf(refresh(refreshToken))).toEqual(invalid)
    expect(await server.store.findSession(session.id)).toMatchObject({ revokedAt: null })
  })

  it.each([
    ['of a disabled user', 'users', 'userId'],
    ['of a disabled client', 'clients', 'clientId'],
  ])('refuses the token %s, and takes it again when that is undone', async (_whose, table, column) => {
    const own = await addClient(server)
    const login = await logIn(server, { clientId: own })
    const enable = (value: boolean) =>
      query(server.databaseUrl, `UPDATE ${table} SET "isEnabled" = ${value} WHERE id = '${login.session[column as 'userId']}'`)
    await enable(false)
    const refusal = table === 'users' ? invalid : faceOf(new InvalidClientError())
    expect(await refusalOf(refresh(login.refreshToken, own))).toEqual(refusal)
    await enable(true)
    expect((await refresh(login.refreshToken, own)).refreshToken).toBe(successorOf(login.refreshToken))
  })

  it('refuses a client that lost the grant', async () => {
    const own = await addClient(server)
    const { refreshToken } = await logIn(server, { clientId: own })
    await query(server.databaseUrl, `UPDATE clients SET "grantTypes" = 'PASSWORD' WHERE id = '${own}'`)
    const message = 'This client may not use the grant REFRESH_TOKEN. An administrator can allow it.'
    expect(await refusalOf(refresh(refreshToken, own))).toEqual(faceOf(new UnauthorizedClientError(message)))
  })

  it('needs the root secret to tell the successor, which differs under another one', () => {
    const [one, other] = [1, 2].map((byte) => createCredentials(Buffer.alloc(32, byte)))
    const token = server.authority.credentials.newRefreshToken()
    expect(one?.successorOf(token)).toBe(createCredentials(Buffer.alloc(32, 1)).successorOf(token))
    expect(new Set([one?.successorOf(token), other?.successorOf(token), successorOf(token)]).size).toBe(3)
  })
})
