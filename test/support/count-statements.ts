// Counts the SQL statements that the resolvers of a schema cause, by whichever engine; what the service does by itself is not counted.

import { AsyncLocalStorage } from 'node:async_hooks'
import Sqlite from 'better-sqlite3'
import { defaultFieldResolver, type GraphQLSchema, isObjectType } from 'graphql'
import pg from 'pg'
import { vi } from 'vitest'

/** What was sent to a database. */
export interface StatementCounter {
  /** The statements of everything that happens meanwhile. */
  during(work: () => Promise<unknown>): Promise<string[]>
}

/** Notes the statements of every resolver of the schema, which then is to be served. */
export function countStatements(schema: GraphQLSchema): StatementCounter {
  const [resolving, statements] = [new AsyncLocalStorage<true>(), [] as string[]]
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const { resolve = defaultFieldResolver } = field
      field.resolve = (...given) => resolving.run(true, () => resolve(...given))
    }
  }
  const note = (statement: unknown) => {
    const text = typeof statement === 'string' ? statement : (statement as { text?: string } | undefined)?.text
    if (resolving.getStore()) statements.push(text ?? '')
  }
  return {
    async during(work) {
      const stop = watchEngines(note)
      statements.length = 0
      try {
        await work()
        return [...statements]
      } finally {
        stop()
      }
    },
  }
}

/** The drivers beneath Prisma's adapters, which do what they always do. */
function watchEngines(note: (statement: unknown) => void): () => void {
  const prepare = Sqlite.prototype.prepare
  const sqlite = vi.spyOn(Sqlite.prototype, 'prepare').mockImplementation(function (this: Sqlite.Database, sql: string) {
    note(sql)
    return prepare.call(this, sql)
  })
  const ask = pg.Pool.prototype.query
  const postgresql = vi.spyOn(pg.Pool.prototype, 'query').mockImplementation(function (this: pg.Pool, ...given: unknown[]) {
    note(given[0])
    return Reflect.apply(ask, this, given)
  })
  return () => {
    sqlite.mockRestore()
    postgresql.mockRestore()
  }
}
