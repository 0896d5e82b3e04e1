// One open database, SQLite or PostgreSQL, as the rest of the store uses it.

import type { Prisma, PrismaClient } from './generated/sqlite/client.ts'

export type { Prisma } from './generated/sqlite/client.ts'

/** What a transaction may use. */
export type Transaction = Prisma.TransactionClient

/** An open database. Plain queries read; every write goes through a transaction. */
export interface Database {
  readonly provider: 'sqlite' | 'postgresql'
  /** Names of the migrations that opening applied; all of them when it was empty. */
  readonly appliedMigrations: readonly string[]
  /** For reads only: on SQLite it is a connection that never writes. */
  readonly read: Pick<PrismaClient, ReadableModel | '$queryRaw'>
  /** Runs the work in one transaction: all of it is kept, or nothing. Its first statement should write. */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Runs reads that all see the database as it was at one moment. */
  snapshot<T>(reads: (read: Pick<Transaction, '$queryRaw'>) => Promise<T>): Promise<T>
  /** Calls the listener soon after a transaction took places in the revocation feed; with PostgreSQL, that of any node. */
  onRevoked(listener: () => void): () => void
  close(): Promise<void>
}

type ReadableModel = {
  [K in keyof PrismaClient]: PrismaClient[K] extends { findMany: unknown } ? K : never
}[keyof PrismaClient]
