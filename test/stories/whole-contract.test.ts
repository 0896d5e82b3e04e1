// A typed client drives every operation of the API once, as an administrator and the people and apps they look after would.

import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { type DocumentNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildApiSchema } from '../../src/graphql/schema.ts'
import { coordinatesOf } from '../conformance/field-matrix/documents.ts'
import { engines } from '../support/databases.ts'
import * as api from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

const schema = buildApiSchema()
const another = 'another horse battery staple'

describe.each(engines)('a typed client on %s', (engine) => {
  let service: TestService
  let console: string
  let boss: string
  let admin: string
  const driven = new Set<string>()
  beforeAll(async () => {
    service = await startTestService({ engine })
    console = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    boss = (await addUser(service, { scopes: ['*'] })).email
    admin = await logInAsBoss()
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  /** What an operation that must succeed gives. */
  async function drive<T, V>(document: TypedDocumentNode<T, V>, variables: V, token?: string): Promise<T> {
    // What is issued in the very millisecond of a revocation is dead too.
    service.clock.advance(0.001)
    const { status, data, errors } = await service.send(document, variables, token)
    expect({ status, errors }).toEqual({ status: 200, errors: [] })
    if (data == null) throw new Error('There is no data.')
    for (const coordinate of selectedIn(document)) driven.add(coordinate)
    return data
  }
  const logIn = async (input: Omit<api.LoginMutationVariables['input'], 'password'> & { password?: string }) => {
    const { login } = await drive(api.LoginDocument, { input: { password, ...input } })
    return { ...login.tokens, refreshToken: login.tokens.refreshToken ?? '', sessionId: login.session.id }
  }
  async function logInAsBoss(): Promise<string> {
    return (await logIn({ email: boss, clientId: console })).accessToken
  }

  it('registers scopes', async () => {
    const { createScope } = await drive(
      api.CreateScopeDocument,
      { input: { name: 'shipments:read', description: 'Read shipments.', isDefault: true } },
      admin,
    )
    expect(createScope.scope).toMatchObject({ name: 'shipments:read', implies: [], isDefault: true, version: 1 })
    await drive(api.CreateScopeDocument, { input: { name: 'shipments:write', description: 'Change shipments.' } }, admin)
    const { updateScope } = await drive(
      api.UpdateScopeDocument,
      { input: { name: 'shipments:write', patch: { implies: ['shipments:read'] } } },
      admin,
    )
    expect(updateScope.scope).toMatchObject({ implies: ['shipments:read'], version: 2 })
    const { scopes } = await drive(api.ScopesDocument, { first: 100 }, admin)
    expect(scopes.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['shipments:read', 'shipments:write']))
    expect(scopes.totalCount).toBe(scopes.nodes.length)
  })

  let roleId: string
  let person: { id: string; email: string }
  it('makes a role, and a user who holds it', async () => {
    const { createRole } = await drive(api.CreateRoleDocument, { input: { name: 'Packer', scopes: ['shipments:read'] } }, admin)
    roleId = createRole.role.id
    const { updateRole } = await drive(
      api.UpdateRoleDocument,
      { input: { id: roleId, patch: { scopes: ['shipments:write'] }, ifVersion: createRole.role.version } },
      admin,
    )
    expect(updateRole.role).toMatchObject({ name: 'Packer', scopes: ['shipments:write'] })
    expect((await drive(api.RolesDocument, {}, admin)).roles.nodes).toMatchObject([{ id: roleId }])
    const { createUser } = await drive(
      api.CreateUserDocument,
      { input: { email: 'ada@example.com', password, roleIds: [roleId] } },
      admin,
    )
    person = createUser.user
    const { updateUser } = await drive(api.UpdateUserDocument, { input: { id: person.id, patch: { displayName: 'Ada' } } }, admin)
    expect(updateUser.user).toMatchObject({ displayName: 'Ada', effectiveScopes: ['shipments:read', 'shipments:write'] })
    expect((await drive(api.UsersDocument, { filter: { roleId } }, admin)).users.nodes).toMatchObject([{ id: person.id }])
  })

  let app: { clientId: string; clientSecret: string }
  it('makes a client, narrows it, and gives it another secret', async () => {
    const input: api.CreateClientInput = {
      ...{ name: 'Warehouse', type: 'CONFIDENTIAL', isFirstParty: true, allowedScopes: ['shipments:*', 'orders:*'] },
      grantTypes: ['PASSWORD', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'],
    }
    const { createClient } = await drive(api.CreateClientDocument, { input }, admin)
    const { id: clientId, secrets } = createClient.client
    const { updateClient } = await drive(
      api.UpdateClientDocument,
      { input: { id: clientId, patch: { allowedScopes: ['shipments:*'] } } },
      admin,
    )
    expect(updateClient.client.allowedScopes).toEqual(['shipments:*'])
    const { rotateClientSecret } = await drive(api.RotateClientSecretDocument, { input: { clientId, overlapSeconds: 60 } }, admin)
    const { revokeClientSecret } = await drive(
      api.RevokeClientSecretDocument,
      { input: { clientId, secretId: secrets[0]?.id ?? '' } },
      admin,
    )
    expect(revokeClientSecret.client.secrets.length).toBe(1)
    app = { clientId, clientSecret: rotateClientSecret.secret }
    expect((await drive(api.ClientsDocument, { filter: { search: 'warehouse' } }, admin)).clients.nodes).toMatchObject([
      { id: clientId },
    ])
    expect((await drive(api.ClientCountDocument, {}, admin)).clients.totalCount).toBe(2)
  })

  it('logs in, looks at itself, goes on, and hands a part on', async () => {
    const login = await logIn({ email: person.email, ...app, deviceName: 'Scanner' })
    const { viewer } = await drive(api.WholeViewerDocument, {}, admin)
    expect(viewer?.user).toMatchObject({ email: boss, sessions: { totalCount: 1 } })
    const { refresh } = await drive(api.RefreshDocument, { input: { refreshToken: login.refreshToken, ...app } })
    const { exchangeToken } = await drive(
      api.ExchangeTokenDocument,
      { input: { scopes: ['shipments:read'] } },
      refresh.tokens.accessToken,
    )
    const token = exchangeToken.tokens.accessToken
    const { introspectToken } = await drive(api.IntrospectTokenDocument, { input: { token } }, admin)
    expect(introspectToken).toMatchObject({ isActive: true, subject: person.id, sessionId: login.sessionId })
    expect((await drive(api.RevokeTokenDocument, { input: { token, ...app } })).revokeToken.isRevoked).toBe(true)
    expect((await drive(api.IntrospectTokenDocument, { input: { token } }, admin)).introspectToken.isActive).toBe(false)
    const robot = await drive(api.ClientCredentialsDocument, { input: app })
    expect(robot.clientCredentials.tokens.refreshToken).toBeNull()
  })

  it('ends sessions in each way there is', async () => {
    const begin = (as = password) => logIn({ email: person.email, ...app, password: as })
    const one = await begin()
    expect((await drive(api.RevokeSessionDocument, { input: { id: one.sessionId } }, admin)).revokeSession.session).toMatchObject(
      {
        status: 'REVOKED',
      },
    )
    const two = await begin()
    const change = { currentPassword: password, newPassword: another }
    expect((await drive(api.ChangePasswordDocument, { input: change }, two.accessToken)).changePassword).toEqual({
      revokedSessionCount: 1,
    })
    expect((await drive(api.LogoutDocument, { input: {} }, two.accessToken)).logout).toEqual({ revokedSessionCount: 1 })
    await begin(another)
    const set = await drive(api.SetUserPasswordDocument, { input: { id: person.id, password } }, admin)
    expect(set.setUserPassword.revokedSessionCount).toBe(1)
    await begin()
    const { revokeSessions } = await drive(api.RevokeSessionsDocument, { input: { userId: person.id } }, admin)
    expect(revokeSessions).toEqual({ revokedSessionCount: 1 })
    const { sessions } = await drive(api.SessionsDocument, { filter: { userId: person.id, status: 'REVOKED' } }, admin)
    expect(sessions.totalCount).toBe(5)
    expect((await drive(api.WholeUserDocument, { id: person.id }, admin)).user?.sessions.totalCount).toBe(5)
    expect((await drive(api.WholeClientDocument, { id: app.clientId }, admin)).client?.secrets).toMatchObject([
      { lastUsedAt: expect.any(String) },
    ])
  })

  it('reads the audit log', async () => {
    await vi.waitFor(async () => {
      const { auditLogHead } = await drive(api.AuditLogHeadDocument, {}, admin)
      expect(auditLogHead?.token).toMatch(/^v4\.public\./)
    }, 20_000)
    const { auditEvents } = await drive(api.AuditEventsDocument, { filter: { targetId: person.id } }, admin)
    expect(auditEvents.nodes.map(({ type }) => type)).toContain('user.password_set')
    expect((await drive(api.VerifyAuditLogDocument, {}, admin)).verifyAuditLog).toMatchObject({ isIntact: true })
  })

  it('counts what happened', async () => {
    const since = new Date(service.clock.now().getTime() - 3_600_000).toISOString()
    const { activity } = await drive(api.ActivityDocument, { input: { since, bucket: 'HOUR' } }, admin)
    expect(activity.points.length).toBeGreaterThan(0)
  })

  it('has events sent to a webhook', async () => {
    // None of them happens here, so nobody is called.
    const input = { url: 'https://hooks.example/events', eventTypes: ['key.resealed'] }
    const { webhook } = (await drive(api.CreateWebhookDocument, { input }, admin)).createWebhook
    expect((await drive(api.WebhooksDocument, {}, admin)).webhooks.nodes).toMatchObject([{ id: webhook.id }])
    const { updateWebhook } = await drive(
      api.UpdateWebhookDocument,
      { input: { id: webhook.id, patch: { isEnabled: false } } },
      admin,
    )
    expect(updateWebhook.webhook.isEnabled).toBe(false)
    expect((await drive(api.WebhookDocument, { id: webhook.id }, admin)).webhook).toMatchObject(input)
    const { deleteWebhook } = await drive(api.DeleteWebhookDocument, { input: { id: webhook.id } }, admin)
    expect(deleteWebhook.deletedId).toBe(webhook.id)
  })

  it('takes away what it made', async () => {
    expect((await drive(api.DeleteUserDocument, { input: { id: person.id } }, admin)).deleteUser.deletedId).toBe(person.id)
    expect((await drive(api.DeleteRoleDocument, { input: { id: roleId } }, admin)).deleteRole.deletedId).toBe(roleId)
    const { deleteClient } = await drive(api.DeleteClientDocument, { input: { id: app.clientId } }, admin)
    expect(deleteClient.deletedId).toBe(app.clientId)
    const { deleteScope } = await drive(api.DeleteScopeDocument, { input: { name: 'shipments:write' } }, admin)
    expect(deleteScope.deletedName).toBe('shipments:write')
  })

  it('changes the signing key, and revokes the old one', async () => {
    const { signingKeys } = await drive(api.SigningKeysDocument, {}, admin)
    const old = signingKeys.find(({ status }) => status === 'ACTIVE')?.id ?? ''
    const { rotateSigningKey } = await drive(api.RotateSigningKeyDocument, { input: { immediately: true } }, admin)
    expect(rotateSigningKey.activeKey.id).not.toBe(old)
    const { revokeSigningKey } = await drive(api.RevokeSigningKeyDocument, { input: { id: old } }, await logInAsBoss())
    expect(revokeSigningKey).toMatchObject({ revokedKey: { id: old, status: 'REVOKED' }, activeKey: rotateSigningKey.activeKey })
  })

  it('has driven every operation, and read every field of every type', () => {
    expect([...driven].sort()).toEqual(coordinatesOf(schema).sort())
  })
})

function selectedIn(document: DocumentNode): Set<string> {
  const [found, types] = [new Set<string>(), new TypeInfo(schema)]
  const noteField = () => {
    const [parent, field] = [types.getParentType(), types.getFieldDef()]
    if (parent && field) found.add(`${parent.name}.${field.name}`)
  }
  visit(document, visitWithTypeInfo(types, { Field: noteField }))
  return found
}
