import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administratorTestOf as administrators } from '../../src/administration/administrators.ts'
import type { AuditEntry } from '../../src/authorization-server/storage.ts'
import type { Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import * as make from './records.ts'

const { inSeconds, event } = make

describe.each(engines)('audit events on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  let clientId: string
  beforeAll(async () => {
    database = await createDatabase(engine)
    ;[store] = (await make.openStores(database.url, 1)) as [Store]
    clientId = (await make.addClient(store)).id
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  it('are written whole, not yet sealed, with their facts as JSON', async () => {
    const data = {
      reason: 'a null \0, an emoji 👩🏽‍🚀 and a line\nbreak',
      long: 'x'.repeat(100_000),
      nested: [1, null, { a: true }],
    }
    const entry: AuditEntry = { ...event('login.failed', 'usr_1'), actorId: 'usr_2', ipAddress: '::1', requestId: 'req_1', data }
    await store.recordEvent(entry)
    const [row] = await query(database.url, `SELECT * FROM audit_events WHERE id = '${entry.id}'`)
    const { at, data: written, ...rest } = row ?? {}
    const { at: _at, data: _data, ...sent } = entry
    expect(rest).toEqual({ ...sent, sequence: null, hash: null })
    expect(JSON.parse(String(written))).toEqual(data)
    expect(at).toBeTruthy()
  })

  // An id that is taken: the event cannot be written, and neither may what it tells of.
  const taken = event('login.succeeded')
  const newScope = () => {
    const name = make.freshId('rol')
    return { name, description: name, implies: [], isDefault: false, createdAt: make.now }
  }
  async function addScope() {
    const scope = newScope()
    await store.ensureScopeDefinitions([scope])
    return scope
  }
  async function addRole() {
    const role = make.newRole()
    await store.createRole(role, event('role.created', role.id))
    return role
  }
  type Write = (audit: AuditEntry) => Promise<() => Promise<unknown>>
  const writes: readonly (readonly [string, Write])[] = [
    ['an event of its own', async (audit) => () => store.recordEvent(audit)],
    ['a new user', async (audit) => () => store.createUser(make.newUser(), audit)],
    ['a new client', async (audit) => () => store.createClient(make.newClient(), audit)],
    ['a new role', async (audit) => () => store.createRole(make.newRole(), audit)],
    [
      'a change of a role',
      async (audit) => {
        const { id } = await addRole()
        return () => store.changeRole({ id, administrators }, (role) => ({ next: { ...role, name: `${id}.` }, audit }))
      },
    ],
    [
      'the end of a role',
      async (audit) => {
        const { id } = await addRole()
        await make.addUser(store, { roleIds: [id] })
        return () => store.deleteRole({ id, at: make.now, administrators }, () => audit)
      },
    ],
    ['a new scope', async (audit) => () => store.createScope(newScope(), () => audit)],
    [
      'a change of a scope',
      async (audit) => {
        const { name } = await addScope()
        return () => store.changeScope({ name, administrators }, (scope) => ({ next: { ...scope, isDefault: true }, audit }))
      },
    ],
    [
      'the end of a scope',
      async (audit) => {
        const { name } = await addScope()
        await make.addUser(store, { scopes: [name] })
        return () => store.deleteScope({ name, at: make.now, administrators }, () => audit)
      },
    ],
    [
      'a use of a secret',
      async (audit) => {
        const facts = { createdAt: make.now, expiresAt: null, lastUsedAt: null }
        const secret = { id: make.freshId('sec'), hash: make.freshId('sec'), hint: 'abcd', ...facts }
        await make.addClient(store, { secrets: [secret] })
        return () => store.recordSecretUse(secret.id, audit)
      },
    ],
    [
      'a login',
      async (audit) => {
        const user = await make.addUser(store)
        return () => store.startSession({ ...make.start(user, make.newSession(user.id, clientId)), audit })
      },
    ],
    [
      'a refresh',
      async (audit) => {
        const rotation = make.rotation(await make.logIn(store, clientId))
        return () => store.rotateRefreshToken({ ...rotation, audit: { ...rotation.audit, rotated: audit } })
      },
    ],
    [
      'a refresh of a reused token',
      async (audit) => {
        const login = await make.logIn(store, clientId)
        await store.rotateRefreshToken(make.rotation(login))
        const second = make.rotation(login)
        return () => store.rotateRefreshToken({ ...second, reused: { ...second.reused, audit: () => audit } })
      },
    ],
    [
      'the end of a session',
      async (audit) => {
        const { user, session } = await make.logIn(store, clientId)
        return () => store.endSessions({ sessionId: session.id }, { ...make.ending(user.id), audit: () => audit })
      },
    ],
    [
      'a change of password',
      async (audit) => {
        const { user } = await make.logIn(store, clientId)
        const change = { userId: user.id, checkedPasswordHash: user.passwordHash, passwordHash: '$argon2id$second' }
        return () => store.replacePassword({ ...change, keepSessionId: null, end: make.ending(user.id), audit })
      },
    ],
    [
      'a revocation',
      async (audit) => {
        const revocation = {
          kind: 'token',
          targetId: make.freshId('tok'),
          revokedAt: make.now,
          expiresAt: inSeconds(300),
        } as const
        return () => store.revoke(revocation, audit)
      },
    ],
    ['the first signing key', async (audit) => () => store.addFirstSigningKey(make.newSigningKey(), audit).then(orThrow)],
  ]

  it.each(writes)('are written in one transaction with %s', async (_name, prepare) => {
    await store.recordEvent(taken).catch(() => undefined)
    const write = await prepare(taken)
    const before = await make.everything(database.url)
    await expect(write()).rejects.toThrow()
    expect(await make.everything(database.url)).toEqual(before)
    const twin = await prepare({ ...taken, id: make.freshId('evt') })
    await twin()
    expect(await make.everything(database.url)).not.toEqual(before)
  })
})

/** False says that there is a key already. */
function orThrow(isFirst: boolean): void {
  if (!isFirst) throw new Error('It was not the first.')
}
