// Webhooks, and their places in the audit log: what moves one writes the other in the same transaction.

import type { Page, PageRequest } from '../administration/page.ts'
import type { NewWebhook, WebhookAdministrationStorage, WebhookChange } from '../administration/webhook-storage.ts'
import type { DeliveryStorage } from '../authorization-server/webhooks/delivery.ts'
import type { DeliveryRecord, FailureRecord, Webhook } from '../authorization-server/webhooks/webhook.ts'
import { holdAdministrators } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import { moveReader } from './audit-readers.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList, splitList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'
import { allOf, toPage } from './search.ts'
import { isStorable } from './stored-text.ts'

type WebhookStore = WebhookAdministrationStorage & Pick<DeliveryStorage, 'listDueWebhooks' | 'recordDelivery' | 'recordFailure'>

/** As `readerNameOf` says it. */
const readerName = Prisma.sql`'webhook:' || webhooks.id`

/** The part of the store that remembers webhooks. */
export function createWebhookStore({ read, transact }: Database): WebhookStore {
  return {
    async listWebhooks({ first, after }: PageRequest): Promise<Page<Webhook>> {
      const which = allOf([after === null ? undefined : Prisma.sql`webhooks.id > ${after}`])
      return toPage(await withRetries(() => readWebhooks(read, which, first + 1)), first)
    },

    async countWebhooks() {
      return withRetries(() => read.webhook.count())
    },

    async findWebhook(id: string) {
      return isStorable(id) ? withRetries(() => findWebhook(read, id)) : undefined
    },

    async createWebhook({ eventTypes, ...webhook }: NewWebhook, audit, maxCount) {
      const data = { ...webhook, eventTypes: joinList(eventTypes), updatedAt: webhook.createdAt }
      return withRetries(() =>
        transact(async (transaction) => {
          // Two who count at once would both find room for the last one.
          await holdAdministrators(transaction)
          if ((await transaction.webhook.count()) >= maxCount) return false
          await transaction.webhook.create({ data })
          await transaction.$executeRaw`
            INSERT INTO audit_readers (name, sequence)
            SELECT ${`webhook:${webhook.id}`}, COALESCE(MAX(sequence), 0) FROM audit_events`
          await writeEvents(transaction, [audit])
          return true
        }),
      )
    },

    async changeWebhook(id: string, decide: (webhook: Webhook) => WebhookChange) {
      if (!isStorable(id)) return undefined
      return withRetries(() =>
        transact(async (transaction) => {
          const held = await transaction.$executeRaw`UPDATE webhooks SET id = ${id} WHERE id = ${id}`
          const webhook = held === 0 ? undefined : await findWebhook(transaction, id)
          if (!webhook) return undefined
          const { next, audit } = decide(webhook)
          const { url, description, isEnabled, updatedAt, failureCount, failingSince, nextAttemptAt } = next
          const version = webhook.version + 1
          const data = { url, description, isEnabled, updatedAt, failureCount, failingSince, nextAttemptAt, version }
          await transaction.webhook.updateMany({ where: { id }, data: { ...data, eventTypes: joinList(next.eventTypes) } })
          await writeEvents(transaction, [audit])
          return { ...next, version }
        }),
      )
    },

    async deleteWebhook(id, audit) {
      if (!isStorable(id)) return false
      return withRetries(() =>
        transact(async (transaction) => {
          // In the order in which a delivery takes them.
          await transaction.auditReader.deleteMany({ where: { name: `webhook:${id}` } })
          const { count } = await transaction.webhook.deleteMany({ where: { id } })
          if (count === 1) await writeEvents(transaction, [audit])
          return count === 1
        }),
      )
    },

    async listDueWebhooks(now: Date) {
      const rows = await withRetries(
        () => read.$queryRaw<{ id: string }[]>`
          SELECT webhooks.id FROM webhooks JOIN audit_readers ON audit_readers.name = ${readerName}
          WHERE "isEnabled" AND ("nextAttemptAt" IS NULL OR "nextAttemptAt" <= ${now})
            AND audit_readers.sequence < (SELECT MAX(sequence) FROM audit_events)
          ORDER BY webhooks.id`,
      )
      return rows.map(({ id }) => id)
    },

    async recordDelivery({ webhook: { id }, from, to, at, status }: DeliveryRecord) {
      const well = { lastError: null, failureCount: 0, failingSince: null, nextAttemptAt: null }
      return withRetries(() =>
        transact(async (transaction) => {
          if (!(await moveReader(transaction, { reader: `webhook:${id}`, from, to }))) return false
          await transaction.webhook.updateMany({ where: { id }, data: { ...well, lastStatus: status, lastDeliveredAt: at } })
          return true
        }),
      )
    },

    async recordFailure({ webhook, at, status, error, nextAttemptAt, disabling }: FailureRecord) {
      const { id, version, failureCount } = webhook
      const where = { id, version, failureCount, isEnabled: true }
      const data = {
        ...{ lastStatus: status, lastError: error, failureCount: failureCount + 1, nextAttemptAt },
        failingSince: webhook.failingSince ?? at,
        ...(disabling && { isEnabled: false, updatedAt: at, version: version + 1 }),
      }
      await withRetries(() =>
        transact(async (transaction) => {
          const { count } = await transaction.webhook.updateMany({ where, data })
          if (count === 1 && disabling) await writeEvents(transaction, [disabling])
        }),
      )
    },
  }
}

type Reads = Pick<Transaction, '$queryRaw'>
type WebhookRow = Prisma.WebhookGetPayload<object> & { readonly sequence: number }

async function findWebhook(read: Reads, id: string): Promise<Webhook | undefined> {
  const [webhook] = await readWebhooks(read, Prisma.sql`webhooks.id = ${id}`, 1)
  if (webhook) assertSameRow('webhook', webhook.id, id)
  return webhook
}

async function readWebhooks(read: Reads, which: Prisma.Sql, limit: number): Promise<Webhook[]> {
  const rows = await read.$queryRaw<WebhookRow[]>`
    SELECT webhooks.*, audit_readers.sequence FROM webhooks JOIN audit_readers ON audit_readers.name = ${readerName}
    WHERE ${which} ORDER BY webhooks.id LIMIT ${limit}`
  return rows.map(({ sequence, eventTypes, ...webhook }) => ({
    ...webhook,
    eventTypes: splitList(eventTypes),
    lastDeliveredSequence: sequence,
  }))
}
