// Who could narrow somebody who may do more could take them in hand then, and wait for the scopes to be given back: taking counts as giving.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import * as op from '../support/generated/operations.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

const own = ['orders:*', 'clients:write', 'roles:write', 'scopes:write', 'users:write']

describe.each(engines)('a helper who may change everything and hold little, on %s', (engine) => {
  let service: TestService
  let boss: string
  let helper: string
  let console: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    console = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    boss = await logIn((await addUser(service, { scopes: ['*'] })).email)
    helper = await logIn((await addUser(service, { scopes: own })).email)
  })
  afterAll(() => service.stop())

  async function logIn(email: string): Promise<string> {
    const { data, errors } = await service.send(op.LoginDocument, { input: { email, password, clientId: console } })
    if (!data) throw new Error(errors[0]?.message)
    return data.login.tokens.accessToken
  }
  const refused = (scope: string) => [
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'INVALID_SCOPE', scopes: [scope] }) }),
  ]

  it('takes no scope from a user that the helper does not hold', async () => {
    const { id } = await addUser(service, { scopes: ['keys:write', 'orders:read'] })
    const narrow = (scopes: string[], by: string) => service.send(op.UpdateUserDocument, { input: { id, patch: { scopes } } }, by)
    expect((await narrow([], helper)).errors).toEqual(refused('keys:write'))
    expect((await narrow(['keys:write'], helper)).errors).toEqual([])
    expect((await narrow([], boss)).errors).toEqual([])
  })

  it('takes no role from a user that reaches further', async () => {
    const make = async (name: string, scopes: string[]) =>
      String((await service.send(op.CreateRoleDocument, { input: { name, scopes } }, boss)).data?.createRole.role.id)
    const [wide, narrow] = [await make('Keys', ['keys:write']), await make('Orders', ['orders:read'])]
    const { id } = await addUser(service, { roleIds: [wide, narrow] })
    const keep = (roleIds: string[], by: string) => service.send(op.UpdateUserDocument, { input: { id, patch: { roleIds } } }, by)
    expect((await keep([narrow], helper)).errors).toEqual(refused('keys:write'))
    expect((await keep([wide], helper)).errors).toEqual([])

    const narrowRole = (by: string) => service.send(op.UpdateRoleDocument, { input: { id: wide, patch: { scopes: [] } } }, by)
    expect((await narrowRole(helper)).errors).toEqual(refused('keys:write'))
    const deleteRole = (roleId: string) => service.send(op.DeleteRoleDocument, { input: { id: roleId, force: true } }, helper)
    expect((await deleteRole(wide)).errors).toEqual(refused('keys:write'))
    expect((await deleteRole(narrow)).errors).toEqual([])
  })

  it('takes no scope from a client that the helper does not hold, and gives it no new audience or lifetime', async () => {
    const grantTypes = ['PASSWORD'] as const
    const id = await addClient(service, { grantTypes, allowedScopes: ['keys:write', 'orders:read'] })
    const change = (patch: op.UpdateClientMutationVariables['input']['patch'], by = helper) =>
      service.send(op.UpdateClientDocument, { input: { id, patch } }, by)
    expect((await change({ allowedScopes: [], defaultScopes: [] })).errors).toEqual(refused('keys:write'))
    expect((await change({ allowedAudiences: ['https://other.example'] })).errors).toEqual(refused('keys:write'))
    expect((await change({ accessTokenLifetimeSeconds: 3_600 })).errors).toEqual(refused('keys:write'))
    expect((await change({ allowedScopes: ['keys:write'], defaultScopes: [] })).errors).toEqual([])
    expect((await change({ name: 'Other' })).errors).toEqual([])
    expect((await change({ allowedScopes: [] }, boss)).errors).toEqual([])
  })

  it('takes nothing out of the registry that the helper does not hold', async () => {
    const create = (name: string, implies: string[]) =>
      service.send(op.CreateScopeDocument, { input: { name, description: 'A scope.', implies } }, boss)
    await create('depot:keys', ['keys:write'])
    await create('orders:spare', [])
    await create('vault:open', [])
    const update = (by: string) =>
      service.send(op.UpdateScopeDocument, { input: { name: 'depot:keys', patch: { implies: [] } } }, by)
    expect((await update(helper)).errors).toEqual(refused('keys:write'))
    const remove = (name: string, by = helper) => service.send(op.DeleteScopeDocument, { input: { name, force: true } }, by)
    expect((await remove('vault:open')).errors).toEqual(refused('vault:open'))
    expect((await update(boss)).errors).toEqual([])
    expect((await remove('orders:spare')).errors).toEqual([])
  })

  it('turns a user and a client off all the same', async () => {
    const { id } = await addUser(service, { scopes: ['keys:write'] })
    const client = await addClient(service, { allowedScopes: ['keys:write'] })
    expect((await service.send(op.UpdateUserDocument, { input: { id, patch: { isEnabled: false } } }, helper)).errors).toEqual([])
    const input = { id: client, patch: { isEnabled: false } }
    expect((await service.send(op.UpdateClientDocument, { input }, helper)).errors).toEqual([])
  })
})
