// The registry of scopes as administrators list and change it; everyone who reads it to decide something holds the row of administrators.

import type { Page, PageRequest } from '../administration/page.ts'
import type { ScopeAdministrationStorage, ScopeHolders } from '../administration/scope-storage.ts'
import type { NewScopeDefinition } from '../administration/storage.ts'
import type { AuditEntry, ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { holdAdministrators, keepAdministrator } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { findHolders, hasWord, withoutWord } from './held-words.ts'
import { readRegistry, type ScopeRow, toDefinition, toScopeRow } from './scope-rows.ts'
import { allOf, toPage } from './search.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that administers scopes. */
export function createScopeChanges({ provider, read, transact }: Database): ScopeAdministrationStorage {
  // As their characters are numbered, whatever the language of the database.
  const place = provider === 'postgresql' ? Prisma.sql`name COLLATE "C"` : Prisma.sql`name`
  return {
    async listScopes({ first, after }: PageRequest): Promise<Page<ScopeDefinition>> {
      const which = allOf([after === null ? undefined : Prisma.sql`${place} > ${after}`])
      const rows = await withRetries(
        () => read.$queryRaw<ScopeRow[]>`SELECT * FROM scopes WHERE ${which} ORDER BY ${place} LIMIT ${first + 1}`,
      )
      return toPage(rows.map(toDefinition), first)
    },

    async countScopes(): Promise<number> {
      return withRetries(() => read.scopeDefinition.count())
    },

    async createScope(scope: NewScopeDefinition, decide: (registry: readonly ScopeDefinition[]) => AuditEntry): Promise<void> {
      await withRetries(() =>
        transact(async (transaction) => {
          await holdAdministrators(transaction)
          const registry = await readRegistry(transaction)
          if (registry.some(({ name }) => name === scope.name)) throw isTaken()
          const audit = decide(registry)
          await transaction.scopeDefinition.create({ data: toScopeRow(scope) })
          await writeEvents(transaction, [audit])
        }),
      ).catch((error: unknown) => {
        // A node that starts registers its own without waiting for anyone.
        throw isUniqueViolation(error) ? isTaken() : error
      })
    },

    async changeScope({ name, administrators }, decide) {
      if (!isStorable(name)) return undefined
      return withRetries(() =>
        transact((transaction) =>
          keepAdministrator(transaction, administrators, async () => {
            const registry = await readRegistry(transaction)
            const before = registry.find((scope) => scope.name === name)
            if (!before) return undefined
            const { next, audit } = decide(before, registry)
            const version = before.version + 1
            const { description, implies, isDefault } = toScopeRow(next)
            await transaction.scopeDefinition.updateMany({ where: { name }, data: { description, implies, isDefault, version } })
            await writeEvents(transaction, [audit])
            return { ...next, version }
          }),
        ),
      )
    },

    async deleteScope({ name, at, administrators }, decide) {
      if (!isStorable(name)) return false
      return withRetries(() =>
        transact((transaction) =>
          keepAdministrator(transaction, administrators, async () => {
            const held = await transaction.$executeRaw`UPDATE scopes SET name = ${name} WHERE name = ${name}`
            if (held === 0) return false
            const audit = decide(await findScopeHolders(transaction, name), await readRegistry(transaction))
            await takeFromAll(transaction, { name, at })
            await transaction.$executeRaw`DELETE FROM scopes WHERE name = ${name}`
            await writeEvents(transaction, [audit])
            return true
          }),
        ),
      )
    },
  }
}

function isTaken(): ConflictError {
  return new ConflictError('name', 'A scope with this name exists.')
}

const [scopes, implies] = [Prisma.sql`scopes`, Prisma.sql`implies`]
const [allowed, defaults] = [Prisma.sql`"allowedScopes"`, Prisma.sql`"defaultScopes"`]

async function findScopeHolders(transaction: Transaction, name: string): Promise<ScopeHolders> {
  const id = Prisma.sql`id`
  const ofClients = Prisma.sql`(${hasWord(allowed, name)} OR ${hasWord(defaults, name)})`
  return {
    clients: await findHolders(transaction, { table: Prisma.sql`clients`, key: id, which: ofClients }),
    users: await findHolders(transaction, { table: Prisma.sql`users`, key: id, which: hasWord(scopes, name) }),
    roles: await findHolders(transaction, { table: Prisma.sql`roles`, key: id, which: hasWord(scopes, name) }),
    scopes: await findHolders(transaction, { table: scopes, key: Prisma.sql`name`, which: hasWord(implies, name) }),
  }
}

/** Users before clients, as a login holds them. */
async function takeFromAll(transaction: Transaction, { name, at }: { name: string; at: Date }): Promise<void> {
  await transaction.$executeRaw`
    UPDATE users SET scopes = ${withoutWord(scopes, name)}, version = version + 1, "updatedAt" = ${at}
    WHERE ${hasWord(scopes, name)}`
  await transaction.$executeRaw`
    UPDATE clients SET "allowedScopes" = ${withoutWord(allowed, name)}, "defaultScopes" = ${withoutWord(defaults, name)},
      version = version + 1, "updatedAt" = ${at}
    WHERE ${hasWord(allowed, name)} OR ${hasWord(defaults, name)}`
  await transaction.$executeRaw`
    UPDATE roles SET scopes = ${withoutWord(scopes, name)}, version = version + 1 WHERE ${hasWord(scopes, name)}`
  await transaction.$executeRaw`
    UPDATE scopes SET implies = ${withoutWord(implies, name)}, version = version + 1 WHERE ${hasWord(implies, name)}`
}
