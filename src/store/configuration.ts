// Configuration as a whole: read at one moment, and changed in one transaction.

import type { AdministratorTestOf } from '../administration/administrators.ts'
import type {
  ClientEnding,
  ConfigurationSnapshot,
  ConfigurationWrites,
  RecordWrites,
} from '../administration/configuration/storage.ts'
import type { NewClient } from '../administration/storage.ts'
import type { Client, Role, ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { keepAdministrator } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import { writeSecrets } from './client-changes.ts'
import { readClients, toColumns } from './client-rows.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList, splitList } from './lists.ts'
import { writeRevocation } from './revocations.ts'
import { readRegistry, toScopeRow } from './scope-rows.ts'
import { endSomeSessions } from './session-ends.ts'
import { type RoleRow, toRole } from './user-rows.ts'

/** The part of the store that knows configuration as a whole. */
export function createConfigurationStore({ provider, snapshot, transact }: Database) {
  return {
    readConfiguration: (): Promise<ConfigurationSnapshot> => withRetries(() => snapshot(readAll)),

    async changeConfiguration(
      administrators: AdministratorTestOf,
      decide: (snapshot: ConfigurationSnapshot) => ConfigurationWrites | undefined,
    ): Promise<void> {
      try {
        await withRetries(() =>
          transact((transaction) =>
            keepAdministrator(transaction, administrators, async () => {
              // A node that starts registers its own scopes without waiting for anyone. SQLite has one writer, and this is it.
              if (provider === 'postgresql') await transaction.$executeRaw`LOCK TABLE scopes IN SHARE ROW EXCLUSIVE MODE`
              const before = await readAll(transaction)
              const writes = decide(before)
              if (writes) await writeAll(transaction, before, writes)
            }),
          ),
        )
      } catch (error) {
        // Names and ids were looked at; what else is unique is the hash of a secret.
        if (isUniqueViolation(error))
          throw new ConflictError('secrets', 'A secret of the document is already that of another client.')
        throw error
      }
    },
  }
}

async function readAll(read: Pick<Transaction, '$queryRaw'>): Promise<ConfigurationSnapshot> {
  const scopes = await readRegistry(read)
  const roles = await read.$queryRaw<RoleRow[]>`SELECT * FROM roles ORDER BY id`
  const clients = await readClients(read, Prisma.sql`1 = 1`)
  const holders = await read.$queryRaw<{ roleId: string; count: bigint }[]>`
    SELECT "roleId", COUNT(*) AS count FROM user_roles GROUP BY "roleId"`
  const lists = await read.$queryRaw<{ scopes: string; count: bigint }[]>`
    SELECT scopes, COUNT(*) AS count FROM users WHERE scopes <> '' GROUP BY scopes`
  const scopeHolders = new Map<string, number>()
  for (const { scopes: list, count } of lists)
    for (const scope of splitList(list)) scopeHolders.set(scope, (scopeHolders.get(scope) ?? 0) + Number(count))
  return {
    scopes,
    roles: roles.map(toRole),
    clients,
    roleHolders: new Map(holders.map(({ roleId, count }) => [roleId, Number(count)])),
    scopeHolders,
  }
}

async function writeAll(
  transaction: Transaction,
  { clients: before }: ConfigurationSnapshot,
  { scopes, roles, clients, endings, audit, at }: ConfigurationWrites,
): Promise<void> {
  await writeScopes(transaction, scopes)
  await writeRoles(transaction, roles, at)
  await writeClients(transaction, clients, before)
  await writeEvents(transaction, audit)
  for (const ending of endings) await endSessionsOf(transaction, ending, clients.deleted)
  await transaction.client.deleteMany({ where: { id: { in: [...clients.deleted] } } })
  // Last of the rows that are held, as everywhere.
  for (const { revocation } of endings) if (revocation) await writeRevocation(transaction, revocation)
}

async function writeScopes(
  transaction: Transaction,
  { created, changed, deleted }: RecordWrites<Omit<ScopeDefinition, 'version'>, ScopeDefinition>,
): Promise<void> {
  await transaction.scopeDefinition.deleteMany({ where: { name: { in: [...deleted] } } })
  await transaction.scopeDefinition.createMany({ data: created.map(toScopeRow) })
  for (const { name, description, implies, isDefault, version } of changed) {
    const data = { description, implies: joinList(implies), isDefault, version: version + 1 }
    await transaction.scopeDefinition.updateMany({ where: { name }, data })
  }
}

async function writeRoles(
  transaction: Transaction,
  { created, changed, deleted }: RecordWrites<Omit<Role, 'version'>, Role>,
  at: Date,
): Promise<void> {
  for (const id of deleted)
    await transaction.$executeRaw`
      UPDATE users SET version = version + 1, "updatedAt" = ${at} WHERE id IN (SELECT "userId" FROM user_roles WHERE "roleId" = ${id})`
  await transaction.role.deleteMany({ where: { id: { in: [...deleted] } } })
  // Two roles may exchange their names: no name is taken while they do.
  for (const { id } of changed) await transaction.role.updateMany({ where: { id }, data: { name: `changing ${id}` } })
  for (const { id, name, description, scopes, version } of changed) {
    const data = { name, description, scopes: joinList(scopes), version: version + 1 }
    await transaction.role.updateMany({ where: { id }, data })
  }
  await transaction.role.createMany({ data: created.map((role) => ({ ...role, scopes: joinList(role.scopes) })) })
}

async function writeClients(
  transaction: Transaction,
  { created, changed }: RecordWrites<NewClient, Client>,
  before: readonly Client[],
): Promise<void> {
  const rows = created.map((client) => ({
    ...toColumns(client),
    id: client.id,
    createdAt: client.createdAt,
    updatedAt: client.createdAt,
  }))
  await transaction.client.createMany({ data: rows })
  const secrets = created.flatMap((client) => client.secrets.map((secret) => ({ ...secret, clientId: client.id })))
  await transaction.clientSecret.createMany({ data: secrets })
  const known = new Map(before.map((client) => [client.id, client]))
  for (const client of changed) {
    const data = { ...toColumns(client), updatedAt: client.updatedAt, version: client.version + 1 }
    await transaction.client.updateMany({ where: { id: client.id }, data })
    await writeSecrets(transaction, known.get(client.id) ?? client, client)
  }
}

/** Of five hundred sessions each: more would take longer than a transaction may. */
const maxRounds = 10

async function endSessionsOf(
  transaction: Transaction,
  { clientId, end }: ClientEnding,
  deleted: readonly string[],
): Promise<void> {
  for (let round = 0; round < maxRounds; round++) {
    if ((await endSomeSessions(transaction, { clientId }, end)).isLast) return
  }
  // Those of a client that stays are ended afterwards; of one that goes, nobody would hear of them again.
  if (deleted.includes(clientId))
    throw new ConflictError('clients', `The client ${clientId} has too many sessions to be deleted at once. Disable it first.`)
}
