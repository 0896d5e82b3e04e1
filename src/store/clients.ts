// Client apps and their secrets.

import type { NewClient } from '../administration/storage.ts'
import type { AuditEntry, Client, ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { holdAdministrators } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import { readClients, toColumns } from './client-rows.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { assertSameRow } from './poisoned-client.ts'
import { readRegistry } from './scope-rows.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that remembers clients. */
export function createClientStore({ read, transact }: Database) {
  return {
    async findClient(id: string): Promise<Client | undefined> {
      if (!isStorable(id)) return undefined
      const [client] = await withRetries(() => readClients(read, Prisma.sql`clients.id = ${id}`))
      if (client) assertSameRow('client', client.id, id)
      return client
    },

    async recordSecretUse(secretId: string, audit: AuditEntry): Promise<void> {
      await withRetries(() =>
        transact(async (transaction) => {
          await transaction.$executeRaw`UPDATE client_secrets SET "lastUsedAt" = ${audit.at} WHERE id = ${secretId}`
          await writeEvents(transaction, [audit])
        }),
      )
    },

    async rehashClientSecret({ id, from, to }: { id: string; from: string; to: string }): Promise<void> {
      await withRetries(() =>
        transact((transaction) => transaction.clientSecret.updateMany({ where: { id, hash: from }, data: { hash: to } })),
      )
    },

    async hasOtherClients(ids: readonly string[]): Promise<boolean> {
      return withRetries(async () => (await read.client.findFirst({ where: { id: { notIn: [...ids] } } })) !== null)
    },

    async createClient(
      client: NewClient,
      audit: AuditEntry,
      assertFit?: (registry: readonly ScopeDefinition[]) => void,
    ): Promise<void> {
      try {
        await withRetries(() =>
          transact(async (transaction) => {
            // As in changeClient.
            await holdAdministrators(transaction)
            if (assertFit) assertFit(await readRegistry(transaction))
            await insertClient(transaction, client)
            await writeEvents(transaction, [audit])
          }),
        )
      } catch (error) {
        if (isUniqueViolation(error)) throw new ConflictError('id', 'A client with this id exists.')
        throw error
      }
    },
  }
}

/** Adds a client with its secrets, as part of a transaction. */
export async function insertClient(transaction: Transaction, { secrets, ...client }: NewClient): Promise<void> {
  const data = {
    ...toColumns(client),
    id: client.id,
    createdAt: client.createdAt,
    updatedAt: client.createdAt,
    secrets: { create: secrets.map((secret) => ({ ...secret })) },
  }
  await transaction.client.create({ data })
}
