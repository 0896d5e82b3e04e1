import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWebhookVerifier } from '../../src/resource-server/webhook-verifier.ts'
import { engines } from '../support/databases.ts'
import {
  CreateWebhookDocument,
  type CreateWebhookMutationVariables,
  DeleteWebhookDocument,
  LoginDocument,
  UpdateWebhookDocument,
  type UpdateWebhookMutationVariables,
  WebhookDocument,
  WebhooksDocument,
} from '../support/generated/operations.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { type Answer, addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

type NewWebhook = CreateWebhookMutationVariables['input']
type Patch = UpdateWebhookMutationVariables['input']['patch']

async function openConsole(service: TestService) {
  const clientId = await addClient(service, { allowedScopes: ['*'], defaultScopes: ['*'] })
  async function tokenWith(...scopes: string[]): Promise<string> {
    const { email } = await addUser(service, { scopes })
    const { data, errors } = await service.send(LoginDocument, { input: { email, password, clientId, scopes } })
    if (!data) throw new Error(`The login failed: ${errors[0]?.message}`)
    return data.login.tokens.accessToken
  }
  return { tokenWith, admin: await tokenWith('*') }
}

async function refusal(answer: Promise<Answer<unknown>>) {
  const { code, field }: { code?: unknown; field?: unknown } = (await answer).errors[0]?.extensions ?? {}
  return { code, ...(field !== undefined && { field }) }
}

