import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InternalError, PoisonedClientError } from '../../src/errors.ts'
import type { Database } from '../../src/store/database.ts'
import { openPostgresql } from '../../src/store/postgresql.ts'
import { createProbe } from '../../src/store/probe.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('the probe of %s', (engine) => {
  let file: TestDatabase
  let database: Database
  let timeMs = 0
  beforeAll(async () => {
    file = await createDatabase(engine)
    database = await (engine === 'sqlite' ? openSqlite(file.url) : openPostgresql(file.url))
  })
  afterAll(async () => {
    await database.close()
    await file.drop()
  })

  const clockMs = () => timeMs
  const value = async () => Number((await query(file.url, `SELECT value FROM sequences WHERE name = 'probe'`))[0]?.value)
  /** The database whose reads of the counter come out otherwise. */
  const reading = (answer: (real: () => Promise<unknown>) => Promise<unknown>): Database => {
    const sequence = { findUnique: (args: never) => answer(() => database.read.sequence.findUnique(args)) }
    return { ...database, read: { ...database.read, sequence } as unknown as Database['read'] }
  }

  it('writes and reads back', async () => {
    const before = await value()
    await createProbe(database, { clockMs }).probe()
    expect(await value()).toBe(before + 1)
  })

  it('is one at a time, however many ask, and good for a second from its end', async () => {
    const { probe } = createProbe(database, { clockMs })
    const before = await value()
    await Promise.all(Array.from({ length: 20 }, probe))
    timeMs += 999
    await probe()
    expect(await value()).toBe(before + 1)
    timeMs += 1
    await probe()
    expect(await value()).toBe(before + 2)
  })

  it.each([
    ['an older value', (real: { value: bigint }) => ({ ...real, value: real.value - 1n })],
    ['another row', (real: object) => ({ ...real, name: 'revocations' })],
    ['nothing', () => null],
  ])('finds the client poisoned that reads back %s', async (_name, change) => {
    const poisoned = reading(async (real) => change((await real()) as never))
    await expect(createProbe(poisoned, { clockMs }).probe()).rejects.toThrow(PoisonedClientError)
    const ahead = reading(async (real) => ({ ...((await real()) as object), value: 2n ** 40n }))
    await expect(createProbe(ahead, { clockMs }).probe()).resolves.toBeUndefined()
  })

  it('does not wait longer than its patience, and begins no other while one is under way', async () => {
    let reads = 0
    const deaf = reading(() => {
      reads += 1
      return new Promise(() => undefined)
    })
    const { probe } = createProbe(deaf, { clockMs, patienceMs: 50, lostAfterMs: 1_000 })
    await expect(probe()).rejects.toThrow(InternalError)
    timeMs += 999
    await expect(probe()).rejects.toThrow(InternalError)
    expect(reads).toBe(1)
    timeMs += 1
    await expect(probe()).rejects.toThrow(InternalError)
    expect(reads).toBe(2)
  })

  it('fails when the database takes no writes', async () => {
    const isReadOnly = { ...database, transact: () => Promise.reject(new Error('read-only')) }
    await expect(createProbe(isReadOnly, { clockMs }).probe()).rejects.toThrow('read-only')
  })
})
