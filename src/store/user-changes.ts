// Users as administrators list and change them.

import type { Page, PageRequest } from '../administration/page.ts'
import type { NewUser } from '../administration/storage.ts'
import type { GrantView, UserChange, UserFilter, UserToChange } from '../administration/user-storage.ts'
import type { AuditEntry, User } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { holdAdministrators, keepAdministrator } from './administrators.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList } from './lists.ts'
import { assertAmong, assertSameRow } from './poisoned-client.ts'
import { writeRevocation } from './revocations.ts'
import { readRegistry } from './scope-rows.ts'
import { allOf, containing, holds, toPage } from './search.ts'
import { endSomeSessions } from './session-ends.ts'
import { isStorable } from './stored-text.ts'
import { readUsers, toRole } from './user-rows.ts'

/** The part of the store that administers users. */
export function createUserChanges({ read, transact }: Database) {
  return {
    async listUsers({ first, after }: PageRequest, filter: UserFilter): Promise<Page<User>> {
      if (!canBeAsked(filter)) return { nodes: [], hasNextPage: false }
      const which = allOf([conditionOf(filter), after === null ? undefined : Prisma.sql`id > ${after}`])
      const page = Prisma.sql`users.id IN (SELECT id FROM users WHERE ${which} ORDER BY id LIMIT ${first + 1})`
      return toPage(await withRetries(() => readUsers(read, page)), first)
    },

    async countUsers(filter: UserFilter): Promise<number> {
      if (!canBeAsked(filter)) return 0
      const [row] = await withRetries(
        () => read.$queryRaw<{ count: bigint }[]>`SELECT COUNT(*) AS count FROM users WHERE ${conditionOf(filter)}`,
      )
      return Number(row?.count)
    },

    async findUsers(ids: readonly string[]): Promise<readonly User[]> {
      const known = ids.filter(isStorable)
      if (known.length === 0) return []
      const users = await withRetries(() => readUsers(read, Prisma.sql`users.id IN (${Prisma.join(known)})`))
      assertAmong('user', users, known)
      return users
    },

    async createUser(user: NewUser, audit: AuditEntry, assertFit?: (view: GrantView) => void): Promise<void> {
      await refuseTakenEmail(() =>
        withRetries(() =>
          transact(async (transaction) => {
            // Also for a transaction that writes later: SQLite lets it in only if it writes first.
            await holdAdministrators(transaction)
            if (assertFit) assertFit(await viewGrants(transaction, user.roleIds))
            await insertUser(transaction, user)
            await writeEvents(transaction, [audit])
          }),
        ),
      )
    },

    async changeUser(which: UserToChange, decide: (user: User, view: GrantView) => UserChange) {
      if (!isStorable(which.id)) return undefined
      return refuseTakenEmail(() =>
        withRetries(() =>
          transact((transaction) =>
            keepAdministrator(transaction, which.administrators, () => change(transaction, which, decide)),
          ),
        ),
      )
    },

    async deleteUser(id: string, audit: AuditEntry): Promise<boolean> {
      if (!isStorable(id)) return false
      return withRetries(() =>
        transact(async (transaction) => {
          const { count } = await transaction.user.deleteMany({ where: { id, isEnabled: false } })
          if (count === 1) await writeEvents(transaction, [audit])
          return count === 1
        }),
      )
    },
  }
}

/** Adds a user, as part of a transaction. */
export async function insertUser(transaction: Transaction, { roleIds, ...user }: NewUser): Promise<void> {
  const data = {
    ...user,
    scopes: joinList(user.scopes),
    passwordChangedAt: user.createdAt,
    updatedAt: user.createdAt,
    roles: { create: roleIds.map((roleId) => ({ roleId })) },
  }
  await transaction.user.create({ data })
}

/** Of what is unique about a user, only the email is chosen by people. */
export async function refuseTakenEmail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new ConflictError('email', 'A user with this email exists.')
    throw error
  }
}

async function change(
  transaction: Transaction,
  { id, roleIds }: UserToChange,
  decide: (user: User, view: GrantView) => UserChange,
): Promise<{ user: User; revokedSessionCount: number } | undefined> {
  const user = await holdUser(transaction, id)
  if (!user) return undefined
  const { next, at, revoking, audit } = decide(user, await viewGrants(transaction, roleIds ?? []))
  const { email, displayName, passwordHash, isEnabled } = next
  const version = user.version + 1
  const changedPassword = passwordHash === user.passwordHash ? {} : { passwordHash, passwordChangedAt: at }
  const data = { email, displayName, isEnabled, ...changedPassword, scopes: joinList(next.scopes), updatedAt: at, version }
  await transaction.user.updateMany({ where: { id }, data })
  await writeRoles(transaction, user, next)
  const revokedSessionCount = revoking ? (await endSomeSessions(transaction, { userId: id }, revoking.end)).count : 0
  await writeEvents(transaction, audit(revokedSessionCount))
  // Last of the rows that are held, as everywhere.
  if (revoking) await writeRevocation(transaction, revoking.revocation)
  return { user: { ...next, version }, revokedSessionCount }
}

/** The user, held until the transaction ends. A login that is under way has begun its session before, or begins it after. */
async function holdUser(transaction: Transaction, id: string): Promise<User | undefined> {
  const held = await transaction.$executeRaw`UPDATE users SET id = ${id} WHERE id = ${id}`
  if (held === 0) return undefined
  const [user] = await readUsers(transaction, Prisma.sql`users.id = ${id}`)
  if (user) assertSameRow('user', user.id, id)
  return user
}

/** The roles are held: what they grant stays what it is until the transaction ends. */
export async function viewGrants(transaction: Transaction, roleIds: readonly string[]): Promise<GrantView> {
  const known = [...new Set(roleIds)].filter(isStorable).sort()
  // One by one and in one order, so that two transactions never wait for each other.
  for (const id of known) await transaction.$executeRaw`UPDATE roles SET id = ${id} WHERE id = ${id}`
  const roles = await transaction.role.findMany({ where: { id: { in: known } }, orderBy: { id: 'asc' } })
  return { roles: roles.map(toRole), definitions: await readRegistry(transaction) }
}

async function writeRoles(transaction: Transaction, { id: userId, roles: before }: User, { roles }: User): Promise<void> {
  const without = (list: User['roles'], others: User['roles']) =>
    list.filter(({ id }) => !others.some((other) => other.id === id)).map(({ id }) => id)
  await transaction.userRole.deleteMany({ where: { userId, roleId: { in: without(before, roles) } } })
  for (const roleId of without(roles, before)) await transaction.userRole.create({ data: { userId, roleId } })
}

function canBeAsked({ roleId }: UserFilter): boolean {
  return roleId == null || isStorable(roleId)
}

function conditionOf({ search, isEnabled, roleId }: UserFilter): Prisma.Sql {
  return allOf([
    search == null ? undefined : matches(search),
    isEnabled == null ? undefined : Prisma.sql`"isEnabled" = ${isEnabled}`,
    roleId == null ? undefined : Prisma.sql`id IN (SELECT "userId" FROM user_roles WHERE "roleId" = ${roleId})`,
  ])
}

function matches(search: string): Prisma.Sql {
  // Emails are stored in lower case, whatever letters they have; made so once more, each of them would cost as much again.
  const email = Prisma.sql`email LIKE ${containing(search.toLowerCase())} ESCAPE '!'`
  return Prisma.sql`(${email} OR ${holds(Prisma.sql`"displayName"`, search)} OR id = ${search})`
}
