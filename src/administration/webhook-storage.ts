// What the administration of webhooks asks of its store.

import type { AuditEntry } from '../authorization-server/storage.ts'
import type { Webhook } from '../authorization-server/webhooks/webhook.ts'
import type { Page, PageRequest } from './page.ts'

/** A webhook as it is written. */
export type NewWebhook = Pick<Webhook, 'id' | 'url' | 'description' | 'eventTypes' | 'createdAt'>

/** What a change makes of a webhook. */
export interface WebhookChange {
  readonly next: Webhook
  readonly audit: AuditEntry
}

/** The part of the storage that administers webhooks. */
export interface WebhookAdministrationStorage {
  /** By their ids, and so by their age. */
  listWebhooks(page: PageRequest): Promise<Page<Webhook>>
  countWebhooks(): Promise<number>
  findWebhook(id: string): Promise<Webhook | undefined>
  /**
   * It is told of what is sealed from now on, its own creation included. False, and nothing written, when there are as many as there may
   * be, however many are made at the same time.
   */
  createWebhook(webhook: NewWebhook, audit: AuditEntry, maxCount: number): Promise<boolean>
  /**
   * Shows `decide` the webhook as it is while nobody else can change it, and writes what it returns, as the next version. When it throws,
   * nothing is written. Undefined when there is no such webhook.
   */
  changeWebhook(id: string, decide: (webhook: Webhook) => WebhookChange): Promise<Webhook | undefined>
  /** With its place in the log. False when there is none. */
  deleteWebhook(id: string, audit: AuditEntry): Promise<boolean>
}