describe.each(engines)('webhooks on %s', (engine) => {
  let service: TestService
  let receiver: Receiver
  let console: Awaited<ReturnType<typeof openConsole>>
  beforeAll(async () => {
    receiver = await startReceiver()
    service = await startTestService({ engine, environment: { FIELDGATE_ALLOW_PRIVATE_WEBHOOKS: 'true' } })
    console = await openConsole(service)
  })
  afterAll(async () => {
    await service.stop()
    await receiver.stop()
  })

  const create = (input: NewWebhook, by = console.admin) => service.send(CreateWebhookDocument, { input }, by)
  async function make(input: NewWebhook) {
    // Ids sort by their millisecond.
    service.clock.advance(0.001)
    const { data, errors } = await create(input)
    if (!data) throw new Error(errors[0]?.message)
    return data.createWebhook.webhook
  }
  const update = (id: string, patch: Patch, ifVersion?: number) => {
    service.clock.advance(0.001)
    return service.send(UpdateWebhookDocument, { input: { id, patch, ...(ifVersion && { ifVersion }) } }, console.admin)
  }
  const read = async (id: string) => (await service.send(WebhookDocument, { id }, console.admin)).data?.webhook
  const remove = (id: string, by = console.admin) => {
    service.clock.advance(0.001)
    return service.send(DeleteWebhookDocument, { input: { id } }, by)
  }

  it('carry events to a receiver that verifies them, from their own creation on', async () => {
    const webhook = await make({ url: receiver.url, description: '  The SIEM.  ' })
    expect(webhook).toMatchObject({
      ...{ id: expect.stringMatching(/^whk_/), url: receiver.url, description: 'The SIEM.', eventTypes: [], isEnabled: true },
      ...{ version: 1, lastDeliveredAt: null, lastStatus: null, lastError: null, failingSince: null, nextAttemptAt: null },
    })
    await receiver.received(1)
    const verifier = await createWebhookVerifier({
      issuer: 'http://localhost:4000',
      url: receiver.url,
      now: service.clock.now,
      fetch: (input) => fetch(new URL(new URL(String(input)).pathname, service.url)),
    })
    const { webhookId, events } = await verifier.verify(receiver.requests[0]?.body ?? '')
    expect(webhookId).toBe(webhook.id)
    // Of one millisecond, and so in any order.
    const created = events.find(({ type }) => type === 'webhook.created')
    expect(created).toMatchObject({ targetId: webhook.id })
    await expect
      .poll(() => read(webhook.id))
      .toMatchObject({ lastStatus: 204, lastDeliveredAt: expect.any(String), lastDeliveredSequence: expect.any(Number) })
    await remove(webhook.id)
  })

  it('show how it goes, stand still while disabled, and go on from where they stood', async () => {
    receiver.answer = 503
    const { id } = await make({ url: receiver.url, eventTypes: ['login.failed', 'webhook.updated', 'login.failed'] })
    expect(await read(id)).toMatchObject({ eventTypes: ['login.failed', 'webhook.updated'], lastError: null })
    await update(id, { description: 'first' })
    await expect
      .poll(() => read(id))
      .toMatchObject({ lastStatus: 503, lastError: 'BAD_STATUS', failingSince: expect.any(String), isEnabled: true })
    expect((await update(id, { isEnabled: false })).data?.updateWebhook.webhook).toMatchObject({ isEnabled: false, version: 3 })
    receiver.answer = 204
    const before = receiver.requests.length
    await update(id, { isEnabled: true })
    await receiver.received(before + 1)
    await expect.poll(() => read(id)).toMatchObject({ lastError: null, failingSince: null, version: 4 })
    await remove(id)
  })

  it('tell the audit log who hears of events, and not the path, which may be a secret', async () => {
    const { id } = await make({ url: `${receiver.url}/secret-of-the-target`, eventTypes: ['key.revoked'] })
    await update(id, { eventTypes: [], url: receiver.url })
    await update(id, { url: receiver.url })
    await remove(id)
    const { host } = new URL(receiver.url)
    const rows = await query(
      service.databaseUrl,
      `SELECT type, "actorId", data FROM audit_events WHERE "targetId" = '${id}' ORDER BY id`,
    )
    expect(rows.map(({ type, data }) => [type, JSON.parse(String(data))])).toEqual([
      ['webhook.created', { host, eventTypes: ['key.revoked'] }],
      ['webhook.updated', { changed: ['eventTypes', 'url'], host }],
      ['webhook.updated', { changed: [], host }],
      ['webhook.deleted', {}],
    ])
    expect(rows.every(({ actorId }) => /^usr_/.test(String(actorId)))).toBe(true)
  })

  it('are no longer there once deleted, and never called again', async () => {
    const { id } = await make({ url: receiver.url })
    expect((await remove(id)).data?.deleteWebhook.deletedId).toBe(id)
    expect(await read(id)).toBeNull()
    expect(await refusal(remove(id))).toEqual({ code: 'NOT_FOUND' })
    expect(await refusal(update(id, {}))).toEqual({ code: 'NOT_FOUND' })
  })

  it.each<[string, Partial<NewWebhook>, string]>([
    ['no URL', { url: '' }, 'url'],
    ['a URL that is none', { url: 'hook' }, 'url'],
    ['another scheme', { url: 'ftp://127.0.0.1/' }, 'url'],
    ['a script', { url: 'javascript:alert(1)' }, 'url'],
    ['a file', { url: 'file:///etc/passwd' }, 'url'],
    ['a user', { url: 'http://user@127.0.0.1/' }, 'url'],
    ['a password', { url: 'http://:secret@127.0.0.1/' }, 'url'],
    ['a fragment', { url: 'http://127.0.0.1/#part' }, 'url'],
    ['an empty fragment', { url: 'http://127.0.0.1/#' }, 'url'],
    ['a long URL', { url: `http://127.0.0.1/${'x'.repeat(2_000)}` }, 'url'],
    ['a URL that is long once it is written out', { url: `http://127.0.0.1/${'ç'.repeat(1_000)}` }, 'url'],
    ['an empty description', { description: ' ' }, 'description'],
    ['a type that nobody knows', { eventTypes: ['login.faild'] }, 'eventTypes'],
    ['a type that every object has', { eventTypes: ['constructor'] }, 'eventTypes'],
    ['an empty type', { eventTypes: [''] }, 'eventTypes'],
  ])('refuse %s, new and changed', async (_name, traits, field) => {
    const { id } = await make({ url: receiver.url, eventTypes: ['key.revoked'] })
    expect(await refusal(create({ url: receiver.url, ...traits }))).toEqual({ code: 'BAD_USER_INPUT', field })
    expect(await refusal(update(id, traits))).toEqual({ code: 'BAD_USER_INPUT', field })
    expect(await read(id)).toMatchObject({ url: receiver.url, eventTypes: ['key.revoked'], version: 1 })
    await remove(id)
  })

  it.each(['url', 'eventTypes', 'isEnabled'] as const)('refuse to have their %s taken away', async (field) => {
    const { id } = await make({ url: receiver.url, eventTypes: ['key.revoked'] })
    expect(await refusal(update(id, { [field]: null }))).toEqual({ code: 'BAD_USER_INPUT', field })
    await remove(id)
  })

  it.each([
    'id: "whk_mine"',
    'version: 7',
    'createdAt: "2026-01-01T00:00:00Z"',
    'lastDeliveredSequence: 0',
    'lastDeliveredAt: null',
    'failingSince: null',
    'failureCount: 0',
    'nextAttemptAt: null',
  ])('take no %s from outside', async (member) => {
    const { id } = await make({ url: receiver.url, eventTypes: ['key.revoked'] })
    const creation = `mutation { createWebhook(input: { url: "${receiver.url}", ${member} }) { webhook { id } } }`
    const change = `mutation { updateWebhook(input: { id: "${id}", patch: { ${member} } }) { webhook { id } } }`
    for (const document of [creation, change])
      expect((await send(service.url, { query: document }, console.admin)).status).toBe(400)
    expect(await read(id)).toMatchObject({ id, version: 1 })
    await remove(id)
  })

  it('are not overwritten by whoever has seen an older version', async () => {
    const { id } = await make({ url: receiver.url, eventTypes: ['key.revoked'] })
    expect((await update(id, { description: 'mine' }, 1)).data?.updateWebhook.webhook.version).toBe(2)
    expect(await refusal(update(id, { description: 'yours' }, 1))).toEqual({ code: 'CONFLICT', field: 'version' })
    expect(await read(id)).toMatchObject({ description: 'mine', version: 2 })
    const both = await Promise.all([update(id, { description: 'a' }, 2), update(id, { description: 'b' }, 2)])
    expect(both.filter(({ data }) => data)).toHaveLength(1)
    await remove(id)
  })

  it('are listed oldest first, a page at a time', async () => {
    const ids: string[] = []
    for (const name of ['a', 'b', 'c']) ids.push((await make({ url: `${receiver.url}/${name}`, eventTypes: ['key.revoked'] })).id)
    const list = async (first: number, after: string | null = null) => {
      const { data, errors } = await service.send(WebhooksDocument, { first, after }, console.admin)
      return data?.webhooks ?? errors[0]?.extensions
    }
    const firstPage = await list(2)
    expect(firstPage).toMatchObject({
      nodes: ids.slice(0, 2).map((id) => ({ id })),
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    })
    const { pageInfo } = firstPage as { pageInfo: { endCursor: string } }
    expect(await list(2, pageInfo.endCursor)).toMatchObject({ nodes: [{ id: ids[2] }], pageInfo: { hasNextPage: false } })
    expect(await list(100)).toMatchObject({ totalCount: 3 })
    for (const first of [0, -1, 101]) expect(await list(first)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' })
    const another = Buffer.from(`client ${ids[0]}`).toString('base64url')
    for (const after of ['', 'x', another]) expect(await list(2, after)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' })
    for (const id of ids) await remove(id)
  })

  it('are for those who may read the audit log and administer apps, with both', async () => {
    const { id } = await make({ url: receiver.url, eventTypes: ['key.revoked'] })
    const input = { url: receiver.url, eventTypes: ['key.revoked'] }
    const reads = (by: string) => refusal(service.send(WebhookDocument, { id }, by))
    const lists = (by: string) => refusal(service.send(WebhooksDocument, {}, by))
    const writes = (by: string) => [
      refusal(create(input, by)),
      refusal(service.send(UpdateWebhookDocument, { input: { id, patch: {} } }, by)),
      refusal(remove(id, by)),
    ]
    const denied = { code: 'UNAUTHORIZED_FIELD_OR_TYPE' }
    for (const scopes of [
      ['audit:read', 'clients:read'],
      ['clients:read', 'clients:write'],
      ['audit:read', 'keys:write'],
    ])
      expect(await Promise.all(writes(await console.tokenWith(...scopes)))).toEqual([denied, denied, denied])
    for (const scopes of [['audit:read'], ['clients:read'], ['audit:read', 'users:read']]) {
      const by = await console.tokenWith(...scopes)
      expect([await reads(by), await lists(by)]).toEqual([denied, denied])
    }
    const reader = await console.tokenWith('audit:read', 'clients:read')
    expect([await reads(reader), await lists(reader)]).toEqual([{ code: undefined }, { code: undefined }])
    const writer = await console.tokenWith('audit:read', 'clients:write')
    expect((await create(input, writer)).data?.createWebhook.webhook.url).toBe(receiver.url)
    expect((await remove(id, writer)).data?.deleteWebhook.deletedId).toBe(id)
  })
})

describe.each(engines)('webhooks of a service that allows no private ones, on %s', (engine) => {
  let service: TestService
  let admin: string
  beforeAll(async () => {
    service = await startTestService({ engine })
    admin = (await openConsole(service)).admin
  })
  afterAll(() => service.stop())

  const create = (url: string) => service.send(CreateWebhookDocument, { input: { url, eventTypes: ['key.revoked'] } }, admin)

  it.each([
    'http://hook.example/',
    'https://localhost/',
    'https://localhost./',
    'https://api.localhost/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00:ec2::254]/',
  ])('refuse %s', async (url) => {
    expect(await refusal(create(url))).toEqual({ code: 'BAD_USER_INPUT', field: 'url' })
  })

  it('take a public one, whose name is looked up when it is called', async () => {
    expect((await create('https://Hook.example:443')).data?.createWebhook.webhook.url).toBe('https://hook.example/')
  })

  it('are a hundred at most', async () => {
    const values = Array.from(
      { length: 99 },
      (_, n) => `('whk_${n}', 'https://hook.example/', '', false, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)`,
    )
    await query(
      service.databaseUrl,
      `INSERT INTO webhooks (id, url, "eventTypes", "isEnabled", "createdAt", "updatedAt") VALUES ${values.join(', ')}`,
    )
    expect(await refusal(create('https://hook.example/'))).toEqual({ code: 'CONFLICT', field: 'webhooks' })
    await query(service.databaseUrl, `DELETE FROM webhooks WHERE id = 'whk_0'`)
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('https://hook.example/')))
    expect(answers.filter(({ data }) => data)).toHaveLength(1)
  })
})
