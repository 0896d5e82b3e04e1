import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditCatalogue, auditEntry, internalOrigin } from '../../src/authorization-server/audit.ts'
import { clientCredentialsGrant } from '../../src/authorization-server/grants/client-credentials.ts'
import { refreshTokenGrant } from '../../src/authorization-server/grants/refresh-token.ts'
import { tokenExchangeGrant } from '../../src/authorization-server/grants/token-exchange.ts'
import { changePassword } from '../../src/authorization-server/sessions/change-password.ts'
import { logout } from '../../src/authorization-server/sessions/logout.ts'
import { logIn, openTestAuthority, read, type TestAuthority, testOrigin } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { addClient, password } from '../support/records.ts'
import { query } from '../support/sql.ts'

describe('an audit entry', () => {
  const at = new Date('2026-05-01T12:00:00.000Z')

  it('says what happened, when, by whom and from where', () => {
    const facts = { actorId: 'usr_1', clientId: 'cli_1', targetId: 'ses_1', data: { reason: 'logout' } }
    const { ipAddress, requestId } = testOrigin
    const id = expect.stringMatching(/^evt_/)
    expect(auditEntry('session.ended', at, testOrigin, facts)).toEqual({
      id,
      at,
      type: 'session.ended',
      ...facts,
      ipAddress,
      requestId,
    })
  })

  it('says nothing where nothing is known', () => {
    const nothing = { actorId: null, clientId: null, targetId: null, ipAddress: null, requestId: null, data: {} }
    const id = expect.stringMatching(/^evt_/)
    expect(auditEntry('key.created', at, internalOrigin, {})).toEqual({ id, at, type: 'key.created', ...nothing })
  })

  it('cannot be of another type, nor have other fields, than the catalogue has', () => {
    const made = (type: 'login.failed', data: { reason: string }) => auditEntry(type, at, internalOrigin, { data })
    expect(made('login.failed', { reason: 'password' }).data).toEqual({ reason: 'password' })
    // Seen by the compiler, as every error here is.
    // @ts-expect-error there is no such type
    auditEntry('login.faild', at, internalOrigin, {})
    // @ts-expect-error the field is another type's
    auditEntry('login.failed', at, internalOrigin, { data: { scopes: [] } })
    const data = { reason: 'password', password: 'a secret' }
    // @ts-expect-error one field too many, in an object that was made earlier
    auditEntry('login.failed', at, internalOrigin, { data })
    // @ts-expect-error it has no fields
    auditEntry('key.created', at, internalOrigin, { data: { secret: '' } })
  })
})

describe('the catalogue of events', () => {
  it('is told in docs/operate.md, type by type with its fields', () => {
    const told = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8')
    const rows = [...told.matchAll(/^\| `(?<type>[a-z_]+\.[a-z_]+)` +\| (?<description>.*?) +\| (?<fields>.*?) +\|$/gm)]
    expect(rows.map(({ groups }) => [groups?.type, groups?.description, groups?.fields])).toEqual(
      Object.entries(auditCatalogue).map(([type, { description, fields }]) => [
        type,
        description,
        fields.map((field) => `\`${field}\``).join(', '),
      ]),
    )
  })
})

// I12
describe.each(engines)('every secret of a busy day, on %s,', (engine) => {
  let server: TestAuthority
  beforeAll(async () => {
    server = await openTestAuthority(engine)
  })
  afterAll(() => server.stop())

  it('stands nowhere in the database in clear', async () => {
    const { authority } = server
    const clientSecret = 'fgs_marked-client-secret-0123456789'
    const wrongSecret = 'fgs_marked-wrong-secret-0123456789'
    const newPassword = 'marked battery staple horse'
    const clientId = await addClient(server, { secret: clientSecret })
    const login = await logIn(server, { clientId, clientSecret })
    const { refreshToken } = login
    const next = await refreshTokenGrant(authority, { refreshToken, clientId, clientSecret }, testOrigin)
    await refreshTokenGrant(authority, { refreshToken, clientId, clientSecret: wrongSecret }, testOrigin).catch(() => undefined)
    const own = await clientCredentialsGrant(authority, { clientId, clientSecret }, testOrigin)
    const token = await read(server, next.accessToken)
    const narrow = await tokenExchangeGrant(authority, token, { scopes: [] }, testOrigin)
    const change = { currentPassword: password, newPassword, keepThisSession: true }
    await changePassword(authority, token, { ...change, currentPassword: 'marked wrong guess' }, testOrigin).catch(
      () => undefined,
    )
    await changePassword(authority, token, change, testOrigin)
    await logout(authority, token, { everywhere: true }, testOrigin)

    const secrets = [
      ...[clientSecret, wrongSecret, newPassword, password, 'marked wrong guess'],
      ...[login.accessToken, next.accessToken, own.accessToken, narrow.accessToken],
      ...[refreshToken, next.refreshToken ?? ''],
    ].flatMap(formsOf)
    const stored = await dump()
    expect(stored).toContain(login.session.id)
    expect(secrets.filter((secret) => stored.includes(secret))).toEqual([])
  })

  async function dump(): Promise<string> {
    const tables = [
      'audit_events',
      'clients',
      'client_secrets',
      'refresh_tokens',
      'revocations',
      'sessions',
      'signing_keys',
      'users',
    ]
    return JSON.stringify(await Promise.all(tables.map((table) => query(server.databaseUrl, `SELECT * FROM ${table}`))))
  }
})

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const random = secret.replace(/^fg[rs]_/, '')
  return [
    secret,
    random,
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
  ]
}
