import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigurationDocument } from '../../../src/administration/configuration/document.ts'
import { formatDocument } from '../../../src/administration/configuration/document-text.ts'
import { exportConfiguration } from '../../../src/administration/configuration/export.ts'
import { importConfiguration } from '../../../src/administration/configuration/import.ts'
import { readDocument } from '../../../src/administration/configuration/read-document.ts'
import { createSecretSeal } from '../../../src/administration/configuration/sealed-secrets.ts'
import { DocumentError } from '../../../src/errors.ts'
import { everything } from '../../store/records.ts'
import { eventsOf } from '../../support/audit-events.ts'
import { logIn, openTestAuthority, type TestAuthority, testRootSecret } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { addClient, addUser } from '../../support/records.ts'
import { query } from '../../support/sql.ts'
import { client, clientId, document, role, roleId, scope } from './documents.ts'

describe.each(engines)('an import on %s', (engine) => {
  let server: TestAuthority
  beforeEach(async () => {
    server = await openTestAuthority(engine)
  })
  afterEach(() => server.stop())

  const seal = createSecretSeal(testRootSecret, [])
  const bring = (given: ConfigurationDocument, { prune = false, isDryRun = false, to = server, by = seal } = {}) => {
    const { authority, store: storage } = to
    return importConfiguration(
      { storage, settings: authority.settings, seal: by, now: authority.now },
      { document: given, prune, isDryRun },
    )
  }
  const mistakesOf = (act: Promise<unknown>) =>
    act.then(
      () => [],
      (error: unknown) => {
        if (error instanceof DocumentError) return error.mistakes
        throw error
      },
    )
  const exported = async (from = server, withSecrets = false) =>
    exportConfiguration(await from.store.readConfiguration(), withSecrets ? seal : undefined)
  const names = (changes: Awaited<ReturnType<typeof bring>>) => changes.map(({ action, kind, id }) => `${action} ${kind} ${id}`)

  it('writes what the mutations would write, with an event for each record and one for all', async () => {
    const given = document({ scopes: [scope({ description: 'Look at orders.' }), scope({ name: 'orders:refund' })] })
    const events = await eventsOf(server.databaseUrl, () => bring(given))
    const by = { actorId: null, clientId: null }
    expect(events).toEqual([
      { ...by, type: 'client.created', targetId: clientId, data: {} },
      { ...by, type: 'configuration.imported', targetId: null, data: { createdCount: 3, updatedCount: 1, deletedCount: 0 } },
      { ...by, type: 'role.created', targetId: roleId, data: {} },
      { ...by, type: 'scope.created', targetId: 'orders:refund', data: {} },
      { ...by, type: 'scope.updated', targetId: 'orders:read', data: { changed: ['description'] } },
    ])
    expect(await server.store.findClient(clientId)).toMatchObject({ name: 'Shop', version: 1, createdAt: server.clock.now() })
    const renamed = { ...given, clients: [client({ name: 'Shop 2', allowedScopes: ['orders:read'] })] }
    expect(await eventsOf(server.databaseUrl, () => bring(renamed))).toEqual([
      { ...by, type: 'client.updated', targetId: clientId, data: { changed: ['allowedScopes', 'name'] } },
      { ...by, type: 'configuration.imported', targetId: null, data: { createdCount: 0, updatedCount: 1, deletedCount: 0 } },
    ])
    expect(await server.store.findClient(clientId)).toMatchObject({ name: 'Shop 2', version: 2 })
  })

  it('changes nothing the second time, and leaves no event', async () => {
    await bring(document())
    const before = await everything(server.databaseUrl)
    expect(await bring(document())).toEqual([])
    const reordered = document({ clients: [client({ grantTypes: ['REFRESH_TOKEN', 'PASSWORD'] })] })
    expect(await bring(reordered)).toEqual([])
    expect(await everything(server.databaseUrl)).toEqual(before)
  })

  it('only tells, in a dry run, what it then does', async () => {
    const before = await everything(server.databaseUrl)
    const planned = await bring(document(), { isDryRun: true })
    expect(await everything(server.databaseUrl)).toEqual(before)
    expect(await bring(document())).toEqual(planned)
    expect(names(planned)).toEqual(['update scope orders:read', `create role ${roleId}`, `create client ${clientId}`])
  })

  it.each(engines)('is byte-identical when exported again, from here to %s and back', async (other) => {
    await addClient(server, { secret: 'one', grantTypes: ['TOKEN_EXCHANGE', 'REFRESH_TOKEN'] })
    await addClient(server, { secrets: [{ text: 'two', expiresAt: new Date('2030-01-01') }] })
    await bring(document({ scopes: [scope({ name: 'users:read', description: 'Look at users.' })] }))
    const first = formatDocument(await exported(server, true), 'yaml')
    const there = await openTestAuthority(other)
    try {
      await bring(readDocument(Buffer.from(first)), { to: there, prune: true })
      const json = formatDocument(await exported(there, true), 'json')
      expect(formatDocument(readDocument(Buffer.from(json)), 'yaml')).toBe(first)
      expect(await bring(readDocument(Buffer.from(json)), { prune: true })).toEqual([])
      expect(first).not.toContain(server.authority.credentials.hashClientSecret('one'))
    } finally {
      await there.stop()
    }
  })

  it('brings secrets along, sealed for services of the same root secret alone', async () => {
    const id = await addClient(server, { secret: 'one' })
    const whole = await exported(server, true)
    const there = await openTestAuthority(engine)
    try {
      const other = createSecretSeal(Buffer.alloc(32, 7), [])
      expect(await mistakesOf(bring(whole, { to: there, by: other }))).toEqual([
        expect.stringMatching(/^sealedSecrets: .*root secret/),
      ])
      const { sealedSecrets = '' } = whole
      const forged = { ...whole, sealedSecrets: `${sealedSecrets.slice(0, -8)}AAAAAAAA` }
      expect(await mistakesOf(bring(forged, { to: there }))).toEqual([expect.stringMatching(/^sealedSecrets: .*changed/)])
      expect(await there.store.findClient(id)).toBeUndefined()
      await bring(whole, { to: there, by: createSecretSeal(Buffer.alloc(32, 7), [testRootSecret]) })
      const [secret] = (await there.store.findClient(id))?.secrets ?? []
      expect(secret?.hash).toBe(there.authority.credentials.hashClientSecret('one'))
    } finally {
      await there.stop()
    }
  })

  it('adds secrets that are missing, ends others with prune alone, and says so', async () => {
    const id = await addClient(server, { secret: 'one' })
    const whole = await exported(server, true)
    const [first] = (await server.store.findClient(id))?.secrets ?? []
    const second = { ...first, id: 'sec_second', hash: 'another' } as NonNullable<typeof first>
    const event = { type: 'client.secret_revoked', at: server.clock.now(), actorId: null, clientId: null, targetId: id }
    const audit = { ...event, id: 'evt_1', ipAddress: null, requestId: null, data: {} }
    await server.store.changeClient(id, (before) => ({ next: { ...before, secrets: [second] }, audit }))
    expect(await eventsOf(server.databaseUrl, () => bring(whole))).toMatchObject([
      { type: 'client.secret_rotated', targetId: id, data: { secretId: first?.id } },
      { type: 'configuration.imported' },
    ])
    expect((await server.store.findClient(id))?.secrets).toHaveLength(2)
    expect(await eventsOf(server.databaseUrl, () => bring(whole, { prune: true }))).toMatchObject([
      { type: 'client.secret_revoked', targetId: id, data: { secretId: 'sec_second' } },
      { type: 'configuration.imported' },
    ])
  })

  it('tells every mistake at once with its place, and writes nothing', async () => {
    await bring(document())
    const before = await everything(server.databaseUrl)
    const given = document({
      scopes: [
        scope({ implies: ['orders:write'] }),
        scope({ name: 'orders:*' }),
        scope({ name: 'users:read', description: 'Read users.', isDefault: true }),
        scope({ name: 'orders:new', description: ' ', implies: ['nowhere:read'] }),
      ],
      roles: [
        role({ name: 'Other' }),
        role({ id: roleId.replace('1', '2'), name: 'Strange', scopes: ['orders:read', 'nowhere:read'] }),
      ],
      clients: [
        client({ type: 'CONFIDENTIAL' }),
        client({ id: clientId.replace('1', '2'), allowedScopes: ['orders:read', 'no scope'], defaultScopes: [] }),
        client({ id: clientId.replace('1', '3'), defaultScopes: ['orders:read', 'users:read'] }),
        client({ id: clientId.replace('1', '4'), isFirstParty: false }),
      ],
    })
    expect(await mistakesOf(bring(given))).toEqual([
      expect.stringMatching(/^scopes\[0\]\.implies: It would imply itself/),
      expect.stringMatching(/^scopes\[1\]\.name: A scope is segments/),
      expect.stringMatching(/^scopes\[2\]\.isDefault: .*only its description/),
      expect.stringMatching(/^scopes\[3\]\.description: It must not be empty/),
      expect.stringMatching(/^roles\[1\]\.scopes\[1\]: this scope is not registered/),
      expect.stringMatching(/^clients\[0\]\.type: The type of a client never changes/),
      expect.stringMatching(/^clients\[1\]\.allowedScopes\[1\]: this scope/),
      expect.stringMatching(/^clients\[2\]\.defaultScopes\[1\]: this scope/),
      expect.stringMatching(/^clients\[3\]\.grantTypes: Only a first-party client/),
    ])
    expect(await everything(server.databaseUrl)).toEqual(before)
  })

  it('refuses a circle of scopes that imply each other', async () => {
    const circle = [
      scope({ name: 'a', implies: ['b'] }),
      scope({ name: 'b', implies: ['c'] }),
      scope({ name: 'c', implies: ['a'] }),
    ]
    expect(await mistakesOf(bring({ scopes: circle }))).toHaveLength(3)
    expect(await mistakesOf(bring({ scopes: circle.slice(0, 2) }))).toEqual([expect.stringMatching(/^scopes\[1\]\.implies\[0\]/)])
  })

  it('leaves what only the database has, unless told to prune; and then the parts that the document has', async () => {
    await bring(document())
    const kept = await addClient(server)
    expect(await bring({ clients: [client()] })).toEqual([])
    expect(names(await bring({ clients: [client()] }, { prune: true }))).toEqual([`delete client ${kept}`])
    expect(names(await bring({ roles: [], clients: [] }, { prune: true }))).toEqual([
      `delete role ${roleId}`,
      `delete client ${clientId}`,
    ])
    const rest = names(await bring({ scopes: [] }, { prune: true }))
    expect(rest).toEqual(['invoices:read', 'order:*:read', 'orders:read', 'orders:write'].map((name) => `delete scope ${name}`))
    expect(await exported()).toEqual({ scopes: [], roles: [], clients: [] })
    expect((await server.store.listScopeDefinitions()).map(({ name }) => name)).toContain('users:read')
  })

  it('deletes no scope that somebody holds', async () => {
    await bring(document())
    await addUser(server, { scopes: ['invoices:read'] })
    const mistakes = await mistakesOf(bring({ scopes: [scope({ name: 'orders:write' })] }, { prune: true }))
    expect(mistakes).toEqual([
      'scopes: "invoices:read" would be deleted, and 1 user(s) hold it. Take it from them first.',
      `scopes: "orders:read" would be deleted, and is still in use, as by the role ${roleId}.`,
    ])
  })

  it('takes a role that goes from its holders, and lets two roles exchange their names', async () => {
    const two = [role({ name: 'A' }), role({ id: roleId.replace('1', '2'), name: 'B' })]
    await bring({ scopes: [scope()], roles: two })
    const { id } = await addUser(server, { roleIds: [roleId] })
    const exchanged = two.map((each) => ({ ...each, name: each.name === 'A' ? 'B' : 'A' }))
    await bring({ roles: exchanged })
    expect((await server.store.findUser(id))?.roles).toMatchObject([{ name: 'B', version: 2 }])
    const events = await eventsOf(server.databaseUrl, () => bring({ roles: [] }, { prune: true }))
    const deleted = events.filter(({ type }) => type === 'role.deleted')
    expect(Object.fromEntries(deleted.map(({ targetId, data }) => [targetId, data]))).toEqual({
      [roleId]: { holderCount: 1 },
      [roleId.replace('1', '2')]: { holderCount: 0 },
    })
    expect(await server.store.findUser(id)).toMatchObject({ roles: [], version: 2 })
  })

  it.each(['disabled', 'deleted'])('ends everything that was issued to a client that is %s', async (how) => {
    const id = await addClient(server, { grantTypes: ['PASSWORD', 'REFRESH_TOKEN'] })
    const { session } = await logIn(server, { clientId: id })
    const { clients = [] } = await exported()
    const given = how === 'deleted' ? [] : clients.map((each) => ({ ...each, isEnabled: false }))
    const events = await eventsOf(server.databaseUrl, () => bring({ clients: given }, { prune: true }))
    expect(events.map(({ type }) => type)).toEqual([
      ...(how === 'deleted' ? ['client.deleted'] : []),
      'client.updated',
      'configuration.imported',
      'session.ended',
    ])
    const revoked = await server.store.findRevocations([
      { kind: 'client', targetId: id },
      { kind: 'session', targetId: session.id },
    ])
    expect(revoked).toHaveLength(2)
    if (how === 'deleted') return
    await bring({ clients })
    expect((await server.store.findSession(session.id))?.revokedReason).toBe('client disabled')
  })

  it('keeps the last administrator', async () => {
    const all = role({ name: 'Administrators', scopes: ['*'] })
    await bring({ roles: [all] })
    await addUser(server, { scopes: [], roleIds: [roleId] })
    const before = await everything(server.databaseUrl)
    await expect(bring({ roles: [{ ...all, scopes: ['users:*'] }] })).rejects.toThrow('nobody who can administer')
    await expect(bring({ roles: [] }, { prune: true })).rejects.toThrow('nobody who can administer')
    expect(await everything(server.databaseUrl)).toEqual(before)
  })

  it('works on what there is by then, whatever changes at the same time', async () => {
    await bring(document())
    const others = Array.from({ length: 20 }, (_, index) =>
      server.store.changeClient(clientId, (before) => {
        const audit = { id: `evt_${index}`, at: server.clock.now(), type: 'client.updated', actorId: null, clientId: null }
        const rest = { targetId: clientId, ipAddress: null, requestId: null, data: {} }
        return { next: { ...before, description: `${before.description ?? ''}.` }, audit: { ...audit, ...rest } }
      }),
    )
    const [changes] = await Promise.all([bring({ clients: [client({ name: 'Renamed', description: 'x' })] }), ...others])
    const found = await server.store.findClient(clientId)
    // Each change has seen the one before, and the import is one of them.
    expect(found?.version).toBe(22)
    const [{ fields = [] } = {}] = changes
    const before = String(fields.find(({ field }) => field === 'description')?.before ?? '')
    expect(found).toMatchObject({ name: 'Renamed', description: `x${'.'.repeat(20 - before.length)}` })
  })

  it('registers the built-in scopes of a database that no service has run on', async () => {
    await bring({ scopes: [], roles: [], clients: [] }, { prune: true })
    await query(server.databaseUrl, 'DELETE FROM scopes')
    await bring({
      scopes: [scope(), scope({ name: 'users:read', description: 'Look.' })],
      roles: [role({ scopes: ['users:*'] })],
    })
    const scopes = await server.store.listScopeDefinitions()
    expect([scopes.length, scopes.find(({ name }) => name === 'users:read')?.description]).toEqual([16, 'Look.'])
  })
})
