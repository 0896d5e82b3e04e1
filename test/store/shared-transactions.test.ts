import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Transaction } from '../../src/store/database.ts'
import { shareTransactions } from '../../src/store/shared-transactions.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { createDatabase, type TestDatabase } from '../support/databases.ts'

describe('writes that share a transaction', () => {
  let file: TestDatabase
  let database: Database
  let other: Sqlite.Database
  beforeAll(async () => {
    file = await createDatabase('sqlite')
    database = await openSqlite(file.url)
    other = new Sqlite(file.url.slice('file:'.length))
  })
  afterAll(async () => {
    other.close()
    await database.close()
    await file.drop()
  })
  beforeEach(() => other.exec('DELETE FROM leases'))

  const write = (name: string) => (transaction: Transaction) =>
    transaction.$executeRaw`INSERT INTO leases (name, holder, "expiresAt") VALUES (${name}, 'a node', ${new Date()})`
  const written = () => other.prepare('SELECT name FROM leases ORDER BY rowid').pluck().all()
  const fail = () => Promise.reject(new Error('no'))

  /** How many commits there were, and what a commit of them all does. */
  function counting(commit: () => Promise<void> = async () => undefined, fullAfterMs = Number.POSITIVE_INFINITY) {
    const counted = { commits: 0 }
    const transact = shareTransactions(
      (work) =>
        database.transact(async (transaction) => {
          counted.commits += 1
          const result = await work(transaction)
          await commit()
          return result
        }),
      fullAfterMs,
    )
    return { counted, transact }
  }

  it('are committed once, in the order in which they came', async () => {
    const { counted, transact } = counting()
    const names = ['c', 'a', 'b']
    await Promise.all(names.map((name) => transact(write(name))))
    expect(counted.commits).toBe(1)
    expect(written()).toEqual(names)
  })

  it('get their own results', async () => {
    const { transact } = counting()
    expect(await Promise.all([1, 2].map((result) => transact(async () => result)))).toEqual([1, 2])
  })

  it('leave nothing behind when they fail, and do not touch the others', async () => {
    const { transact } = counting()
    const failing = transact(async (transaction) => {
      await write('lost')(transaction)
      return fail()
    })
    const results = await Promise.allSettled([transact(write('before')), failing, transact(write('after'))])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(written()).toEqual(['before', 'after'])
  })

  it('leave nothing behind when a statement of theirs fails', async () => {
    const { transact } = counting()
    const taken = transact(write('taken'))
    const twice = transact(async (transaction) => {
      await write('lost')(transaction)
      await write('taken')(transaction)
    })
    await expect(twice).rejects.toMatchObject({ code: 'P2010' })
    await taken
    expect(written()).toEqual(['taken'])
  })

  it('have succeeded only once they are committed', async () => {
    const seen: unknown[] = []
    const { transact } = counting()
    await Promise.all(['a', 'b'].map((name) => transact(write(name)).then(() => seen.push(written()))))
    expect(seen).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('have all failed when their commit fails', async () => {
    const { transact } = counting(fail)
    const results = await Promise.allSettled([transact(write('a')), transact(write('b'))])
    expect(results).toMatchObject([{ reason: new Error('no') }, { reason: new Error('no') }])
    expect(written()).toEqual([])
  })

  it('have all failed, with its reason, when one rolls the whole transaction back', async () => {
    const { transact } = counting()
    // As a full disk does it.
    const rollBackAll = async (transaction: Transaction) => {
      await transaction.$executeRawUnsafe('ROLLBACK')
      return fail()
    }
    const results = await Promise.allSettled(
      [write('before'), rollBackAll, write('after')].map((work) => transact<unknown>(work)),
    )
    expect(results).toMatchObject([{ reason: new Error('no') }, { reason: new Error('no') }, { status: 'fulfilled' }])
    expect(written()).toEqual(['after'])
  })

  it('fail when there is no transaction to be had, and are not held up by it', async () => {
    let isAway = true
    const transact = shareTransactions((work) => (isAway ? fail() : database.transact(work)))
    const results = await Promise.allSettled([transact(write('a')), transact(write('b'))])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    isAway = false
    await transact(write('c'))
    expect(written()).toEqual(['c'])
  })

  it('do not wait for those that would make the transaction long', async () => {
    const { counted, transact } = counting(undefined, 20)
    const slow = transact(async () => {
      const end = performance.now() + 50
      while (performance.now() < end);
    })
    await Promise.all([slow, transact(write('a'))])
    expect(counted.commits).toBe(2)
  })
})
