// Client apps and their secrets.

import type { NewClient } from '../administration/storage.ts'
import type { AuditEntry, Client, ClientSecret, ClientType, GrantType } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Prisma } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { joinList, splitList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that remembers clients. */
export function createClientStore({ read, transact }: Database) {
  return {
    async findClient(id: string): Promise<Client | undefined> {
      if (!isStorable(id)) return undefined
      const rows = await withRetries(
        () => read.$queryRaw<ClientRow[]>`
          SELECT clients.*, secrets.id AS "secretId", secrets."clientId", secrets.hash, secrets.hint,
            secrets."createdAt" AS "secretCreatedAt", secrets."expiresAt", secrets."lastUsedAt"
          FROM clients LEFT JOIN client_secrets secrets ON secrets."clientId" = clients.id
          WHERE clients.id = ${id} ORDER BY secrets."createdAt"`,
      )
      for (const row of rows) {
        assertSameRow('client', row.id, id)
        if (row.secretId !== null) assertSameRow('client secret', row.clientId, id)
      }
      return rows[0] && toClient(rows[0], rows)
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

/** A client beside one of its secrets, or beside nothing. */
type ClientRow = Prisma.ClientGetPayload<object> &
  Omit<Prisma.ClientSecretGetPayload<object>, 'id' | 'createdAt'> & {
    secretId: string | null
    secretCreatedAt: Date
  }

function toClient(row: ClientRow, rows: readonly ClientRow[]): Client {
  const { id, name, description, isFirstParty, isEnabled, createdAt, updatedAt } = row
  const { accessTokenLifetimeSeconds, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds } = row
  return {
    ...{ id, name, description, isFirstParty, isEnabled, createdAt, updatedAt },
    ...{ accessTokenLifetimeSeconds, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds },
    // Written through createClient alone, which takes these types.
    type: row.type as ClientType,
    grantTypes: splitList(row.grantTypes) as GrantType[],
    allowedScopes: splitList(row.allowedScopes),
    defaultScopes: splitList(row.defaultScopes),
    allowedAudiences: splitList(row.allowedAudiences),
    secrets: rows.flatMap(toSecret),
  }
}

function toSecret({ secretId, hash, hint, secretCreatedAt, expiresAt, lastUsedAt }: ClientRow): ClientSecret[] {
  return secretId === null ? [] : [{ id: secretId, hash, hint, createdAt: secretCreatedAt, expiresAt, lastUsedAt }]
}
