// Where the readers of the audit log stand. A reader moves in the transaction that keeps what it drew from the events it passes.

import type { ReaderStep, ReadingStorage } from '../authorization-server/audit-log/reading.ts'
import type { Database, Transaction } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'

/** The part of the store that remembers readers. */
export function createAuditReaderStore({
  read,
  transact,
}: Database): Pick<ReadingStorage, 'findReaderPlace' | 'beginReader'> & ReaderMoves {
  return {
    async findReaderPlace(name: string) {
      const row = await withRetries(() => read.auditReader.findUnique({ where: { name } }))
      return row?.sequence
    },

    async beginReader(name: string, sequence: number) {
      try {
        await withRetries(() => transact((transaction) => transaction.auditReader.create({ data: { name, sequence } })))
      } catch (error) {
        // Another node began it.
        if (!isUniqueViolation(error)) throw error
      }
    },

    async moveReader(step: ReaderStep) {
      return withRetries(() => transact((transaction) => moveReader(transaction, step)))
    },
  }
}

/** For readers that keep nothing here. */
export interface ReaderMoves {
  /** False when it stands elsewhere by now. */
  moveReader(step: ReaderStep): Promise<boolean>
}

/** Moves a reader in a transaction, as its first statement; false when it stands elsewhere by now, and then nothing else may be written. */
export async function moveReader(transaction: Transaction, { reader, from, to }: ReaderStep): Promise<boolean> {
  const moved = await transaction.auditReader.updateMany({ where: { name: reader, sequence: from }, data: { sequence: to } })
  return moved.count === 1
}
