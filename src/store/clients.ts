// Client apps and their secrets.

import type { NewClient } from '../administration/storage.ts'
import type { AuditEntry, Client, ClientType, GrantType } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Prisma } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { joinList, splitList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'
import { isStorable } from './stored-text.ts'

const withSecrets = { secrets: { orderBy: { createdAt: 'asc' } } } as const
type ClientRow = Prisma.ClientGetPayload<{ include: typeof withSecrets }>

/** The part of the store that remembers clients. */
export function createClientStore({ read, transact }: Database) {
  return {
    async findClient(id: string): Promise<Client | undefined> {
      if (!isStorable(id)) return undefined
      const row = await withRetries(() => read.client.findUnique({ where: { id }, include: withSecrets }))
      if (!row) return undefined
      assertSameRow('client', row.id, id)
      for (const { clientId } of row.secrets) assertSameRow('client secret', clientId, id)
      return toClient(row)
    },

    async recordSecretUse(secretId: string, audit: AuditEntry): Promise<void> {
      await withRetries(() =>
        transact(async (transaction) => {
          await transaction.clientSecret.updateMany({ where: { id: secretId }, data: { lastUsedAt: audit.at } })
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

    async createClient({ secrets, ...client }: NewClient, audit: AuditEntry): Promise<void> {
      const data = {
        ...client,
        grantTypes: joinList(client.grantTypes),
        allowedScopes: joinList(client.allowedScopes),
        defaultScopes: joinList(client.defaultScopes),
        allowedAudiences: joinList(client.allowedAudiences),
        updatedAt: client.createdAt,
        secrets: { create: secrets.map((secret) => ({ ...secret })) },
      }
      try {
        await withRetries(() =>
          transact(async (transaction) => {
            await transaction.client.create({ data })
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

function toClient(row: ClientRow): Client {
  return {
    ...row,
    // Written through createClient alone, which takes these types.
    type: row.type as ClientType,
    grantTypes: splitList(row.grantTypes) as GrantType[],
    allowedScopes: splitList(row.allowedScopes),
    defaultScopes: splitList(row.defaultScopes),
    allowedAudiences: splitList(row.allowedAudiences),
  }
}
