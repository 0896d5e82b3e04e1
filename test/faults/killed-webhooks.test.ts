// The node that delivers to a webhook is killed in the middle of a request: another one goes on, or the same one once it is back, and the
// receiver hears of everything that happened, in order.

import { describe, expect, it } from 'vitest'
import { auditEntry, internalOrigin } from '../../src/authorization-server/audit.ts'
import { newId } from '../../src/authorization-server/identifiers.ts'
import { createWebhookVerifier } from '../../src/resource-server/webhook-verifier.ts'
import { limitMs } from '../support/counts.ts'
import { createDatabase, engines } from '../support/databases.ts'
import { hang, startReceiver } from '../support/receiver.ts'
import { query } from '../support/sql.ts'
import { type Cluster, issuer } from './cluster.ts'
import { useCluster } from './use-cluster.ts'

/** The lease of a node that died ends by itself, and then the next one looks. */
const takeOverMs = 60_000

describe.each(engines)('kill -9 of the node that delivers to a webhook, on %s', (engine) => {
  const getCluster = useCluster({
    openDatabase: () => createDatabase(engine),
    count: engine === 'sqlite' ? 1 : 2,
    userCount: 1,
    environment: { FIELDGATE_ALLOW_PRIVATE_WEBHOOKS: 'true' },
  })

  const addWebhook = (cluster: Cluster, url: string) =>
    cluster.record(async ({ store, clock }) => {
      const createdAt = clock.now()
      const id = newId('whk', createdAt)
      const audit = auditEntry('webhook.created', createdAt, internalOrigin, { targetId: id })
      await store.createWebhook({ id, url, description: null, eventTypes: [], createdAt }, audit, 100)
    })
  const write = (cluster: Cluster, count: number) =>
    cluster.record(async ({ store, clock }) => {
      for (let n = 0; n < count; n++)
        await store.recordEvent(auditEntry('login.succeeded', clock.now(), internalOrigin, { targetId: `ses_${n}` }))
    })

  it(
    'loses no event and changes no order',
    async () => {
      const cluster = getCluster()
      const [first, second] = cluster.nodes
      if (!first) throw new Error('There is no node.')
      const receiver = await startReceiver()
      // So that the first one is the one that delivers.
      await second?.end('SIGTERM')
      receiver.answer = hang
      await addWebhook(cluster, receiver.url)
      await receiver.received(1)
      await second?.start()
      await write(cluster, 150)
      await first.end('SIGKILL')
      receiver.answer = 204
      if (!second) await first.start()
      await write(cluster, 50)

      const { url } = second ?? first
      const verifier = await createWebhookVerifier({
        issuer,
        url: receiver.url,
        fetch: (input) => fetch(new URL(new URL(String(input)).pathname, url)),
      })
      const deliveries = () => Promise.all(receiver.requests.map(({ body }) => verifier.verify(body)))
      const heard = async () => (await deliveries()).flatMap(({ events }) => events.map(({ id }) => id))
      const [{ from } = { from: 0 }] = await deliveries()
      const written = async () => {
        const rows = await query(cluster.databaseUrl, `SELECT id FROM audit_events WHERE sequence > ${from} ORDER BY sequence`)
        return rows.map(({ id }) => String(id))
      }
      await expect.poll(async () => new Set(await heard()).size, { timeout: takeOverMs }).toBeGreaterThanOrEqual(201)
      expect([...new Set(await heard())]).toEqual(await written())
      expect(receiver.requests.length).toBeGreaterThan(1)
      await receiver.stop()
    },
    limitMs(1, 60),
  )
})
