// Many presentations of one refresh token at once, over a real database.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refreshTokenGrant } from '../../../src/authorization-server/grants/refresh-token.ts'
import { logout } from '../../../src/authorization-server/sessions/logout.ts'
import { InternalError, InvalidGrantError } from '../../../src/errors.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient } from '../../support/records.ts'
import { faceOf } from '../../support/refusal.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('one refresh token, shown many times at once, on %s', (engine) => {
  let server: TestAuthority
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    clientId = await addClient(server)
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await server.stop()
  })

  const refresh = (refreshToken: string) => refreshTokenGrant(server.authority, { refreshToken, clientId }, testOrigin)

  it('gives one successor to two hundred, and tells of one rotation', async () => {
    const { refreshToken, session } = await logIn(server, { clientId })
    const successor = server.authority.credentials.successorOf(refreshToken)
    const busy = faceOf(new InternalError({ retryAfterSeconds: 1 }))
    let answers: unknown[] = []
    const events = await eventsOf(server.databaseUrl, async () => {
      const attempts = Array.from({ length: 200 }, () => refresh(refreshToken))
      answers = await Promise.all(attempts.map((attempt) => attempt.then((tokens) => tokens.refreshToken, faceOf)))
    })
    // A busy machine may turn some away for now; nobody is told anything else.
    const turnedAway = answers.filter((answer) => answer !== successor)
    expect(turnedAway).toEqual(turnedAway.map(() => busy))
    expect(turnedAway.length).toBeLessThan(200)
    const types = events.map(({ type }) => type)
    expect(types.filter((type) => type !== 'refresh.retried')).toEqual(['refresh.rotated'])
    expect(types.length).toBeGreaterThanOrEqual(200 - turnedAway.length)
    const rows = await query(
      server.databaseUrl,
      `SELECT id FROM refresh_tokens WHERE "sessionId" = '${session.id}' AND "parentId" IS NOT NULL`,
    )
    expect(rows).toHaveLength(1)
    await expectInvariants(server.databaseUrl)
    expect((await refresh(successor)).scopes).toEqual(['orders:read'])
  })

  it('is reported stolen once, however many show it after the window', async () => {
    const { refreshToken, session } = await logIn(server, { clientId })
    await refresh(refreshToken)
    server.clock.advance(10)
    let answers: unknown[] = []
    const events = await eventsOf(server.databaseUrl, async () => {
      answers = await Promise.all(Array.from({ length: 30 }, () => refresh(refreshToken).catch(faceOf)))
    })
    expect(answers).toEqual(Array(30).fill(faceOf(new InvalidGrantError())))
    const told = {
      type: 'refresh.reused',
      actorId: session.userId,
      clientId,
      targetId: session.id,
      data: { kind: 'after_window' },
    }
    expect(events).toEqual([told])
  })

  it('leaves no live token behind when the user logs out meanwhile', async () => {
    for (let round = 0; round < 10; round++) {
      const { refreshToken, accessToken, session } = await logIn(server, { clientId })
      const token = await read(server, accessToken)
      const attempts = Array.from({ length: 6 }, () => refresh(refreshToken).catch(faceOf))
      await Promise.all([...attempts, logout(server.authority, token, { everywhere: false }, testOrigin)])
      expect(await server.store.findSession(session.id)).toMatchObject({ revokedReason: 'logout' })
      const successor = server.authority.credentials.successorOf(refreshToken)
      expect(await refresh(successor).catch(faceOf)).toEqual(faceOf(new InvalidGrantError()))
    }
    await expectInvariants(server.databaseUrl)
  })
})
