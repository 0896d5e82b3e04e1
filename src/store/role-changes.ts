// Roles as administrators list and change them.

import type { Page, PageRequest } from '../administration/page.ts'
import type { RoleAdministrationStorage } from '../administration/role-storage.ts'
import type { NewRole } from '../administration/storage.ts'
import type { AuditEntry, Role, ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { holdAdministrators, keepAdministrator } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { findHolders } from './held-words.ts'
import { joinList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'
import { readRegistry } from './scope-rows.ts'
import { allOf, toPage } from './search.ts'
import { isStorable } from './stored-text.ts'
import { type RoleRow, toRole } from './user-rows.ts'

/** The part of the store that administers roles. */
export function createRoleChanges({ read, transact }: Database): RoleAdministrationStorage {
  return {
    async listRoles({ first, after }: PageRequest): Promise<Page<Role>> {
      const which = allOf([after === null ? undefined : Prisma.sql`id > ${after}`])
      const rows = await withRetries(
        () => read.$queryRaw<RoleRow[]>`SELECT * FROM roles WHERE ${which} ORDER BY id LIMIT ${first + 1}`,
      )
      return toPage(rows.map(toRole), first)
    },

    async countRoles(): Promise<number> {
      return withRetries(() => read.role.count())
    },

    async createRole(
      role: NewRole,
      audit: AuditEntry,
      assertFit?: (registry: readonly ScopeDefinition[]) => void,
    ): Promise<void> {
      await refuseTakenName(() =>
        withRetries(() =>
          transact(async (transaction) => {
            await holdAdministrators(transaction)
            if (assertFit) assertFit(await readRegistry(transaction))
            await transaction.role.create({ data: { ...role, scopes: joinList(role.scopes) } })
            await writeEvents(transaction, [audit])
          }),
        ),
      )
    },

    async changeRole({ id, administrators }, decide) {
      if (!isStorable(id)) return undefined
      return refuseTakenName(() =>
        withRetries(() =>
          transact((transaction) =>
            keepAdministrator(transaction, administrators, async () => {
              const before = await holdRole(transaction, id)
              if (!before) return undefined
              const { next, audit } = decide(before, await readRegistry(transaction))
              const { name, description } = next
              const version = before.version + 1
              const data = { name, description, scopes: joinList(next.scopes), version }
              await transaction.role.updateMany({ where: { id }, data })
              await writeEvents(transaction, [audit])
              return { ...next, version }
            }),
          ),
        ),
      )
    },

    async deleteRole({ id, at, administrators }, decide) {
      if (!isStorable(id)) return false
      return withRetries(() =>
        transact((transaction) =>
          keepAdministrator(transaction, administrators, async () => {
            const role = await holdRole(transaction, id)
            if (!role) return false
            const [table, key] = [Prisma.sql`user_roles`, Prisma.sql`"userId"`]
            const users = await findHolders(transaction, { table, key, which: Prisma.sql`"roleId" = ${id}` })
            const audit = decide(role, { users, registry: await readRegistry(transaction) })
            await transaction.$executeRaw`
              UPDATE users SET version = version + 1, "updatedAt" = ${at}
              WHERE id IN (SELECT "userId" FROM user_roles WHERE "roleId" = ${id})`
            await transaction.$executeRaw`DELETE FROM roles WHERE id = ${id}`
            await writeEvents(transaction, [audit])
            return true
          }),
        ),
      )
    },
  }
}

/** Of what is unique about a role, only the name is chosen by people. */
async function refuseTakenName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new ConflictError('name', 'A role with this name exists.')
    throw error
  }
}

/** The role, held until the transaction ends. */
async function holdRole(transaction: Transaction, id: string): Promise<Role | undefined> {
  const held = await transaction.$executeRaw`UPDATE roles SET id = ${id} WHERE id = ${id}`
  if (held === 0) return undefined
  const [row] = await transaction.$queryRaw<RoleRow[]>`SELECT * FROM roles WHERE id = ${id}`
  if (!row) return undefined
  assertSameRow('role', row.id, id)
  return toRole(row)
}
