// A service under a role that does not own its tables: docs/operate.md says how, and here it is tried as it stands there.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/store.ts'
import { openAuditLog, type TestAuditLog } from '../support/audit-log.ts'
import { query } from '../support/sql.ts'
import { event } from './records.ts'

const told = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8')
const grants = /```sql\n(?<sql>CREATE ROLE fieldgate_service[\s\S]*?)```/.exec(told)?.groups?.sql ?? ''
const role = `fieldgate_service_${process.pid}`

describe('a role of PostgreSQL that runs the service and owns nothing', () => {
  let log: TestAuditLog
  let url: string
  let store: Store
  beforeAll(async () => {
    log = await openAuditLog('postgresql', 5)
    await query(log.databaseUrl, grants.replaceAll('fieldgate_service', role).replaceAll("'…'", `'secret'`))
    const own = Object.assign(new URL(log.databaseUrl), { username: role, password: 'secret' })
    url = own.href
    store = await openStore(url)
  })
  afterAll(async () => {
    await store.close()
    await query(log.databaseUrl, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
    await log.stop()
  })

  it('writes events, seals them, and verifies the log', async () => {
    await log.sealer.release()
    const node = { ...log.node, store }
    await store.recordEvent(event('login.failed'))
    expect(await log.sealerOf(node, 'node 2').seal()).toBe(1)
    expect(await log.verify()).toMatchObject({ isIntact: true, checkedCount: 8 })
    await store.probe()
  })

  it.each([
    ['change an event', `UPDATE audit_events SET data = '{}' WHERE sequence = 1`, 'permission denied'],
    ['seal an event again', `UPDATE audit_events SET sequence = 77, hash = 'x' WHERE sequence = 1`, 'never changed'],
    ['delete an event', 'DELETE FROM audit_events WHERE sequence = 1', 'permission denied'],
    ['empty the table', 'TRUNCATE audit_events', 'permission denied'],
    ['switch a trigger off', 'ALTER TABLE audit_events DISABLE TRIGGER ALL', 'must be owner'],
    ['drop a trigger', 'DROP TRIGGER audit_events_keep ON audit_events', 'must be owner'],
    ['put itself past the triggers', 'SET session_replication_role = replica', 'permission denied'],
    ['exchange the function of a trigger', 'ALTER FUNCTION refuse_audit_change() RENAME TO gone', 'must be owner'],
    ['say what may be deleted', `UPDATE audit_marks SET sequence = 99 WHERE name = 'head'`, 'permission denied'],
    [
      'write an event with a place',
      `INSERT INTO audit_events (id, at, type, data, sequence) VALUES ('x', NOW(), 'x', '', 99)`,
      'permission denied',
    ],
  ])('cannot %s', async (_what, sql, refusal) => {
    const before = await query(log.databaseUrl, 'SELECT * FROM audit_events ORDER BY id')
    await expect(query(url, sql)).rejects.toThrow(refusal)
    expect(await query(log.databaseUrl, 'SELECT * FROM audit_events ORDER BY id')).toEqual(before)
  })

  it('leaves pruning to the owner', async () => {
    const pruning = { from: undefined, to: { token: 'v4.public.x', sequence: 3 }, count: 3, audit: [] }
    await expect(store.pruneEvents(pruning)).rejects.toThrow()
    expect(await query(log.databaseUrl, 'SELECT 1 FROM audit_events WHERE sequence <= 3')).toHaveLength(3)
  })
})
