// Many users made at once.

import type { UserBatch } from '../administration/user-import/storage.ts'
import type { GrantView, NewUser } from '../administration/user-storage.ts'
import type { Role } from '../authorization-server/storage.ts'
import { holdAdministrators } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList } from './lists.ts'
import { viewGrants } from './user-changes.ts'
import { type RoleRow, toRole } from './user-rows.ts'

/** So many rows of eleven columns stay below the number of parameters that a statement takes. */
const rowsAtOnce = 500

/** The part of the store that imports users. */
export function createUserImportStore({ read, transact }: Database) {
  return {
    async listAllRoles(): Promise<readonly Role[]> {
      return (await withRetries(() => read.$queryRaw<RoleRow[]>`SELECT * FROM roles ORDER BY id`)).map(toRole)
    },

    async findTakenEmails(emails: readonly string[]): Promise<ReadonlySet<string>> {
      const taken = new Set<string>()
      for (let start = 0; start < emails.length; start += rowsAtOnce) {
        const some = Prisma.join(emails.slice(start, start + rowsAtOnce))
        const rows = await withRetries(
          () => read.$queryRaw<{ email: string }[]>`SELECT email FROM users WHERE email IN (${some})`,
        )
        for (const { email } of rows) taken.add(email)
      }
      return taken
    },

    async createUsers(roleIds: readonly string[], decide: (view: GrantView) => UserBatch): Promise<readonly string[]> {
      return withRetries(() =>
        transact(async (transaction) => {
          await holdAdministrators(transaction)
          const { users, audit } = decide(await viewGrants(transaction, roleIds))
          const ids = await insertUsers(transaction, users)
          if (ids.length > 0) await writeEvents(transaction, audit(ids))
          return ids
        }),
      )
    },
  }
}

async function insertUsers(transaction: Transaction, users: readonly NewUser[]): Promise<string[]> {
  const made: string[] = []
  for (let start = 0; start < users.length; start += rowsAtOnce) {
    const some = users.slice(start, start + rowsAtOnce)
    const rows = await transaction.$queryRaw<{ id: string }[]>`
      INSERT INTO users (id, email, "displayName", "passwordHash", "passwordChangedAt", scopes, "isEnabled", "createdAt", "updatedAt")
      VALUES ${Prisma.join(some.map(toRow))}
      ON CONFLICT (email) DO NOTHING RETURNING id`
    const ids = new Set(rows.map(({ id }) => id))
    const held = some
      .filter(({ id }) => ids.has(id))
      .flatMap(({ id, roleIds }) => roleIds.map((roleId) => ({ userId: id, roleId })))
    await transaction.userRole.createMany({ data: held })
    made.push(...ids)
  }
  return made
}

function toRow({ id, email, displayName, passwordHash, scopes, isEnabled, createdAt }: NewUser): Prisma.Sql {
  return Prisma.sql`(${id}, ${email}, ${displayName}, ${passwordHash}, ${createdAt}, ${joinList(scopes)}, ${isEnabled}, ${createdAt}, ${createdAt})`
}
