// SQLite's writes, several in one transaction: a flush to the disk takes longer than a write, and is paid once for all that wait for it.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Transaction } from './database.ts'

const maxTogether = 64

type Transact = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>

interface Job {
  readonly work: (transaction: Transaction) => Promise<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Runs works one after the other, each inside of a savepoint: one that fails leaves nothing behind and does not touch the others. Nobody
 * hears of a success before it is committed; when that fails, it has failed for all of them.
 *
 * @param transact runs a work in a transaction of its own
 * @param fullAfterMs no more is taken into a transaction that has gone on for so long, since whoever came first waits for the last
 */
export function shareTransactions(transact: Transact, fullAfterMs = 20): Transact {
  const waiting: Job[] = []
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      // Queries on SQLite leave nobody else a turn. In this one, whoever is about to write comes too.
      await nextTurn()
      await runTogether(transact, { waiting, fullAfterMs })
    }
    isRunning = false
  }

  return <T>(work: (transaction: Transaction) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: (result) => resolve(result as T), reject })
      if (!isRunning) void run()
    })
}

async function runTogether(transact: Transact, { waiting, fullAfterMs }: { waiting: Job[]; fullAfterMs: number }): Promise<void> {
  const taken: Job[] = []
  const answers: (() => void)[] = []
  try {
    await transact(async (transaction) => {
      const end = performance.now() + fullAfterMs
      while (taken.length < maxTogether && performance.now() < end) {
        const job = waiting.shift()
        if (!job) break
        taken.push(job)
        answers.push(await runInSavepoint(transaction, job))
      }
    })
  } catch (error) {
    // When there is no transaction to be had, it has failed for all who wait for one.
    for (const { reject } of taken.length > 0 ? taken : waiting.splice(0)) reject(error)
    return
  }
  for (const answer of answers) answer()
}

async function runInSavepoint(transaction: Transaction, { work, resolve, reject }: Job): Promise<() => void> {
  await transaction.$executeRawUnsafe('SAVEPOINT work')
  try {
    const result = await work(transaction)
    await transaction.$executeRawUnsafe('RELEASE work')
    return () => resolve(result)
  } catch (error) {
    await rollBack(transaction, error)
    return () => reject(error)
  }
}

// Some faults, such as a full disk, roll back the whole transaction and all its savepoints: what came before has then failed by them too.
async function rollBack(transaction: Transaction, fault: unknown): Promise<void> {
  try {
    await transaction.$executeRawUnsafe('ROLLBACK TO work')
    await transaction.$executeRawUnsafe('RELEASE work')
  } catch {
    throw fault
  }
}
