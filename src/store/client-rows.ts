// Rows of clients and their secrets, in and out.

import type { NewClient } from '../administration/storage.ts'
import type { Client, ClientSecret, ClientType, GrantType } from '../authorization-server/storage.ts'
import type { Prisma, Transaction } from './database.ts'
import { joinList, splitList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'

/** Those clients that a condition on `clients` holds for, by their ids, each with its secrets, oldest first. */
export async function readClients(read: Pick<Transaction, '$queryRaw'>, which: Prisma.Sql): Promise<Client[]> {
  const rows = await read.$queryRaw<ClientRow[]>`
    SELECT clients.*, secrets.id AS "secretId", secrets."clientId", secrets.hash, secrets.hint,
      secrets."createdAt" AS "secretCreatedAt", secrets."expiresAt", secrets."lastUsedAt"
    FROM clients LEFT JOIN client_secrets secrets ON secrets."clientId" = clients.id
    WHERE ${which} ORDER BY clients.id, secrets."createdAt", secrets.id`
  const byId = new Map<string, ClientRow[]>()
  for (const row of rows) {
    if (row.secretId !== null) assertSameRow('client secret', row.clientId, row.id)
    byId.set(row.id, [...(byId.get(row.id) ?? []), row])
  }
  return [...byId.values()].map(toClient)
}

/** The columns of a client that may change, as they are written. */
export function toColumns(client: Omit<NewClient, 'id' | 'createdAt' | 'secrets'>) {
  const { name, description, type, isFirstParty, isEnabled } = client
  const { accessTokenLifetimeSeconds, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds } = client
  return {
    ...{ name, description, type, isFirstParty, isEnabled },
    ...{ accessTokenLifetimeSeconds, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds },
    grantTypes: joinList(client.grantTypes),
    allowedScopes: joinList(client.allowedScopes),
    defaultScopes: joinList(client.defaultScopes),
    allowedAudiences: joinList(client.allowedAudiences),
  }
}

/** A client beside one of its secrets, or beside nothing. */
type ClientRow = Prisma.ClientGetPayload<object> &
  Omit<Prisma.ClientSecretGetPayload<object>, 'id' | 'createdAt'> & {
    secretId: string | null
    secretCreatedAt: Date
  }

function toClient(rows: readonly ClientRow[]): Client {
  const [row] = rows as [ClientRow]
  const { id, name, description, isFirstParty, isEnabled, createdAt, updatedAt, version } = row
  const { accessTokenLifetimeSeconds, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds } = row
  return {
    ...{ id, name, description, isFirstParty, isEnabled, createdAt, updatedAt, version },
    ...{ accessTokenLifetimeSeconds, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds },
    // Written as these types alone.
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
