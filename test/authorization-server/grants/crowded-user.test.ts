// A user who logs in again and again: no more sessions live than are few enough to be ended at once, also when logins race.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../../src/store/store.ts'
import { logIn, openTestAuthority, type TestAuthority } from '../../support/authority.ts'
import { copySessions } from '../../support/copy-sessions.ts'
import { engines } from '../../support/databases.ts'
import { expectInvariants } from '../../support/invariants.ts'
import { addClient, addUser } from '../../support/records.ts'
import { query } from '../../support/sql.ts'

const mostLiving = 200

describe.each(engines)('a user with many sessions on %s', (engine) => {
  let server: TestAuthority
  let otherStore: Store
  let clientId: string
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    otherStore = await openStore(server.databaseUrl)
    clientId = await addClient(server)
  })
  afterAll(async () => {
    await expectInvariants(server.databaseUrl)
    await otherStore.close()
    await server.stop()
  })

  it('may have two hundred, and no more when logins race on two nodes: the oldest end', async () => {
    const { email } = await addUser(server)
    const oldest = await logIn(server, { clientId, email })
    server.clock.advance(1)
    const { session } = await logIn(server, { clientId, email })
    await copySessions(server.databaseUrl, session.id, mostLiving - 3)
    expect(await living(session.userId)).toHaveLength(mostLiving - 1)

    server.clock.advance(1)
    const other = { ...server, authority: { ...server.authority, storage: otherStore } }
    const racing = Array.from({ length: 8 }, (_, n) => logIn(n % 2 === 0 ? server : other, { clientId, email }))
    const begun = (await Promise.all(racing)).map(({ session }) => session.id)
    const left = await living(session.userId)
    expect(left).toHaveLength(mostLiving)
    expect(left).toEqual(expect.arrayContaining(begun))
    expect(left).not.toContain(oldest.session.id)
    // Nobody logged in to them, so the audit log does not know them.
    await query(server.databaseUrl, `DELETE FROM sessions WHERE id LIKE '${session.id}_%'`)
  })

  async function living(userId: string): Promise<unknown[]> {
    const rows = await query(server.databaseUrl, `SELECT id FROM sessions WHERE "userId" = '${userId}' AND "revokedAt" IS NULL`)
    return rows.map(({ id }) => id)
  }
})
