import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InternalError } from '../../src/errors.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { createDatabase, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'
import { addUser, event, newUser } from './records.ts'

describe('a PostgreSQL database', () => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await createDatabase('postgresql')
    store = await openStore(database.url)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  it.each(['UTC', 'Pacific/Chatham', 'America/St_Johns', 'Asia/Kathmandu'])(
    'keeps instants to the millisecond in the time zone %s',
    async (zone) => {
      const zoned = await openStore(`${database.url}?options=${encodeURIComponent(`-c TimeZone=${zone}`)}`)
      // Both sides of the hour that Chatham skips, and one of a century ago.
      for (const instant of ['2026-09-26T13:59:59.999Z', '2026-09-26T14:00:00.001Z', '1926-01-01T00:00:00.010Z']) {
        const createdAt = new Date(instant)
        const { id } = await addUser(zoned, { createdAt })
        expect([(await zoned.findUser(id))?.createdAt, (await store.findUser(id))?.createdAt]).toEqual([createdAt, createdAt])
      }
      await zoned.close()
    },
  )

  it('answers or says "try again" while its connections are cut, and keeps every write it acknowledged', async () => {
    const results: PromiseSettledResult<string>[] = []
    for (let round = 0; round < 6; round++) {
      const writing = Promise.allSettled(
        Array.from({ length: 20 }, async () => {
          const user = newUser()
          await store.createUser(user, event('user.created', user.id))
          return user.id
        }),
      )
      await cutConnections()
      results.push(...(await writing))
    }
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refusals.length).toBeGreaterThan(0)
    expect(refusals.filter((error) => !(error instanceof InternalError && error.retryAfterSeconds === 1))).toEqual([])

    const acknowledged = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    const rows = await query(database.url, `SELECT u.id FROM users u JOIN audit_events a ON a."targetId" = u.id`)
    const kept = new Set(rows.map(({ id }) => id))
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    const halves = `SELECT "targetId" FROM audit_events WHERE type = 'user.created' AND "targetId" NOT IN (SELECT id FROM users)`
    expect(await query(database.url, halves)).toEqual([])
  })

  it('works as before once its idle connections were cut', async () => {
    const { id } = await addUser(store)
    await cutConnections()
    expect(await store.findUser(id)).toMatchObject({ id })
    await expect(store.probe()).resolves.toBeUndefined()
    await expect(addUser(store)).resolves.toMatchObject({ isEnabled: true })
  })

  /** Ends every connection to the database but the asking one, and waits until they are gone. */
  async function cutConnections(): Promise<void> {
    const others = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    await query(database.url, `SELECT pg_terminate_backend(pid, 1000) ${others}`)
  }
})
