// Who holds a word in a list that is kept as text, and lists without it.

import type { Holders } from '../administration/scope-storage.ts'
import type { Transaction } from './database.ts'
import { Prisma } from './generated/sqlite/client.ts'

/** Whether a list has the word, exactly: LIKE would take `_` for any letter, and SQLite's one case for the other. */
export function hasWord(column: Prisma.Sql, word: string): Prisma.Sql {
  return Prisma.sql`REPLACE(' ' || ${column} || ' ', ${` ${word} `}, '') <> ' ' || ${column} || ' '`
}

/** A list without the word, which stands in it once. */
export function withoutWord(column: Prisma.Sql, word: string): Prisma.Sql {
  return Prisma.sql`TRIM(REPLACE(' ' || ${column} || ' ', ${` ${word} `}, ' '))`
}

/** The first ten of those that a condition holds for, by their keys, and how many there are. */
export async function findHolders(
  transaction: Transaction,
  { table, key, which }: { table: Prisma.Sql; key: Prisma.Sql; which: Prisma.Sql },
): Promise<Holders> {
  const rows = await transaction.$queryRaw<{ id: string; count: bigint }[]>`
    SELECT ${key} AS id, COUNT(*) OVER () AS count FROM ${table} WHERE ${which} ORDER BY 1 LIMIT 10`
  return { count: Number(rows[0]?.count ?? 0), ids: rows.map(({ id }) => id) }
}
