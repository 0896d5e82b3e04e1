import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import {
  ClientCountDocument,
  ClientCredentialsDocument,
  ClientsDocument,
  CreateClientDocument,
  type CreateClientMutationVariables,
  DeleteClientDocument,
  LoginDocument,
  RefreshDocument,
  RevokeClientSecretDocument,
  RotateClientSecretDocument,
  UpdateClientDocument,
  type UpdateClientMutationVariables,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

type NewClient = CreateClientMutationVariables['input']
type Patch = UpdateClientMutationVariables['input']['patch']

describe.each(engines)('administering clients on %s', (engine) => {
  let service: TestService
  let console: string
  let admin: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    console = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
    const { email } = await addUser(service, { scopes: ['*'] })
    admin = (await logIn(email)).accessToken
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  async function logIn(email: string, { clientId = console, scopes }: { clientId?: string; scopes?: string[] } = {}) {
    const { data, errors } = await service.send(LoginDocument, {
      input: { email, password, clientId, ...(scopes && { scopes }) },
    })
    if (!data) throw new Error(`The login failed: ${errors[0]?.message}`)
    return { ...data.login.tokens, refreshToken: data.login.tokens.refreshToken ?? '' }
  }
  const app: NewClient = {
    name: 'Shop',
    type: 'PUBLIC',
    isFirstParty: true,
    grantTypes: ['PASSWORD', 'REFRESH_TOKEN'],
    allowedScopes: ['orders:*'],
    defaultScopes: ['orders:read'],
  }
  const server: NewClient = {
    name: 'Robot',
    type: 'CONFIDENTIAL',
    grantTypes: ['CLIENT_CREDENTIALS'],
    allowedScopes: ['orders:*'],
  }
  const create = (input: NewClient, by = admin) => service.send(CreateClientDocument, { input }, by)
  const update = (id: string, patch: Patch, { by = admin, ifVersion }: { by?: string; ifVersion?: number } = {}) =>
    service.send(UpdateClientDocument, { input: { id, patch, ...(ifVersion && { ifVersion }) } }, by)
  async function make(input: NewClient) {
    // Ids sort by their millisecond.
    service.clock.advance(0.001)
    const { data, errors } = await create(input)
    if (!data) throw new Error(errors[0]?.message)
    return { id: data.createClient.client.id, secret: data.createClient.secret ?? '' }
  }
  const useSecret = async (clientId: string, clientSecret: string) => {
    const { data, errors } = await service.send(ClientCredentialsDocument, { input: { clientId, clientSecret } })
    return data ? 'works' : errors[0]?.extensions.code
  }
  const refresh = async (refreshToken: string, clientId: string) => {
    const { data, errors } = await service.send(RefreshDocument, { input: { refreshToken, clientId } })
    return data ? data.refresh.tokens : (errors[0]?.extensions.code ?? '')
  }
  const refusal = async (answer: Promise<{ errors: readonly { extensions: Record<string, unknown> }[] }>) => {
    const { code, field, scopes } = (await answer).errors[0]?.extensions ?? {}
    return { code, ...(field !== undefined && { field }), ...(scopes !== undefined && { scopes }) }
  }
  /** The token of somebody who administers clients, and may do nothing else but what is named. */
  async function narrowAdmin(...scopes: string[]): Promise<string> {
    const all = ['clients:read', 'clients:write', ...scopes]
    const { email } = await addUser(service, { scopes: all })
    return (await logIn(email, { scopes: all })).accessToken
  }

  it('makes a public app that users log in to', async () => {
    const { data } = await create({ ...app, description: '  For customers.  ' })
    expect(data?.createClient).toMatchObject({
      secret: null,
      client: {
        name: 'Shop',
        description: 'For customers.',
        isEnabled: true,
        version: 1,
        secrets: [],
        accessTokenLifetimeSeconds: 300,
      },
    })
    const { email } = await addUser(service)
    const { scopes } = await logIn(email, { clientId: data?.createClient.client.id ?? '' })
    expect(scopes).toEqual(['orders:read'])
  })

  it('makes a server with a secret that is shown once, and its ceiling is one', async () => {
    const { id, secret } = await make(server)
    expect(secret).toMatch(/^fgs_[\w-]{43}$/)
    expect(await useSecret(id, secret)).toBe('works')
    expect(await useSecret(id, `${secret.slice(0, -1)}_`)).toBe('INVALID_CLIENT')
    const rows = await query(service.databaseUrl, `SELECT hash, hint FROM client_secrets WHERE "clientId" = '${id}'`)
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(rows[0]?.hint).toBe(secret.slice(-4))
  })

  it.each<[string, Partial<NewClient>, object]>([
    ['an empty name', { name: ' ' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a long name', { name: 'x'.repeat(201) }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a name with a control character', { name: 'a\0b' }, { code: 'BAD_USER_INPUT', field: 'name' }],
    ['a long description', { description: 'x'.repeat(1_001) }, { code: 'BAD_USER_INPUT', field: 'description' }],
    ['a scope that nobody registered', { allowedScopes: ['made:up'] }, { code: 'INVALID_SCOPE', scopes: ['made:up'] }],
    ['a scope that is none', { allowedScopes: ['a b'] }, { code: 'INVALID_SCOPE', scopes: ['a b'] }],
    ['defaults beyond its ceiling', { defaultScopes: ['invoices:read'] }, { code: 'INVALID_SCOPE', scopes: ['invoices:read'] }],
    ['passwords for a third party', { isFirstParty: false }, { code: 'BAD_USER_INPUT', field: 'grantTypes' }],
    ['its own token without a secret', { grantTypes: ['CLIENT_CREDENTIALS'] }, { code: 'BAD_USER_INPUT', field: 'grantTypes' }],
    ['an audience with a space', { allowedAudiences: ['a b'] }, { code: 'BAD_USER_INPUT', field: 'allowedAudiences' }],
    [
      'tokens of more than an hour',
      { accessTokenLifetimeSeconds: 3_601 },
      { code: 'BAD_USER_INPUT', field: 'accessTokenLifetimeSeconds' },
    ],
    [
      'sessions that end before they may be idle for so long',
      { refreshTokenIdleSeconds: 60, refreshTokenAbsoluteSeconds: 59 },
      { code: 'BAD_USER_INPUT', field: 'refreshTokenAbsoluteSeconds' },
    ],
  ])('refuses %s', async (_name, traits, expected) => {
    const before = await service.store.countClients({})
    expect(await refusal(create({ ...app, ...traits }))).toEqual(expected)
    expect(await service.store.countClients({})).toBe(before)
  })

  describe('nobody grants what they do not hold', () => {
    it('with a new client', async () => {
      const by = await narrowAdmin('orders:read')
      expect(await refusal(create(app, by))).toEqual({ code: 'INVALID_SCOPE', scopes: ['orders:*'] })
      expect((await create({ ...app, allowedScopes: ['orders:read'] }, by)).data).toBeDefined()
    })

    it('with a wider ceiling, nor by taking some of it', async () => {
      const by = await narrowAdmin('orders:read')
      const { id } = await make(app)
      const wider = { allowedScopes: ['orders:*', 'invoices:read'] }
      expect(await refusal(update(id, wider, { by }))).toEqual({ code: 'INVALID_SCOPE', scopes: ['invoices:read'] })
      const narrower = { allowedScopes: ['orders:read'] }
      expect(await refusal(update(id, narrower, { by }))).toEqual({ code: 'INVALID_SCOPE', scopes: ['orders:*'] })
    })

    it('with what a scope implies', async () => {
      const by = await narrowAdmin('orders:write')
      expect((await create({ ...app, allowedScopes: ['orders:write', 'orders:read'] }, by)).errors).toEqual([])
    })

    it('by opening a client that reaches further', async () => {
      const by = await narrowAdmin('orders:read')
      const { id } = await make({ ...app, isFirstParty: false, grantTypes: ['TOKEN_EXCHANGE'] })
      const expected = { code: 'INVALID_SCOPE', scopes: ['orders:*'] }
      expect(await refusal(update(id, { grantTypes: ['REFRESH_TOKEN'] }, { by }))).toEqual(expected)
      expect(await refusal(update(id, { isFirstParty: true }, { by }))).toEqual(expected)
      await update(id, { isEnabled: false })
      expect(await refusal(update(id, { isEnabled: true }, { by }))).toEqual(expected)
    })

    it('by taking the secret of a client that reaches further', async () => {
      const by = await narrowAdmin('orders:read')
      const { id } = await make(server)
      const rotated = service.send(RotateClientSecretDocument, { input: { clientId: id } }, by)
      expect(await refusal(rotated)).toEqual({ code: 'INVALID_SCOPE', scopes: ['orders:*'] })
    })
  })

  it('lowers a ceiling for the next refresh', async () => {
    const { id } = await make(app)
    const { email } = await addUser(service)
    const { refreshToken } = await logIn(email, { clientId: id, scopes: ['orders:read', 'orders:write'] })
    await update(id, { allowedScopes: ['orders:read'] })
    expect(await refresh(refreshToken, id)).toMatchObject({ scopes: ['orders:read'] })
  })

  it('kills what a disabled client was issued, and brings nothing back with it', async () => {
    const { id } = await make(app)
    const { email } = await addUser(service)
    const login = await logIn(email, { clientId: id })
    expect((await update(id, { isEnabled: false })).data?.updateClient.client).toMatchObject({ isEnabled: false, version: 2 })
    const viewer = await service.send(ViewerDocument, {}, login.accessToken)
    expect(viewer.errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'REVOKED' })
    expect(await refresh(login.refreshToken, id)).toBe('INVALID_CLIENT')
    await update(id, { isEnabled: true })
    expect(await refresh(login.refreshToken, id)).toBe('INVALID_GRANT')
  })

  it('ends, before it enables a client again, what a node that died had left', async () => {
    const { id } = await make(app)
    const { email } = await addUser(service)
    const { refreshToken } = await logIn(email, { clientId: id })
    // As if the node had died when the client was disabled and not all of its many sessions were.
    await query(service.databaseUrl, `UPDATE clients SET "isEnabled" = false WHERE id = '${id}'`)
    await update(id, { isEnabled: true })
    expect(await refresh(refreshToken, id)).toBe('INVALID_GRANT')
  })

  it('deletes a client with all it was issued', async () => {
    const { id } = await make(app)
    const { email } = await addUser(service)
    const { accessToken } = await logIn(email, { clientId: id })
    const remove = () => service.send(DeleteClientDocument, { input: { id } }, admin)
    expect((await remove()).data).toEqual({ deleteClient: { deletedId: id } })
    expect((await service.send(ViewerDocument, {}, accessToken)).status).toBe(401)
    expect(await refusal(remove())).toEqual({ code: 'NOT_FOUND' })
    const events = await query(service.databaseUrl, `SELECT type FROM audit_events WHERE "targetId" = '${id}' ORDER BY type`)
    expect(events.map(({ type }) => type)).toEqual(['client.created', 'client.deleted', 'client.updated'])
  })

  it('turns a client off, and deletes it, whatever it breaks of the rules of today', async () => {
    const [off, gone] = [
      await addClient(service, { grantTypes: ['CLIENT_CREDENTIALS'] }),
      await addClient(service, { grantTypes: ['CLIENT_CREDENTIALS'] }),
    ]
    expect((await update(off, { name: 'Shop' })).errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'grantTypes',
    })
    expect((await update(off, { isEnabled: false })).data?.updateClient.client.isEnabled).toBe(false)
    expect((await update(off, { isEnabled: true })).errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
    const { data } = await service.send(DeleteClientDocument, { input: { id: gone } }, admin)
    expect(data?.deleteClient.deletedId).toBe(gone)
  })

  describe('secrets', () => {
    const rotate = (clientId: string, overlapSeconds?: number) =>
      service.send(
        RotateClientSecretDocument,
        { input: { clientId, ...(overlapSeconds !== undefined && { overlapSeconds }) } },
        admin,
      )

    it('overlap while a new one is handed out', async () => {
      const { id, secret: old } = await make(server)
      const rotated = await rotate(id, 60)
      const fresh = rotated.data?.rotateClientSecret.secret ?? ''
      expect([await useSecret(id, old), await useSecret(id, fresh)]).toEqual(['works', 'works'])
      service.clock.advance(61)
      expect([await useSecret(id, old), await useSecret(id, fresh)]).toEqual(['INVALID_CLIENT', 'works'])
    })

    it('do not live longer for a later rotation', async () => {
      const { id, secret: old } = await make(server)
      await rotate(id, 60)
      await rotate(id, 3_600)
      service.clock.advance(61)
      expect(await useSecret(id, old)).toBe('INVALID_CLIENT')
    })

    it('end at once when one is revoked', async () => {
      const { id, secret: old } = await make(server)
      const rotated = await rotate(id)
      const [first] = rotated.data?.rotateClientSecret.client.secrets ?? []
      const input = { clientId: id, secretId: first?.id ?? '' }
      expect(
        (await service.send(RevokeClientSecretDocument, { input }, admin)).data?.revokeClientSecret.client.secrets,
      ).toHaveLength(1)
      expect(await useSecret(id, old)).toBe('INVALID_CLIENT')
      expect(await useSecret(id, rotated.data?.rotateClientSecret.secret ?? '')).toBe('works')
      expect(await refusal(service.send(RevokeClientSecretDocument, { input }, admin))).toEqual({ code: 'NOT_FOUND' })
    })

    it('are at most ten that live', async () => {
      const { id } = await make(server)
      for (let count = 1; count < 10; count++) expect((await rotate(id)).errors).toEqual([])
      expect(await refusal(rotate(id))).toEqual({ code: 'CONFLICT', field: 'secrets' })
    })

    it('are none of a public client, and overlap for 90 days at most', async () => {
      const [{ id: ofApp }, { id }] = [await make(app), await make(server)]
      expect(await refusal(rotate(ofApp))).toEqual({ code: 'BAD_USER_INPUT', field: 'clientId' })
      expect(await refusal(rotate(id, -1))).toEqual({ code: 'BAD_USER_INPUT', field: 'overlapSeconds' })
      expect(await refusal(rotate(id, 90 * 86_400 + 1))).toEqual({ code: 'BAD_USER_INPUT', field: 'overlapSeconds' })
    })

    it('fail no call while they are rotated under load', async () => {
      const { id, secret: first } = await make(server)
      let secret = first
      const used: unknown[] = []
      let isOver = false
      const load = Array.from({ length: 4 }, async () => {
        while (!isOver) used.push(await useSecret(id, secret))
      })
      for (let count = 0; count < 5; count++) secret = (await rotate(id, 60)).data?.rotateClientSecret.secret ?? ''
      isOver = true
      await Promise.all(load)
      expect(used.length).toBeGreaterThan(5)
      expect(new Set(used)).toEqual(new Set(['works']))
    })
  })

  describe('changes of one client by several at once', () => {
    it('are refused when it changed since it was read', async () => {
      const { id } = await make(app)
      expect((await update(id, { name: 'First' }, { ifVersion: 1 })).data?.updateClient.client.version).toBe(2)
      expect(await refusal(update(id, { name: 'Second' }, { ifVersion: 1 }))).toEqual({ code: 'CONFLICT', field: 'version' })
      expect((await service.store.findClient(id))?.name).toBe('First')
    })

    it('win once, however many come together', async () => {
      const { id } = await make(app)
      const names = ['a', 'b', 'c', 'd']
      const answers = await Promise.all(names.map((name) => update(id, { name }, { ifVersion: 1 })))
      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
    })

    it('do not undo each other when they change different things', async () => {
      const { id } = await make(app)
      await Promise.all([
        update(id, { name: 'New' }),
        update(id, { description: 'new' }),
        update(id, { allowedAudiences: ['a'] }),
      ])
      expect(await service.store.findClient(id)).toMatchObject({
        name: 'New',
        description: 'new',
        allowedAudiences: ['a'],
        version: 4,
      })
    })
  })

  it('keeps what a patch leaves out, clears what is null, and refuses to clear the rest', async () => {
    const { id } = await make({ ...app, description: 'x', accessTokenLifetimeSeconds: 60 })
    const patch = { description: null, accessTokenLifetimeSeconds: null }
    expect((await update(id, patch)).data?.updateClient.client).toMatchObject({
      name: 'Shop',
      description: null,
      accessTokenLifetimeSeconds: 300,
    })
    expect(await refusal(update(id, { name: null }))).toEqual({ code: 'BAD_USER_INPUT', field: 'name' })
    expect(await refusal(update('cli_none', {}))).toEqual({ code: 'NOT_FOUND' })
  })

  describe('the list', () => {
    const list = async (variables: { first?: number; after?: string | null; filter?: object }) =>
      (await service.send(ClientsDocument, variables, admin)).data?.clients
    const names = async (filter: object) => (await list({ filter }))?.nodes.map(({ name }) => name)
    const mark = `mark ${engine}`
    beforeAll(async () => {
      for (const name of ['100%', '1000', 'Ada_1', 'ada 2']) await make({ ...app, name: `${mark} ${name}` })
      await make({ ...server, name: `${mark} robot` })
    })

    it('is read page by page, each client once, oldest first', async () => {
      const filter = { search: mark }
      const found: string[] = []
      let after: string | null | undefined = null
      do {
        const page = await list({ first: 2, after, filter })
        found.push(...(page?.nodes ?? []).map(({ name }) => name.slice(mark.length + 1)))
        after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined
      } while (after)
      expect(found).toEqual(['100%', '1000', 'Ada_1', 'ada 2', 'robot'])
    })

    it('is searched by what stands in the name, word for word and in any case', async () => {
      expect(await names({ search: `${mark} ADA` })).toEqual([`${mark} Ada_1`, `${mark} ada 2`])
      expect(await names({ search: '100%' })).toEqual([`${mark} 100%`])
      expect(await names({ search: 'ada_' })).toEqual([`${mark} Ada_1`])
      expect(await names({ search: mark, type: 'CONFIDENTIAL' })).toEqual([`${mark} robot`])
      expect(await names({ search: mark, isEnabled: false })).toEqual([])
    })

    it('is counted when asked', async () => {
      const { data } = await service.send(ClientCountDocument, { filter: { search: mark } }, admin)
      expect(data?.clients.totalCount).toBe(5)
    })

    it.each([0, -1, 101])('refuses %d at once', async (first) => {
      expect(await refusal(service.send(ClientsDocument, { first }, admin))).toEqual({ code: 'BAD_USER_INPUT', field: 'first' })
    })

    it.each([
      ['of another list', Buffer.from('user usr_1').toString('base64url')],
      ['with something after it', `${Buffer.from('client cli_1').toString('base64url')}==`],
      ['that is no text', Buffer.from([0xff, 0x00]).toString('base64url')],
      ['with a NUL', Buffer.from('client a\0').toString('base64url')],
      ['that is empty', ''],
    ])('refuses a cursor %s', async (_name, after) => {
      expect(await refusal(service.send(ClientsDocument, { after }, admin))).toEqual({ code: 'BAD_USER_INPUT', field: 'after' })
    })
  })
})
