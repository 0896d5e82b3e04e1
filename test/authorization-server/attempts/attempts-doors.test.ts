// Every other door behind which something secret is compared: none of them gives a guesser more than the login does.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticateClient } from '../../../src/authorization-server/client-authentication.ts'
import { refreshTokenGrant } from '../../../src/authorization-server/grants/refresh-token.ts'
import { introspectToken } from '../../../src/authorization-server/introspection.ts'
import { revokeToken } from '../../../src/authorization-server/revoke-token.ts'
import { changePassword } from '../../../src/authorization-server/sessions/change-password.ts'
import { InvalidClientError, InvalidCredentialsError, InvalidGrantError, RateLimitedError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, read, type TestAuthority } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { addClient, addUser, password } from '../../support/records.ts'
import { faceOf, refusalOf } from '../../support/refusal.ts'
import { type Cluster, guess, guessWrong, newAddress, openCluster, originOf } from './guesser.ts'

const unknownToken = () => `fgr_${randomBytes(32).toString('base64url')}`

describe.each(engines)('guesses on %s', (engine) => {
  let cluster: Cluster
  let server: TestAuthority
  let clientId: string
  beforeAll(async () => {
    cluster = await openCluster(engine)
    ;({ server, clientId } = cluster)
  })
  afterAll(() => cluster.stop())

  /** One on each node in turn. */
  const nodeOf = (n: number) => cluster.nodes[n % cluster.nodes.length] ?? server.authority
  const limited = (retryAfterSeconds: number) => faceOf(new RateLimitedError(retryAfterSeconds))

  describe('at the current password, of who holds a token,', () => {
    it('are ten for the session, then those of the login, and leave a right one in after a while', async () => {
      const { email } = await addUser(server)
      const from = newAddress()
      const { accessToken } = await logIn(server, { clientId, email })
      const token = await read(server, accessToken)
      const change = (n: number, currentPassword: string) => {
        const wanted = { currentPassword, newPassword: 'another battery staple horse', keepThisSession: true }
        return changePassword(nodeOf(n), token, wanted, originOf(from))
      }
      const wrong = faceOf(new InvalidCredentialsError(undefined, 'The current password is wrong.'))
      await guessWrong(cluster, { email, from }, 6)
      for (let n = 0; n < 14; n++) expect(await refusalOf(change(n, 'a wrong one'))).toEqual(wrong)
      expect(await refusalOf(change(0, 'a wrong one'))).toEqual(limited(60))
      expect(await refusalOf(change(0, password))).toEqual(limited(60))
      expect(await guess(cluster, { email, from })).toMatchObject({ code: 'RATE_LIMITED' })
      server.clock.advance(60)
      expect(await change(1, password)).toBe(0)
      expect(await guess(cluster, { email, from, typed: 'another battery staple horse' })).toMatchObject({ code: 'IN' })
    })

    it('leave an owner who is in to change it while strangers fill the account, but not by a token without a session', async () => {
      const { email } = await addUser(server)
      const { accessToken } = await logIn(server, { clientId, email })
      const token = await read(server, accessToken)
      for (let n = 0; n < 10; n++) await guessWrong(cluster, { email, from: newAddress() }, 10)
      const from = newAddress()
      expect(await guess(cluster, { email, from })).toMatchObject({ code: 'RATE_LIMITED' })
      const wanted = { currentPassword: password, newPassword: 'another battery staple horse', keepThisSession: true }
      const { sessionId, ...withoutSession } = token
      expect(sessionId).toBeDefined()
      expect(await refusalOf(changePassword(nodeOf(0), withoutSession, wanted, originOf(from)))).toEqual(limited(36))
      expect(await changePassword(nodeOf(1), token, wanted, originOf(from))).toBe(0)
    })

    it('leave one event each, and one for the limit', async () => {
      const { email, id } = await addUser(server)
      const token = await read(server, (await logIn(server, { clientId, email })).accessToken)
      const from = newAddress()
      const wanted = { currentPassword: 'a wrong one', newPassword: 'another battery staple horse', keepThisSession: true }
      const facts = { actorId: id, clientId, targetId: id }
      const events = await eventsOf(server.databaseUrl, async () => {
        for (let n = 0; n < 10; n++) await refusalOf(changePassword(nodeOf(n), token, wanted, originOf(from)))
      })
      expect(events).toEqual([
        { type: 'attempts.limited', ...facts, data: { buckets: ['session'] } },
        ...Array(10).fill({ type: 'password.change_failed', ...facts, data: {} }),
      ])
    })
  })

  describe('at the secret of a client', () => {
    const authenticate = (from: string, id: string, clientSecret: string, n = 0) =>
      authenticateClient(nodeOf(n), { clientId: id, clientSecret }, originOf(from))

    it('are fifty for an address, over all nodes; none of the others is recorded, and a right one always passes', async () => {
      const from = newAddress()
      const id = await addClient(server, { secret: 'fgs_right' })
      let refusals: unknown[] = []
      const events = await eventsOf(server.databaseUrl, async () => {
        const attempts = Array.from({ length: 60 }, (_, n) =>
          refusalOf(authenticate(from, n % 2 === 0 ? id : 'cli_none', 'fgs_wrong', n)),
        )
        refusals = await Promise.all(attempts)
      })
      const invalid = faceOf(new InvalidClientError())
      const bySort = (a: unknown, b: unknown) => JSON.stringify(a).localeCompare(JSON.stringify(b))
      expect(refusals.sort(bySort)).toEqual([...Array(50).fill(invalid), ...Array(10).fill(limited(2))].sort(bySort))
      const types = events.map(({ type }) => type)
      expect(types).toEqual(['attempts.limited', ...Array(50).fill('client.authentication_failed')])
      expect(await authenticate(from, id, 'fgs_right')).toMatchObject({ client: { id } })
      expect(await refusalOf(authenticate(from, id, 'fgs_wrong'))).toEqual(limited(2))
      expect(await refusalOf(authenticate(newAddress(), id, 'fgs_wrong'))).toEqual(invalid)
      server.clock.advance(2)
      expect(await refusalOf(authenticate(from, id, 'fgs_wrong'))).toEqual(invalid)
      expect(await refusalOf(authenticate(from, id, 'fgs_wrong'))).toEqual(limited(2))
    })
  })

  describe('at refresh tokens', () => {
    const refresh = (refreshToken: string, from: string, n = 0) =>
      refreshTokenGrant(nodeOf(n), { clientId, refreshToken }, originOf(from))
    const revoke = (token: string, from: string, n = 0) => revokeToken(nodeOf(n), { clientId, token }, originOf(from))
    const introspect = (token: string, from: string, n = 0) => introspectToken(nodeOf(n), token, originOf(from))

    it('are fifty for an address by all three doors together; those that are ours pass', async () => {
      const from = newAddress()
      const invalid = faceOf(new InvalidGrantError())
      for (let n = 0; n < 20; n++) expect(await refusalOf(refresh(unknownToken(), from, n))).toEqual(invalid)
      for (let n = 0; n < 15; n++) expect(await revoke(unknownToken(), from, n)).toBeUndefined()
      for (let n = 0; n < 15; n++) expect(await introspect(unknownToken(), from, n)).toEqual({ isActive: false })
      expect(await refusalOf(refresh(unknownToken(), from))).toEqual(limited(2))
      expect(await refusalOf(revoke(unknownToken(), from))).toEqual(limited(2))
      expect(await refusalOf(introspect(unknownToken(), from))).toEqual(limited(2))

      const { refreshToken } = await logIn(server, { clientId })
      expect(await introspect(refreshToken, from)).toMatchObject({ isActive: true })
      const next = await refresh(refreshToken, from)
      await revoke(next.refreshToken ?? '', from)
      expect(await introspect(next.refreshToken ?? '', from)).toEqual({ isActive: false })

      expect(await refusalOf(refresh(unknownToken(), newAddress()))).toEqual(invalid)
      server.clock.advance(2)
      expect(await refusalOf(refresh(unknownToken(), from))).toEqual(invalid)
    })

    it("do not tell another client's token from an unknown one, also at the limit", async () => {
      const from = newAddress()
      const { refreshToken } = await logIn(server, { clientId: await addClient(server) })
      const events = await eventsOf(server.databaseUrl, async () => {
        for (let n = 0; n < 25; n++) {
          expect(await refusalOf(refresh(refreshToken, from, n))).toEqual(faceOf(new InvalidGrantError()))
          expect(await revoke(refreshToken, from, n)).toBeUndefined()
        }
      })
      const nobody = { actorId: null, clientId: null, targetId: null }
      expect(events).toEqual([{ type: 'attempts.limited', ...nobody, data: { buckets: ['refreshToken'] } }])
      expect(await refusalOf(refresh(refreshToken, from))).toEqual(limited(2))
      expect(await refusalOf(revoke(refreshToken, from))).toEqual(limited(2))
    })
  })
})
