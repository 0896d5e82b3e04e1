// The last administrator stays: every change that could take the last one away goes through here, one after the other.

import type { AdministratorTestOf } from '../administration/administrators.ts'
import { ConflictError } from '../errors.ts'
import type { Transaction } from './database.ts'
import { Prisma } from './generated/sqlite/client.ts'
import { joinList, splitList } from './lists.ts'
import { readRegistry } from './scope-rows.ts'
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
  const before = await findAdministrator(transaction, testOf)
  const result = await work()
  if (before !== undefined && (await findAdministrator(transaction, testOf, before)) === undefined)
    throw new ConflictError('administrators', 'This would leave nobody who can administer. Make another administrator first.')
  return result
}

/** Makes every other transaction that changes who administers wait until this one has ended. */
export async function holdAdministrators(transaction: Transaction): Promise<void> {
  const held = await transaction.$executeRaw`UPDATE sequences SET value = value + 0 WHERE name = 'administrators'`
  if (held !== 1) throw new Error('The row that keeps the last administrator is missing: the database was changed by hand.')
}

const usersAtOnce = 500

/**
 * The id of an administrator, if there is one. Of many users, it looks at those who hold a scope that an administrator must hold.
 *
 * @param likely who is looked at first
 */
export async function findAdministrator(
  transaction: Transaction,
  testOf: AdministratorTestOf,
  likely?: string,
): Promise<string | undefined> {
  const { marks, isAdministrator } = testOf(await readRegistry(transaction))
  const mayAdminister = marks ? holdsOneOf(marks) : allOf([])
  if (likely !== undefined) {
    const [holder] = await readHolders(transaction, allOf([mayAdminister, Prisma.sql`users.id = ${likely}`]), 1)
    if (holder && isAdministrator(holder.scopes)) return holder.id
  }
  const refused = new Set<string>()
  // The oldest user is an administrator as a rule, and then the first to be found.
  for (let [after, limit] = ['', 1]; ; limit = usersAtOnce) {
    const holders = await readHolders(transaction, allOf([mayAdminister, Prisma.sql`users.id > ${after}`]), limit)
    for (const { id, scopes } of holders) {
      const key = joinList(scopes)
      if (refused.has(key)) continue
      if (isAdministrator(scopes)) return id
      refused.add(key)
    }
    if (holders.length < limit) return undefined
    after = holders.at(-1)?.id ?? ''
  }
}

interface Holder {
  readonly id: string
  /** Held directly and through roles. */
  readonly scopes: string[]
}

/** Enabled users that a condition holds for, by their ids, each with all that they hold. */
async function readHolders(transaction: Transaction, which: Prisma.Sql, limit: number): Promise<Holder[]> {
  const rows = await transaction.$queryRaw<{ id: string; scopes: string; roleScopes: string | null }[]>`
    SELECT users.id, users.scopes, roles.scopes AS "roleScopes" FROM users
    LEFT JOIN user_roles ON user_roles."userId" = users.id LEFT JOIN roles ON roles.id = user_roles."roleId"
    WHERE users.id IN (
      SELECT users.id FROM users WHERE users."isEnabled" = ${true} AND ${which} ORDER BY users.id LIMIT ${limit})
    ORDER BY users.id, roles.id`
  const holders = new Map<string, Holder>()
  for (const { id, scopes, roleScopes } of rows) {
    const holder = holders.get(id) ?? { id, scopes: splitList(scopes) }
    holder.scopes.push(...splitList(roleScopes ?? ''))
    holders.set(id, holder)
  }
  return [...holders.values()]
}

/** Directly or through a role. It may hold for some who do not, as `_` stands for any letter: who is found is looked at closer. */
function holdsOneOf(scopes: readonly string[]): Prisma.Sql {
  const among = (column: Prisma.Sql) =>
    Prisma.join(
      scopes.map((scope) => Prisma.sql`' ' || ${column} || ' ' LIKE ${`% ${scope} %`}`),
      ' OR ',
    )
  return Prisma.sql`(${among(Prisma.sql`users.scopes`)} OR users.id IN (
    SELECT user_roles."userId" FROM user_roles JOIN roles ON roles.id = user_roles."roleId"
    WHERE ${among(Prisma.sql`roles.scopes`)}))`
}
