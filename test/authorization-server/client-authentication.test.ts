// RFC 6749 section 2.3

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticateClient } from '../../src/authorization-server/client-authentication.ts'
import { InvalidClientError } from '../../src/errors.ts'
import { eventsOf } from '../support/audit-events.ts'
import { openTestAuthority, type TestAuthority, testOrigin } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { addClient } from '../support/records.ts'
import { faceOf, refusalOf } from '../support/refusal.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('client authentication on %s', (engine) => {
  let server: TestAuthority
  let expiresAt: Date
  const ids = { open: '', one: '', several: '', disabled: '', 'disabled open': '', 'no such': 'cli_none', 'NUL in it': 'cli\0' }
  beforeAll(async () => {
    server = await openTestAuthority(engine)
    expiresAt = new Date(server.clock.now().getTime() + 60_000)
    ids.open = await addClient(server)
    ids.one = await addClient(server, { secret: 'fgs_one' })
    const secrets = [
      { text: 'fgs_old', expiresAt },
      { text: 'fgs_new', expiresAt: null },
    ]
    ids.several = await addClient(server, { secrets })
    ids.disabled = await addClient(server, { secret: 'fgs_disabled', isEnabled: false })
    ids['disabled open'] = await addClient(server, { isEnabled: false })
  })
  afterAll(() => server.stop())

  const authenticate = (name: keyof typeof ids, clientSecret?: string | null) =>
    authenticateClient(server.authority, { clientId: ids[name], clientSecret }, testOrigin)

  it('takes a public client by its id alone', async () => {
    const client = await server.store.findClient(ids.open)
    expect(await authenticate('open')).toEqual({ client, secret: undefined })
    expect(await authenticate('open', null)).toEqual({ client, secret: undefined })
  })

  it('takes a confidential client by any of its secrets, and tells which', async () => {
    const client = await server.store.findClient(ids.several)
    for (const text of ['fgs_old', 'fgs_new']) {
      const hash = server.authority.credentials.hashClientSecret(text)
      expect(await authenticate('several', text)).toEqual({ client, secret: expect.objectContaining({ hash }) })
    }
  })

  it.each<[keyof typeof ids, string | null | undefined, string]>([
    ['one', 'fgs_other', 'secret'],
    ['one', 'fgs_one ', 'secret'],
    ['one', 'FGS_ONE', 'secret'],
    ['one', '', 'secret'],
    ['one', undefined, 'secret'],
    ['one', null, 'secret'],
    ['one', 'fgs_new', 'secret'],
    ['open', 'fgs_one', 'secret'],
    ['open', '', 'secret'],
    ['disabled', 'fgs_disabled', 'disabled'],
    ['disabled', 'fgs_wrong', 'disabled'],
    ['disabled open', undefined, 'disabled'],
    ['no such', undefined, 'unknown'],
    ['no such', 'fgs_one', 'unknown'],
    ['NUL in it', 'fgs_one', 'unknown'],
  ])('answers alike to the client "%s" with the secret %j, and the audit log knows: %s', async (name, secret, reason) => {
    let refusal: unknown
    const events = await eventsOf(server.databaseUrl, async () => {
      refusal = await refusalOf(authenticate(name, secret))
    })
    expect(refusal).toEqual(faceOf(new InvalidClientError()))
    // What was sent as an id that is unknown may be anything, a secret too.
    const id = reason === 'unknown' ? null : ids[name]
    expect(events).toEqual([
      { type: 'client.authentication_failed', actorId: null, clientId: id, targetId: id, data: { reason } },
    ])
  })

  it('writes nothing for a client that was authenticated', async () => {
    expect(await eventsOf(server.databaseUrl, () => authenticate('one', 'fgs_one'))).toEqual([])
  })

  it('refuses a secret from the instant it expires, and goes on taking the other one', async () => {
    server.clock.advance(59.999)
    expect((await authenticate('several', 'fgs_old')).secret?.expiresAt).toEqual(expiresAt)
    server.clock.advance(0.001)
    expect(await refusalOf(authenticate('several', 'fgs_old'))).toEqual(faceOf(new InvalidClientError()))
    expect((await authenticate('several', 'fgs_new')).secret?.expiresAt).toBeNull()
  })

  it('keeps no secret that was shown, right or wrong', async () => {
    await refusalOf(authenticate('one', 'fgs_marked-wrong-one'))
    const tables = ['audit_events', 'client_secrets', 'clients']
    const rows = await Promise.all(tables.map((table) => query(server.databaseUrl, `SELECT * FROM ${table}`)))
    expect(JSON.stringify(rows)).not.toMatch(/fgs_(one|old|new|disabled|marked)/)
  })
})
