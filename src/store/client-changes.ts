// Clients as administrators list and change them.

import type { ClientChange, ClientFilter } from '../administration/client-storage.ts'
import type { Page, PageRequest } from '../administration/page.ts'
import type { AuditEntry, Client, ScopeDefinition } from '../authorization-server/storage.ts'
import { holdAdministrators } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import { readClients, toColumns } from './client-rows.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { assertAmong, assertSameRow } from './poisoned-client.ts'
import { writeRevocation } from './revocations.ts'
import { readRegistry } from './scope-rows.ts'
import { allOf, holds, toPage } from './search.ts'
import { endSomeSessions } from './session-ends.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that administers clients. */
export function createClientChanges({ read, transact }: Database) {
  return {
    async listClients({ first, after }: PageRequest, filter: ClientFilter): Promise<Page<Client>> {
      const which = allOf([conditionOf(filter), after === null ? undefined : Prisma.sql`id > ${after}`])
      const page = Prisma.sql`clients.id IN (SELECT id FROM clients WHERE ${which} ORDER BY id LIMIT ${first + 1})`
      return toPage(await withRetries(() => readClients(read, page)), first)
    },

    async countClients(filter: ClientFilter): Promise<number> {
      const [row] = await withRetries(
        () => read.$queryRaw<{ count: bigint }[]>`SELECT COUNT(*) AS count FROM clients WHERE ${conditionOf(filter)}`,
      )
      return Number(row?.count)
    },

    async findClients(ids: readonly string[]): Promise<readonly Client[]> {
      const known = ids.filter(isStorable)
      if (known.length === 0) return []
      const clients = await withRetries(() => readClients(read, Prisma.sql`clients.id IN (${Prisma.join(known)})`))
      assertAmong('client', clients, known)
      return clients
    },

    async changeClient(
      id: string,
      decide: (client: Client, registry: readonly ScopeDefinition[]) => ClientChange,
    ): Promise<Client | undefined> {
      if (!isStorable(id)) return undefined
      return withRetries(() =>
        transact(async (transaction) => {
          // What its scopes mean stays what it is until the transaction ends.
          await holdAdministrators(transaction)
          const client = await holdClient(transaction, id)
          if (!client) return undefined
          const { next, audit, revoking } = decide(client, await readRegistry(transaction))
          const data = { ...toColumns(next), updatedAt: next.updatedAt, version: client.version + 1 }
          await transaction.client.updateMany({ where: { id }, data })
          await writeSecrets(transaction, client, next)
          await writeEvents(transaction, [audit])
          if (revoking) {
            await endSomeSessions(transaction, { clientId: id }, revoking.end)
            await writeRevocation(transaction, revoking.revocation)
          }
          return { ...next, version: data.version }
        }),
      )
    },

    async deleteClient(id: string, audit: AuditEntry): Promise<boolean> {
      if (!isStorable(id)) return false
      return withRetries(() =>
        transact(async (transaction) => {
          const { count } = await transaction.client.deleteMany({ where: { id, isEnabled: false } })
          if (count === 1) await writeEvents(transaction, [audit])
          return count === 1
        }),
      )
    },
  }
}

function conditionOf({ search, type, isEnabled }: ClientFilter): Prisma.Sql {
  return allOf([
    search == null ? undefined : Prisma.sql`(${holds(Prisma.sql`name`, search)} OR id = ${search})`,
    type == null ? undefined : Prisma.sql`type = ${type}`,
    isEnabled == null ? undefined : Prisma.sql`"isEnabled" = ${isEnabled}`,
  ])
}

/** The client, held until the transaction ends. */
async function holdClient(transaction: Transaction, id: string): Promise<Client | undefined> {
  const held = await transaction.$executeRaw`UPDATE clients SET id = ${id} WHERE id = ${id}`
  if (held === 0) return undefined
  const [client] = await readClients(transaction, Prisma.sql`clients.id = ${id}`)
  if (client) assertSameRow('client', client.id, id)
  return client
}

/** Makes the secrets of a client what they are to be, as part of a transaction. */
export async function writeSecrets(
  transaction: Transaction,
  { id: clientId, secrets: before }: Client,
  { secrets }: Client,
): Promise<void> {
  const removed = before.filter(({ id }) => !secrets.some((secret) => secret.id === id))
  await transaction.clientSecret.deleteMany({ where: { id: { in: removed.map(({ id }) => id) } } })
  for (const secret of secrets) {
    const known = before.find(({ id }) => id === secret.id)
    if (!known) await transaction.clientSecret.create({ data: { ...secret, clientId } })
    else if (known.expiresAt?.getTime() !== secret.expiresAt?.getTime())
      await transaction.clientSecret.updateMany({ where: { id: secret.id }, data: { expiresAt: secret.expiresAt } })
  }
}
