// Users: finding them, and changing a password without losing a race.

import type { PasswordChange, User, UserForLogin } from '../authorization-server/storage.ts'
import { writeEvents } from './audit-events.ts'
import type { Database } from './database.ts'
import { withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { assertSameRow } from './poisoned-client.ts'
import { endAliveSessions } from './session-ends.ts'
import { isStorable } from './stored-text.ts'
import { readUsers } from './user-rows.ts'

/** The part of the store that remembers users. */
export function createUserStore({ read, transact }: Database) {
  return {
    async findUser(id: string): Promise<User | undefined> {
      if (!isStorable(id)) return undefined
      const [user] = await withRetries(() => readUsers(read, Prisma.sql`users.id = ${id}`))
      if (user) assertSameRow('user', user.id, id)
      return user
    },

    async findUserByEmail(email: string): Promise<User | undefined> {
      if (!isStorable(email)) return undefined
      const [user] = await withRetries(() => readUsers(read, Prisma.sql`users.email = ${email}`))
      if (user) assertSameRow('user', user.email, email)
      return user
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
  }
}
