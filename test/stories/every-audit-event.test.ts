// Every security event there is, done once over HTTP: one row with the fields of the catalogue, and who did what to whom from where.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AuditType, auditCatalogue } from '../../src/authorization-server/audit.ts'
import { engines } from '../support/databases.ts'
import * as op from '../support/generated/operations.ts'
import { type Answer, addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'
import { query, type Row } from '../support/sql.ts'

/** Done by the service itself or by an operator; each has a test of its own. */
const elsewhere: readonly AuditType[] = [
  ...(['key.resealed', 'audit.pruned', 'configuration.imported', 'users.imported', 'webhook.disabled'] as const),
  ...(['suspicion.password_spraying', 'suspicion.distributed_guessing', 'suspicion.many_networks'] as const),
  ...(['suspicion.repeated_reuse', 'suspicion.denials_jumped'] as const),
]

const secret = 'fgs_marked-secret-of-every-event'
const wrong = 'marked wrong guess'
const another = 'marked battery staple horse'

describe.each(engines)('on %s', (engine) => {
  let service: TestService
  let app: string
  let robot: string
  let admin: Login
  const seen = new Set<string>()
  const texts: string[] = [secret, wrong, another, password]
  beforeAll(async () => {
    service = await startTestService({ engine })
    app = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    robot = await addClient(service, { secret, allowedScopes: ['orders:*', 'tokens:introspect'] })
    admin = await logIn(await addUser(service, { scopes: ['*'] }))
  })
  afterAll(() => service.stop())

  interface Login {
    readonly userId: string
    readonly email: string
    readonly sessionId: string
    readonly accessToken: string
    readonly refreshToken: string
  }
  const login = (email: string, typed = password, scopes?: string[]) =>
    service.send(op.LoginDocument, { input: { email, password: typed, clientId: app, ...(scopes && { scopes }) } })
  async function logIn({ id, email }: { id: string; email: string }): Promise<Login> {
    const { data, errors } = await login(email)
    if (!data) throw new Error(errors[0]?.message)
    const { accessToken, refreshToken } = data.login.tokens
    texts.push(accessToken, String(refreshToken))
    return { userId: id, email, sessionId: data.login.session.id, accessToken, refreshToken: refreshToken ?? '' }
  }
  const someone = async () => logIn(await addUser(service))
  const refresh = (refreshToken: string) => service.send(op.RefreshDocument, { input: { refreshToken, clientId: app } })

  /** What a request left behind, without ids and instants; each with the address and the id of that request. */
  async function eventsOf(act: () => Promise<Answer<unknown>>): Promise<Row[]> {
    const sql = 'SELECT * FROM audit_events ORDER BY id'
    const before = new Set((await query(service.databaseUrl, sql)).map(({ id }) => id))
    const { headers } = await act()
    const rows = (await query(service.databaseUrl, sql)).filter(({ id }) => !before.has(id))
    for (const { type, ipAddress, requestId, data } of rows) {
      expect([type, ipAddress, requestId]).toEqual([type, '127.0.0.1', headers.get('x-request-id')])
      const { fields } = auditCatalogue[type as AuditType]
      expect([type, Object.keys(JSON.parse(String(data))).sort()]).toEqual([type, [...fields].sort()])
      seen.add(String(type))
    }
    return rows
      .map(({ type, actorId, clientId, targetId, data }) => ({
        type,
        actorId,
        clientId,
        targetId,
        data: JSON.parse(String(data)),
      }))
      .sort((a, b) => String(a.type).localeCompare(String(b.type)))
  }
  const made = (row: Row | undefined) => row?.targetId
  const send = <T, V>(document: Parameters<typeof service.send<T, V>>[0], variables: V) =>
    eventsOf(() => service.send(document, variables, admin.accessToken))

  it('a login, and one that is refused', async () => {
    const { id, email } = await addUser(service)
    const scopes = ['orders:read']
    const facts = { actorId: id, clientId: app }
    expect(await eventsOf(() => login(email, password, scopes))).toEqual([
      { type: 'login.succeeded', ...facts, targetId: expect.stringMatching(/^ses_/), data: { scopes } },
    ])
    expect(await eventsOf(() => login(email, wrong))).toEqual([
      { type: 'login.failed', ...facts, targetId: null, data: { reason: 'password' } },
    ])
  })

  it('a guess that takes the last place', async () => {
    const { id, email } = await addUser(service)
    const facts = { actorId: id, clientId: app, targetId: null }
    for (let n = 0; n < 9; n++) await login(email, wrong)
    expect(await eventsOf(() => login(email, wrong))).toEqual([
      { type: 'attempts.limited', ...facts, data: { buckets: expect.any(Array) } },
      { type: 'login.failed', ...facts, data: { reason: 'password' } },
    ])
    expect(await eventsOf(() => login(email, wrong))).toEqual([])
  })

  it('a refresh, its retry, and its reuse', async () => {
    const { sessionId, userId, refreshToken } = await someone()
    const facts = { clientId: app, targetId: sessionId }
    const [rotated] = await eventsOf(() => refresh(refreshToken))
    expect(rotated).toMatchObject({ type: 'refresh.rotated', ...facts, data: {} })
    expect(await eventsOf(() => refresh(refreshToken))).toEqual([{ ...rotated, type: 'refresh.retried' }])
    service.clock.advance(60)
    // It tells that the session ended as well.
    expect(await eventsOf(() => refresh(refreshToken))).toEqual([
      { ...rotated, type: 'refresh.reused', data: { kind: 'after_window' } },
    ])
    expect([userId, app]).toContain(rotated?.actorId)
  })

  it('twenty refreshes of a reused token at once: it was reused once', async () => {
    const { sessionId, refreshToken } = await someone()
    await refresh(refreshToken)
    service.clock.advance(60)
    await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)))
    const rows = await query(
      service.databaseUrl,
      `SELECT type, COUNT(*) AS n FROM audit_events WHERE "targetId" = '${sessionId}' GROUP BY type ORDER BY type`,
    )
    expect(rows.map(({ type, n }) => [type, Number(n)])).toEqual([
      ['login.succeeded', 1],
      ['refresh.reused', 1],
      ['refresh.rotated', 1],
    ])
  })

  it('a token of a client, its exchange, its end, and a wrong secret', async () => {
    const ask = (clientSecret: string) => service.send(op.ClientCredentialsDocument, { input: { clientId: robot, clientSecret } })
    const facts = { actorId: robot, clientId: robot }
    let token = ''
    const issue = async () => {
      const answer = await ask(secret)
      token = answer.data?.clientCredentials.tokens.accessToken ?? ''
      texts.push(token)
      return answer
    }
    const [issued] = await eventsOf(issue)
    const data = { scopes: ['orders:read'], audience: 'http://localhost:4000' }
    expect(issued).toEqual({ type: 'token.issued', ...facts, targetId: expect.stringMatching(/^tok_/), data })
    const exchange = () => service.send(op.ExchangeTokenDocument, { input: { scopes: ['orders:read'] } }, token)
    expect(await eventsOf(exchange)).toEqual([{ ...issued, type: 'token.exchanged', targetId: expect.stringMatching(/^tok_/) }])
    const revoke = () => service.send(op.RevokeTokenDocument, { input: { token, clientId: robot, clientSecret: secret } })
    expect(await eventsOf(revoke)).toEqual([{ ...issued, type: 'token.revoked', data: {} }])
    expect(await eventsOf(() => ask(`fgs_${wrong}`))).toEqual([
      { type: 'client.authentication_failed', actorId: null, clientId: robot, targetId: robot, data: { reason: 'secret' } },
    ])
  })

  it('a password changed, and not changed', async () => {
    const { userId, accessToken } = await someone()
    const facts = { actorId: userId, clientId: app, targetId: userId, data: {} }
    const change = (currentPassword: string) =>
      service.send(op.ChangePasswordDocument, { input: { currentPassword, newPassword: another } }, accessToken)
    expect(await eventsOf(() => change(wrong))).toEqual([{ type: 'password.change_failed', ...facts }])
    expect(await eventsOf(() => change(password))).toEqual([{ type: 'password.changed', ...facts }])
  })

  it('sessions that are ended', async () => {
    const one = await someone()
    const logout = () => service.send(op.LogoutDocument, { input: {} }, one.accessToken)
    const ended = (by: string, sessionId: string) => ({
      ...{ type: 'session.ended', actorId: by, clientId: app, targetId: sessionId, data: { reason: expect.any(String) } },
    })
    expect(await eventsOf(logout)).toEqual([ended(one.userId, one.sessionId)])
    const other = await someone()
    const revoke = () => service.send(op.RevokeSessionsDocument, { input: { userId: other.userId } }, admin.accessToken)
    const data = { kind: 'user', reason: expect.any(String), revokedSessionCount: 1 }
    expect(await eventsOf(revoke)).toMatchObject([
      ended(admin.userId, other.sessionId),
      { type: 'sessions.revoked', actorId: admin.userId, targetId: other.userId, data },
    ])
    expect(await eventsOf(logout)).toEqual([])
  })

  it('a user, from the first day to the last', async () => {
    const [created] = await send(op.CreateUserDocument, { input: { email: 'every@example.com', password } })
    const id = String(made(created))
    const facts = { actorId: admin.userId, clientId: app, targetId: id }
    expect(created).toMatchObject({ type: 'user.created', ...facts })
    expect(await send(op.UpdateUserDocument, { input: { id, patch: { displayName: 'Every' } } })).toMatchObject([
      { type: 'user.updated', ...facts, data: { changed: ['displayName'] } },
    ])
    expect(await send(op.SetUserPasswordDocument, { input: { id, password: another } })).toMatchObject([
      { type: 'user.password_set', ...facts, data: { revokedSessionCount: 0 } },
    ])
    const deleted = await send(op.DeleteUserDocument, { input: { id } })
    expect(deleted.filter(({ type }) => type === 'user.deleted')).toMatchObject([{ ...facts, data: {} }])
  })

  it('a client, from the first day to the last', async () => {
    const traits = {
      name: 'Robot',
      type: 'CONFIDENTIAL',
      grantTypes: ['CLIENT_CREDENTIALS'],
      allowedScopes: ['orders:*'],
    } as const
    const input = { ...traits, grantTypes: [...traits.grantTypes], allowedScopes: [...traits.allowedScopes] }
    const [created] = await send(op.CreateClientDocument, { input })
    const clientId = String(made(created))
    const facts = { actorId: admin.userId, clientId: app, targetId: clientId }
    expect(created).toMatchObject({ type: 'client.created', ...facts })
    expect(await send(op.UpdateClientDocument, { input: { id: clientId, patch: { name: 'Other' } } })).toMatchObject([
      { type: 'client.updated', ...facts, data: { changed: ['name'] } },
    ])
    const [rotated] = await send(op.RotateClientSecretDocument, { input: { clientId } })
    const secretId = expect.stringMatching(/^sec_/)
    expect(rotated).toMatchObject({ type: 'client.secret_rotated', ...facts, data: { secretId, overlapSeconds: 86_400 } })
    const { secretId: ofRotation } = Object(rotated?.data) as { secretId: string }
    expect(await send(op.RevokeClientSecretDocument, { input: { clientId, secretId: ofRotation } })).toMatchObject([
      { type: 'client.secret_revoked', ...facts, data: { secretId: ofRotation } },
    ])
    const deleted = await send(op.DeleteClientDocument, { input: { id: clientId } })
    expect(deleted.filter(({ type }) => type === 'client.deleted')).toMatchObject([{ ...facts, data: {} }])
  })

  it('a scope, from the first day to the last', async () => {
    const name = 'every:read'
    const facts = { actorId: admin.userId, clientId: app, targetId: name }
    expect(await send(op.CreateScopeDocument, { input: { name, description: 'See it.' } })).toEqual([
      { type: 'scope.created', ...facts, data: {} },
    ])
    expect(await send(op.UpdateScopeDocument, { input: { name, patch: { isDefault: true } } })).toEqual([
      { type: 'scope.updated', ...facts, data: { changed: ['isDefault'] } },
    ])
    expect(await send(op.DeleteScopeDocument, { input: { name } })).toEqual([
      { type: 'scope.deleted', ...facts, data: { holderCount: 0 } },
    ])
  })

  it('a role, from the first day to the last', async () => {
    const [created] = await send(op.CreateRoleDocument, { input: { name: 'Every', scopes: ['orders:read'] } })
    const id = String(made(created))
    const facts = { actorId: admin.userId, clientId: app, targetId: id }
    expect(created).toEqual({ type: 'role.created', ...facts, data: {} })
    expect(await send(op.UpdateRoleDocument, { input: { id, patch: { name: 'Other' } } })).toEqual([
      { type: 'role.updated', ...facts, data: { changed: ['name'] } },
    ])
    expect(await send(op.DeleteRoleDocument, { input: { id } })).toEqual([
      { type: 'role.deleted', ...facts, data: { holderCount: 0 } },
    ])
  })

  it('a webhook, from the first day to the last', async () => {
    // None of them happens here, so nobody is called.
    const eventTypes = ['key.resealed']
    const [created] = await send(op.CreateWebhookDocument, { input: { url: 'https://hooks.example/events', eventTypes } })
    const id = String(made(created))
    const facts = { actorId: admin.userId, clientId: app, targetId: id }
    expect(created).toEqual({ type: 'webhook.created', ...facts, data: { host: 'hooks.example', eventTypes } })
    expect(await send(op.UpdateWebhookDocument, { input: { id, patch: { isEnabled: false } } })).toEqual([
      { type: 'webhook.updated', ...facts, data: { changed: ['isEnabled'], host: 'hooks.example' } },
    ])
    expect(await send(op.DeleteWebhookDocument, { input: { id } })).toEqual([{ type: 'webhook.deleted', ...facts, data: {} }])
  })

  it('signing keys', async () => {
    const { accessToken, userId } = admin
    const facts = { actorId: userId, clientId: app }
    const rotate = (immediately: boolean) => service.send(op.RotateSigningKeyDocument, { input: { immediately } }, accessToken)
    expect(await eventsOf(() => rotate(false))).toMatchObject([{ type: 'key.rotation_scheduled', ...facts }])
    const [created, rotated] = await eventsOf(() => rotate(true))
    expect([created, rotated]).toMatchObject([{ type: 'key.created' }, { type: 'key.rotated', ...facts }])
    const revoke = () => service.send(op.RevokeSigningKeyDocument, { input: { id: String(made(rotated)) } }, accessToken)
    expect(await eventsOf(revoke)).toMatchObject([
      { type: 'key.created' },
      {
        type: 'key.revoked',
        ...facts,
        targetId: made(rotated),
        data: { cause: 'request', status: 'ACTIVE', activatedKeyId: made(created) },
      },
    ])
  })

  it('and there is no other', () => {
    expect([...seen, ...elsewhere].sort()).toEqual(Object.keys(auditCatalogue).sort())
  })

  it('no secret stands in any of them', async () => {
    const stored = JSON.stringify(await query(service.databaseUrl, 'SELECT * FROM audit_events'))
    const forms = texts.flatMap((text) => {
      const bytes = Buffer.from(text)
      return [text, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex'), encodeURIComponent(text)]
    })
    expect(forms.filter((form) => form !== '' && stored.includes(form))).toEqual([])
  })
})
