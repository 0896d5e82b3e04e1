// Audit events straight into the table, sealed already: a million of them through the service would take an hour.

import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { auditEntry, internalOrigin } from '../../dist/authorization-server/audit.js'
import { follow, genesis } from '../../dist/authorization-server/audit-log/chain.js'
import { signAuditMark } from '../../dist/token/sign-audit-mark.js'

const rowsAtOnce = 1_000
const columns = ['id', 'at', 'type', 'actorId', 'clientId', 'targetId', 'ipAddress', 'requestId', 'data', 'sequence', 'hash']

/**
 * Writes `count` events of logins, of 100,000 users at 500 clients, one each half second up to now, and the signed head behind them.
 *
 * @param options.key the signing key of the database, which must have no sealed events yet
 */
export async function seedAuditEvents({ url, count, key, issuer }) {
  const writer = url.startsWith('file:') ? openSqlite(url.slice('file:'.length)) : await openPostgres(url)
  let place = genesis
  try {
    await writer.begin()
    const start = Date.now() - count * 500
    for (let done = 0; done < count; done += rowsAtOnce) {
      const page = []
      for (let number = done; number < Math.min(done + rowsAtOnce, count); number += 1) {
        const event = makeEvent(number, new Date(start + number * 500))
        place = follow(place, event)
        page.push([...columns.slice(0, 9).map((name) => event[name]), place.sequence, place.hash])
      }
      await writer.insert(page)
    }
    await writer.head(signAuditMark({ kind: 'head', issuer, issuedAt: new Date(), ...place }, key))
  } finally {
    await writer.close()
  }
}

function makeEvent(number, at) {
  const id = (prefix, value) => `${prefix}_0190d6c8-0000-7000-8000-${String(value).padStart(12, '0')}`
  const facts = {
    actorId: id('usr', number % 100_000),
    clientId: id('cli', number % 500),
    targetId: id('ses', number % 300_000),
    data: { scopes: ['orders:read', 'orders:write'] },
  }
  const origin = { ...internalOrigin, ipAddress: `192.0.2.${number % 250}`, requestId: id('req', number) }
  const entry = auditEntry('login.succeeded', at, origin, facts)
  return { ...entry, at: at.toISOString(), data: JSON.stringify(entry.data) }
}

function openSqlite(path) {
  const database = new Sqlite(path)
  const places = columns.map(() => '?').join(', ')
  return {
    begin: () => database.exec('PRAGMA synchronous = OFF; DROP TRIGGER audit_events_begin'),
    insert: (page) => {
      const insert = database.prepare(`INSERT INTO audit_events (${columns.join(', ')}) VALUES (${places})`)
      database.transaction(() => {
        for (const [id, at, ...rest] of page) insert.run(id, at.replace('Z', '+00:00'), ...rest)
      })()
    },
    head: (token) => database.prepare(`INSERT INTO audit_marks (name, token) VALUES ('head', ?)`).run(token),
    close: () => database.close(),
  }
}

async function openPostgres(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const types = ['text', 'timestamp', ...Array(7).fill('text'), 'int', 'text']
  const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')
  const names = columns.map((name) => `"${name}"`).join(', ')
  return {
    begin: () => client.query('DROP TRIGGER audit_events_begin ON audit_events'),
    insert: (page) => {
      const values = types.map((_, index) => page.map((row) => row[index]))
      return client.query(`INSERT INTO audit_events (${names}) SELECT * FROM unnest(${arrays})`, values)
    },
    head: async (token) => {
      await client.query(`INSERT INTO audit_marks (name, token) VALUES ('head', $1)`, [token])
      await client.query('VACUUM (ANALYZE) audit_events')
    },
    close: () => client.end(),
  }
}
