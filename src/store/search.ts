// Conditions of the lists that administrators read.

import { Prisma } from './generated/sqlite/client.ts'

/** All of them; true when there are none. */
export function allOf(conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? Prisma.sql`1 = 1` : Prisma.join(given, ' AND ')
}

/** Whether a column holds a text somewhere, without regard to the case of ASCII letters. */
export function holds(column: Prisma.Sql, text: string): Prisma.Sql {
  const pattern = `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`
  return Prisma.sql`LOWER(${column}) LIKE ${pattern} ESCAPE '!'`
}
