// Lists that administrators read: their conditions and their pages.

import type { Page } from '../administration/page.ts'
import { Prisma } from './generated/sqlite/client.ts'

/** All of them; true when there are none. */
export function allOf(conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? Prisma.sql`1 = 1` : Prisma.join(given, ' AND ')
}

/** Whether a column holds a text somewhere, without regard to the case of ASCII letters. */
export function holds(column: Prisma.Sql, text: string): Prisma.Sql {
  // Both in the database's own lower case: SQLite's leaves letters beyond ASCII as they are.
  return Prisma.sql`LOWER(${column}) LIKE LOWER(${containing(text)}) ESCAPE '!'`
}

/** What LIKE takes for anything that holds the text, with `!` before what would have a meaning. */
export function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`
}

/** Makes a page of rows that were asked for with one more than `first`: that one tells whether there are more. */
export function toPage<T>(rows: readonly T[], first: number): Page<T> {
  return { nodes: rows.slice(0, first), hasNextPage: rows.length > first }
}
