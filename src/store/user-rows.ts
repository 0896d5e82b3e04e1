// Rows of users and the roles they hold, out.

import type { Role, User } from '../authorization-server/storage.ts'
import type { Prisma, Transaction } from './database.ts'
import { splitList } from './lists.ts'

/** Those users that a condition on `users` holds for, by their ids, each with the roles, oldest first. */
export async function readUsers(read: Pick<Transaction, '$queryRaw'>, which: Prisma.Sql): Promise<User[]> {
  const rows = await read.$queryRaw<UserRow[]>`
    SELECT users.*, roles.id AS "roleId", roles.name AS "roleName", roles.description AS "roleDescription",
      roles.scopes AS "roleScopes", roles."createdAt" AS "roleCreatedAt", roles.version AS "roleVersion"
    FROM users
    LEFT JOIN user_roles ON user_roles."userId" = users.id LEFT JOIN roles ON roles.id = user_roles."roleId"
    WHERE ${which} ORDER BY users.id, roles.id`
  const byId = new Map<string, UserRow[]>()
  for (const row of rows) {
    const known = byId.get(row.id)
    if (known) known.push(row)
    else byId.set(row.id, [row])
  }
  return [...byId.values()].map(toUser)
}

/** A role as it is stored. */
export type RoleRow = Prisma.RoleGetPayload<object>

/** The role of a row. */
export function toRole({ id, name, description, scopes, createdAt, version }: RoleRow): Role {
  return { id, name, description, scopes: splitList(scopes), createdAt, version }
}

/** A user beside one of the roles, or beside nothing. */
type UserRow = Prisma.UserGetPayload<object> & {
  roleId: string | null
  roleName: string
  roleDescription: string | null
  roleScopes: string
  roleCreatedAt: Date
  roleVersion: number
}

function toUser(rows: readonly UserRow[]): User {
  const [row] = rows as [UserRow]
  const { id, email, displayName, passwordHash, isEnabled, lastLoginAt, createdAt, version } = row
  const facts = { id, email, displayName, passwordHash, isEnabled, lastLoginAt, createdAt, version }
  return { ...facts, scopes: splitList(row.scopes), roles: rows.flatMap(roleOf) }
}

function roleOf({ roleId: id, roleName, roleDescription, roleScopes, roleCreatedAt, roleVersion }: UserRow): Role[] {
  if (id === null) return []
  const facts = { name: roleName, description: roleDescription, createdAt: roleCreatedAt, version: roleVersion }
  return [toRole({ id, ...facts, scopes: roleScopes })]
}
