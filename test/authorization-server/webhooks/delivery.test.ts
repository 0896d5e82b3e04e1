import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditEntry } from '../../../src/authorization-server/audit.ts'
import { createReading } from '../../../src/authorization-server/audit-log/reading.ts'
import { newId } from '../../../src/authorization-server/identifiers.ts'
import { createDelivery } from '../../../src/authorization-server/webhooks/delivery.ts'
import { startDelivering } from '../../../src/authorization-server/webhooks/start-delivering.ts'
import { openWebhookDelivery, readDeliveryKeyId } from '../../../src/token/webhook-delivery.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'
import { testOrigin } from '../../support/authority.ts'
import { engines } from '../../support/databases.ts'
import { hang, type ReceivedRequest, type Receiver, startReceiver } from '../../support/receiver.ts'
import { query } from '../../support/sql.ts'

describe.each(engines)('delivering to a webhook on %s', (engine) => {
  let log: TestAuditLog
  let receiver: Receiver
  beforeEach(async () => {
    receiver = await startReceiver()
    log = await openAuditLog(engine, 3, 2)
  })
  afterEach(async () => {
    await receiver.stop()
    await log.stop()
  })

  /** What was sealed at first: the first two keys, and three logins. The creation of the webhook comes next. */
  const sealedAtFirst = 5

  async function addWebhook({ url = receiver.url, eventTypes = [] as string[] } = {}): Promise<string> {
    const createdAt = log.clock.now()
    const id = newId('whk', createdAt)
    const audit = auditEntry('webhook.created', createdAt, testOrigin, { targetId: id })
    await log.node.store.createWebhook({ id, url, description: null, eventTypes, createdAt }, audit, 100)
    await log.sealer.seal()
    return id
  }
  async function write(count: number) {
    await log.write(count)
    await log.sealer.seal()
  }
  function deliveryTo(id: string, { node = log.node, timeoutSeconds = 5, signal = new AbortController().signal } = {}) {
    const { store, keyRing, settings, now } = node
    const authority = { keyRing, settings, now }
    const reader = createDelivery(id, { storage: store, authority, random: () => 1, signal, timeoutSeconds })
    return createReading({ storage: store, reader, now, holder: `node ${log.nodes.indexOf(node)}` })
  }
  async function open({ body }: ReceivedRequest) {
    const key = await log.node.keyRing.findKey(readDeliveryKeyId(body))
    if (!key) throw new Error('It was signed by an unknown key.')
    return openWebhookDelivery(body, key)
  }
  const sequences = async (requests = receiver.requests) =>
    (await Promise.all(requests.map(open))).map(({ events }) => events.map(({ sequence }) => sequence))
  const stateOf = async (id: string) => {
    const webhook = await log.node.store.findWebhook(id)
    if (!webhook) throw new Error('The webhook is gone.')
    const { lastDeliveredSequence, lastStatus, lastError, failureCount, failingSince, isEnabled } = webhook
    return { lastDeliveredSequence, lastStatus, lastError, failureCount, failingSince, isEnabled }
  }
  const well = { lastStatus: 204, lastError: null, failureCount: 0, failingSince: null, isEnabled: true }
  const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

  it('tells of what is sealed after its creation, and of that', async () => {
    const id = await addWebhook()
    await write(2)
    await deliveryTo(id).readOn()
    expect(await sequences()).toEqual([from(sealedAtFirst + 1, 3)])
    expect(await stateOf(id)).toEqual({ ...well, lastDeliveredSequence: sealedAtFirst + 3 })
    const [request] = receiver.requests
    const delivery = request && (await open(request))
    expect(delivery).toMatchObject({
      ...{ issuer: log.node.settings.issuer, audience: receiver.url, webhookId: id, from: sealedAtFirst, to: sealedAtFirst + 3 },
      ...{ issuedAt: log.clock.now(), expiresAt: new Date(log.clock.now().getTime() + 300_000) },
    })
    expect(delivery?.events[1]).toEqual({
      sequence: sealedAtFirst + 2,
      id: expect.stringMatching(/^evt_/),
      at: expect.any(Date),
      type: 'login.succeeded',
      ...{ actorId: 'usr_0', clientId: null, targetId: 'ses_0' },
      ...{ ipAddress: testOrigin.ipAddress, requestId: testOrigin.requestId },
      data: { scopes: ['a "b"', 'ç'] },
    })
    await deliveryTo(id).readOn()
    expect(receiver.requests).toHaveLength(1)
  })

  it('passes over events of other types without a request', async () => {
    const id = await addWebhook({ eventTypes: ['login.failed'] })
    await write(450)
    await deliveryTo(id).readOn()
    expect(receiver.requests).toEqual([])
    expect((await stateOf(id)).lastDeliveredSequence).toBe(sealedAtFirst + 451)
    await log.node.store.recordEvent(auditEntry('login.failed', log.clock.now(), testOrigin, {}))
    await write(1)
    await deliveryTo(id).readOn()
    expect(await sequences()).toEqual([[expect.any(Number)]])
    expect((await stateOf(id)).lastDeliveredSequence).toBe(sealedAtFirst + 453)
  })

  it('sends what is much in several requests, in order, none of them longer than servers take', async () => {
    const id = await addWebhook()
    await write(350)
    await deliveryTo(id).readOn()
    const sent = await sequences()
    expect(sent.length).toBeGreaterThan(2)
    expect(sent.flat()).toEqual(from(sealedAtFirst + 1, 351))
    expect(Math.max(...receiver.requests.map(({ body }) => body.length))).toBeLessThan(100_000)
    const edges = await Promise.all(receiver.requests.map(open))
    expect(edges.slice(1).map((each) => each.from)).toEqual(edges.slice(0, -1).map((each) => each.to))
  })

  it.each([
    ['answers 500', 500, { lastStatus: 500, lastError: 'BAD_STATUS' }],
    ['redirects', 302, { lastStatus: 302, lastError: 'BAD_STATUS' }],
    ['hangs', hang, { lastStatus: null, lastError: 'TIMEOUT' }],
    ['hangs up', (response: { destroy(): void }) => response.destroy(), { lastStatus: null, lastError: 'ECONNRESET' }],
  ])('sends the same events again after a target that %s, and nothing before they were taken', async (_what, answer, told) => {
    const id = await addWebhook()
    const delivery = deliveryTo(id, { timeoutSeconds: 0.3 })
    receiver.answer = answer
    await delivery.readOn()
    const failed = { ...told, failureCount: 1, failingSince: log.clock.now(), isEnabled: true }
    expect(await stateOf(id)).toEqual({ ...failed, lastDeliveredSequence: sealedAtFirst })
    await write(1)
    await delivery.readOn()
    expect(receiver.requests).toHaveLength(1)
    log.clock.advance(1)
    receiver.answer = 200
    await delivery.readOn()
    expect(await sequences()).toEqual([[sealedAtFirst + 1], [sealedAtFirst + 1, sealedAtFirst + 2]])
    expect(await stateOf(id)).toEqual({ ...well, lastStatus: 200, lastDeliveredSequence: sealedAtFirst + 2 })
  })

  it('comes back to a target that was not there, on any node, and remembers how long it waits', async () => {
    const id = await addWebhook()
    const [first, second] = log.nodes.map((node) => deliveryTo(id, { node }))
    const { port } = new URL(receiver.url)
    await receiver.stop()
    await first?.readOn()
    await first?.release()
    expect(await log.node.store.listDueWebhooks(log.clock.now())).toEqual([])
    log.clock.advance(1.9)
    await second?.readOn()
    expect(await stateOf(id)).toMatchObject({ lastError: 'ECONNREFUSED', failureCount: 1 })
    log.clock.advance(0.1)
    expect(await log.node.store.listDueWebhooks(log.clock.now())).toEqual([id])
    await second?.readOn()
    expect(await stateOf(id)).toMatchObject({ failureCount: 2 })
    receiver = await startReceiver(Number(port))
    log.clock.advance(4)
    await second?.readOn()
    expect(await sequences()).toEqual([[sealedAtFirst + 1]])
  })

  it('is disabled by itself after three days, tells the log, and goes on from where it stood when enabled again', async () => {
    const id = await addWebhook()
    receiver.answer = 503
    const delivery = deliveryTo(id)
    await delivery.readOn()
    const failingSince = log.clock.now()
    log.clock.advance(3 * 86_400 - 1)
    await delivery.readOn()
    expect(await stateOf(id)).toMatchObject({ isEnabled: true, failureCount: 2, failingSince })
    log.clock.advance(300)
    await delivery.readOn()
    expect(await stateOf(id)).toMatchObject({ isEnabled: false, failureCount: 3, failingSince })
    expect(await log.node.store.listDueWebhooks(log.clock.now())).toEqual([])
    await delivery.readOn()
    expect(receiver.requests).toHaveLength(3)
    const events = await query(log.databaseUrl, `SELECT "targetId", data FROM audit_events WHERE type = 'webhook.disabled'`)
    const data = JSON.stringify({ failingSince, status: 503, error: 'BAD_STATUS' })
    expect(events).toEqual([{ targetId: id, data }])

    await log.sealer.seal()
    await log.node.store.changeWebhook(id, (webhook) => ({
      next: { ...webhook, isEnabled: true, failureCount: 0, failingSince: null, nextAttemptAt: null },
      audit: auditEntry('webhook.updated', log.clock.now(), testOrigin, { targetId: id }),
    }))
    receiver.answer = 200
    await delivery.readOn()
    expect((await sequences()).at(-1)).toEqual([sealedAtFirst + 1, sealedAtFirst + 2])
  })

  it('shows a gap where events were pruned before they were delivered', async () => {
    const id = await addWebhook()
    await write(3)
    const { store, keyRing, settings, now } = log.node
    const { signal } = new AbortController()
    const delivery = createDelivery(id, { storage: store, authority: { keyRing, settings, now }, random: () => 1, signal })
    const left = await store.listSealedEvents({ after: sealedAtFirst + 2, limit: 10 })
    const step = { reader: delivery.name, from: sealedAtFirst, to: sealedAtFirst + 4 }
    expect(await delivery.take(left, step)).toBe(true)
    const [request] = receiver.requests
    expect(request && (await open(request))).toMatchObject({ from: sealedAtFirst + 2, to: sealedAtFirst + 4 })
    expect((await stateOf(id)).lastDeliveredSequence).toBe(sealedAtFirst + 4)
  })

  it('counts no failure against a webhook that was changed while the request was under way', async () => {
    const id = await addWebhook()
    receiver.answer = async (response) => {
      await log.node.store.changeWebhook(id, (webhook) => ({
        next: { ...webhook, url: 'http://127.0.0.1:1/' },
        audit: auditEntry('webhook.updated', log.clock.now(), testOrigin, { targetId: id }),
      }))
      response.writeHead(500).end()
    }
    await deliveryTo(id).readOn()
    expect(await stateOf(id)).toMatchObject({ failureCount: 0, lastError: null })
  })

  it('ends with the webhook, and leaves nothing of it', async () => {
    const id = await addWebhook()
    receiver.answer = async (response) => {
      const audit = auditEntry('webhook.deleted', log.clock.now(), testOrigin, { targetId: id })
      expect(await log.node.store.deleteWebhook(id, audit)).toBe(true)
      response.writeHead(200).end()
    }
    await deliveryTo(id).readOn()
    await deliveryTo(id).readOn()
    expect(receiver.requests).toHaveLength(1)
    expect(await query(log.databaseUrl, 'SELECT name FROM audit_readers')).toEqual([])
  })

  describe('while the service runs', () => {
    function start(node = log.node) {
      const { store, keyRing, settings, now } = node
      return startDelivering({
        storage: store,
        authority: { keyRing, settings, now },
        holder: `service ${log.nodes.indexOf(node)}`,
        random: Math.random,
        everySeconds: 0.05,
        onError: (error) => errors.push(error),
      })
    }
    const errors: unknown[] = []

    it('delivers to one target while another hangs, seals meanwhile, and stops at once without counting a failure', async () => {
      const hanging = await startReceiver()
      hanging.answer = hang
      const stuck = await addWebhook({ url: hanging.url })
      const stop = start()
      await hanging.received(1)
      const id = await addWebhook()
      await receiver.received(1)
      await write(1)
      await receiver.received(2)
      expect((await sequences()).flat()).toEqual([sealedAtFirst + 2, sealedAtFirst + 3])
      // Without this the stop may cut off the answer.
      await expect.poll(async () => (await stateOf(id)).lastDeliveredSequence).toBe(sealedAtFirst + 3)
      const begunAt = performance.now()
      await stop()
      expect(performance.now() - begunAt).toBeLessThan(2_000)
      expect(await stateOf(stuck)).toMatchObject({ failureCount: 0, lastDeliveredSequence: sealedAtFirst })
      expect(await query(log.databaseUrl, `SELECT name FROM leases WHERE name LIKE 'audit-reader:webhook:%'`)).toEqual([])
      expect(errors).toEqual([])
      await hanging.stop()
    })

    it('has one node send each event, once and in order, when many run', async () => {
      const id = await addWebhook()
      const stops = log.nodes.map((node) => start(node))
      for (let round = 0; round < 10; round++) await write(7)
      await expect.poll(async () => (await stateOf(id)).lastDeliveredSequence).toBe(sealedAtFirst + 71)
      await Promise.all(stops.map((stop) => stop()))
      expect((await sequences()).flat()).toEqual(from(sealedAtFirst + 1, 71))
      expect(errors).toEqual([])
    })
  })
})
