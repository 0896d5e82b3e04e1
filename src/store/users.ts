// Users: finding them, and changing a password without losing a race.

import type { NewUser } from '../administration/storage.ts'
import type { AuditEntry, PasswordChange, Role, User, UserForLogin } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList, splitList } from './lists.ts'
import { assertSameRow } from './poisoned-client.ts'
import { endAliveSessions } from './session-ends.ts'
import { isStorable } from './stored-text.ts'

/** The part of the store that remembers users. */
export function createUserStore({ read, transact }: Database) {
  return {
    async findUser(id: string): Promise<User | undefined> {
      if (!isStorable(id)) return undefined
      const rows = await withRetries(() => readUser(read, Prisma.sql`users.id = ${id}`))
      for (const row of rows) assertSameRow('user', row.id, id)
      return toUser(rows)
    },

    async findUserByEmail(email: string): Promise<User | undefined> {
      if (!isStorable(email)) return undefined
      const rows = await withRetries(() => readUser(read, Prisma.sql`users.email = ${email}`))
      for (const row of rows) assertSameRow('user', row.email, email)
      return toUser(rows)
    },

    async findUserForLogin(email: string): Promise<UserForLogin | undefined> {
      if (!isStorable(email)) return undefined
      const select = { id: true, email: true, passwordHash: true, passwordChangedAt: true, isEnabled: true }
      const row = await withRetries(() => read.user.findUnique({ where: { email }, select }))
      if (!row) return undefined
      const { email: found, ...user } = row
      assertSameRow('user', found, email)
      return user
    },

    async replacePassword(change: PasswordChange): Promise<{ revokedSessionCount: number } | false> {
      return withRetries(() =>
        transact(async (transaction) => {
          const { count } = await transaction.user.updateMany({
            where: { id: change.userId, passwordHash: change.checkedPasswordHash, isEnabled: true },
            data: { passwordHash: change.passwordHash, passwordChangedAt: change.end.at, updatedAt: change.end.at },
          })
          if (count === 0) return false
          const others = Prisma.sql`"userId" = ${change.userId} AND id <> ${change.keepSessionId ?? ''}`
          await writeEvents(transaction, [change.audit])
          const revokedSessionCount = await endAliveSessions(transaction, others, change.end)
          return { revokedSessionCount }
        }),
      )
    },

    async hasOtherUsers(ids: readonly string[]): Promise<boolean> {
      return withRetries(async () => (await read.user.findFirst({ where: { id: { notIn: [...ids] } } })) !== null)
    },

    async createUser({ roleIds, ...user }: NewUser, audit: AuditEntry): Promise<void> {
      const data = {
        ...user,
        scopes: joinList(user.scopes),
        passwordChangedAt: user.createdAt,
        updatedAt: user.createdAt,
        roles: { create: roleIds.map((roleId) => ({ roleId })) },
      }
      try {
        await withRetries(() =>
          transact(async (transaction) => {
            await transaction.user.create({ data })
            await writeEvents(transaction, [audit])
          }),
        )
      } catch (error) {
        if (isUniqueViolation(error)) throw new ConflictError('email', 'A user with this email exists.')
        throw error
      }
    },
  }
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

function readUser(read: Database['read'], which: Prisma.Sql): Promise<UserRow[]> {
  return read.$queryRaw<UserRow[]>`
    SELECT users.*, roles.id AS "roleId", roles.name AS "roleName", roles.description AS "roleDescription",
      roles.scopes AS "roleScopes", roles."createdAt" AS "roleCreatedAt", roles.version AS "roleVersion"
    FROM users
    LEFT JOIN user_roles ON user_roles."userId" = users.id LEFT JOIN roles ON roles.id = user_roles."roleId"
    WHERE ${which}`
}

function toUser(rows: readonly UserRow[]): User | undefined {
  const [row] = rows
  if (!row) return undefined
  const { id, email, displayName, passwordHash, isEnabled, lastLoginAt, createdAt, version } = row
  const roles = rows.flatMap(toRole)
  const facts = { id, email, displayName, passwordHash, isEnabled, lastLoginAt, createdAt, version }
  return { ...facts, scopes: splitList(row.scopes), roles }
}

function toRole(row: UserRow): Role[] {
  const { roleId: id, roleName: name, roleDescription: description, roleCreatedAt: createdAt, roleVersion: version } = row
  return id === null ? [] : [{ id, name, description, scopes: splitList(row.roleScopes), createdAt, version }]
}
