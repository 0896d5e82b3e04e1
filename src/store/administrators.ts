// The last administrator stays: every change that could take the last one away goes through here, one after the other.

import type { AdministratorTestOf } from '../administration/administrators.ts'
import { ConflictError } from '../errors.ts'
import type { Transaction } from './database.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList, splitList } from './lists.ts'
import { allOf } from './search.ts'

/**
 * Does the work of a transaction, and refuses it when there was an administrator before and is none after.
 *
 * Call it as the first thing of the transaction: it holds a row that everyone who calls it waits for, so that two of them never each take
 * away the administrator whom the other one leaves. Whatever else is held comes after.
 *
 * @throws {ConflictError} no administrator would be left; the transaction is to be rolled back
 */
export async function keepAdministrator<T>(
  transaction: Transaction,
  testOf: AdministratorTestOf,
  work: () => Promise<T>,
): Promise<T> {
  await holdAdministrators(transaction)
  const hadOne = await hasAdministrator(transaction, testOf)
  const result = await work()
  if (hadOne && !(await hasAdministrator(transaction, testOf)))
    throw new ConflictError('administrators', 'This would leave nobody who can administer. Make another administrator first.')
  return result
}

/** Makes every other transaction that changes who administers wait until this one has ended. */
export async function holdAdministrators(transaction: Transaction): Promise<void> {
  const held = await transaction.$executeRaw`UPDATE sequences SET value = value + 0 WHERE name = 'administrators'`
  if (held !== 1) throw new Error('The row that keeps the last administrator is missing: the database was changed by hand.')
}

/** More would not fit into one condition, and then everyone is looked at. */
const maxBeginnings = 100
const usersAtOnce = 500

/** Whether there is an administrator. Of many users, it looks at those who hold a scope that can be one of an administrator's. */
export async function hasAdministrator(transaction: Transaction, testOf: AdministratorTestOf): Promise<boolean> {
  const definitions = await transaction.scopeDefinition.findMany()
  const { beginnings, isAdministrator } = testOf(definitions.map((row) => ({ ...row, implies: splitList(row.implies) })))
  const known = new Map<string, boolean>()
  // The oldest user is an administrator as a rule, and then the first to be found.
  for (let [after, limit] = ['', 1]; ; limit = usersAtOnce) {
    const holders = await readHolders(transaction, beginnings, { after, limit })
    for (const { scopes } of holders.values()) {
      const key = joinList(scopes)
      const isOne = known.get(key) ?? isAdministrator(scopes)
      if (isOne) return true
      known.set(key, false)
    }
    if (holders.size < limit) return false
    after = [...holders.keys()].at(-1) ?? ''
  }
}

interface Holder {
  readonly scopes: string[]
}

/** Enabled users who hold a scope that begins so, directly or through a role, by their ids, each with all that they hold. */
async function readHolders(
  transaction: Transaction,
  beginnings: readonly string[],
  { after, limit }: { after: string; limit: number },
): Promise<Map<string, Holder>> {
  const direct = holdsOneOf(Prisma.sql`users.scopes`, beginnings)
  const throughRole = Prisma.sql`users.id IN (
    SELECT user_roles."userId" FROM user_roles JOIN roles ON roles.id = user_roles."roleId"
    WHERE ${holdsOneOf(Prisma.sql`roles.scopes`, beginnings)})`
  const which = allOf([
    Prisma.sql`users."isEnabled" = ${true}`,
    Prisma.sql`users.id > ${after}`,
    Prisma.sql`(${direct} OR ${throughRole})`,
  ])
  const rows = await transaction.$queryRaw<{ id: string; scopes: string; roleScopes: string | null }[]>`
    SELECT users.id, users.scopes, roles.scopes AS "roleScopes" FROM users
    LEFT JOIN user_roles ON user_roles."userId" = users.id LEFT JOIN roles ON roles.id = user_roles."roleId"
    WHERE users.id IN (SELECT users.id FROM users WHERE ${which} ORDER BY users.id LIMIT ${limit})
    ORDER BY users.id, roles.id`
  const holders = new Map<string, Holder>()
  for (const { id, scopes, roleScopes } of rows) {
    const holder = holders.get(id) ?? { scopes: splitList(scopes) }
    holder.scopes.push(...splitList(roleScopes ?? ''))
    holders.set(id, holder)
  }
  return holders
}

/** It may hold for some that do not begin so, in another case for one: they are looked at closer afterwards. */
function holdsOneOf(column: Prisma.Sql, beginnings: readonly string[]): Prisma.Sql {
  if (beginnings.length > maxBeginnings) return allOf([])
  return Prisma.sql`(${Prisma.join(
    beginnings.map((beginning) => Prisma.sql`' ' || ${column} LIKE ${`% ${beginning}%`}`),
    ' OR ',
  )})`
}
