// Looking through the log stays fast however long it is: each filter has an index that gives the order as well.

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/store.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { query } from '../support/sql.ts'

const filters = [
  ['all', '', 'audit_events_pkey'],
  ['a type', `type = 'x' AND`, 'audit_events_type_id_idx'],
  ['an actor', `"actorId" = 'x' AND`, 'audit_events_actorId_id_idx'],
  ['a client', `"clientId" = 'x' AND`, 'audit_events_clientId_id_idx'],
  ['a target', `"targetId" = 'x' AND`, 'audit_events_targetId_id_idx'],
] as const

describe.each(engines)('a page of audit events on %s', (engine) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await createDatabase(engine)
    store = await openStore(database.url)
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  it.each(filters)('of %s is found by an index, in its order', async (_what, condition, index) => {
    const sql = `SELECT * FROM audit_events WHERE ${condition} id < 'evt_9' AND id >= 'evt_0' ORDER BY id DESC LIMIT 51`
    const plan = await explain(sql)
    expect(plan).toContain(engine === 'sqlite' && index === 'audit_events_pkey' ? 'sqlite_autoindex_audit_events_1' : index)
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE|Seq Scan|Sort/)
  })

  it.each([
    ['what is to be sealed', 'WHERE sequence IS NULL ORDER BY sequence LIMIT 100'],
    ['what was sealed', 'WHERE sequence > 7 ORDER BY sequence LIMIT 500'],
  ])('of %s is found by the index on sequences', async (_what, rest) => {
    const plan = await explain(`SELECT * FROM audit_events ${rest}`)
    expect(plan).toContain('audit_events_sequence_key')
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE|Seq Scan|Sort/)
  })

  async function explain(sql: string): Promise<string> {
    if (engine === 'sqlite') return JSON.stringify(await query(database.url, `EXPLAIN QUERY PLAN ${sql}`))
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    // A table this small would be read whole: what counts is that it need not be.
    await client.query('SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off')
    const { rows } = await client.query(`EXPLAIN ${sql}`)
    await client.end()
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
})
