// Looks into a test database past the store, with plain SQL; column names are those of schema.prisma.

import Sqlite from 'better-sqlite3'
import pg from 'pg'

export type Row = Record<string, unknown>

export async function query(url: string, sql: string): Promise<Row[]> {
  if (url.startsWith('file:')) {
    const database = new Sqlite(url.slice('file:'.length))
    try {
      const statement = database.prepare(sql)
      if (statement.reader) return statement.all() as Row[]
      statement.run()
      return []
    } finally {
      database.close()
    }
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}
