// How long it takes to verify an audit log, and how much memory: node audit.js [rows] [sqlite|postgresql]
// The rows are made here, sealed already, and written past the store; the head is signed by a key of the database.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { auditEntry, internalOrigin } from '../dist/authorization-server/audit.js'
import { follow, genesis } from '../dist/authorization-server/audit-log/chain.js'
import { exportAuditLog } from '../dist/authorization-server/audit-log/export.js'
import { pruneAuditLog } from '../dist/authorization-server/audit-log/prune.js'
import { verifyAuditLog } from '../dist/authorization-server/audit-log/verify.js'
import { openKeyRing } from '../dist/authorization-server/signing-keys/key-ring.js'
import { openStore } from '../dist/store/store.js'
import { signAuditMark } from '../dist/token/sign-audit-mark.js'
import { startPostgres } from './load/postgres.js'

const rowCount = Number(process.argv[2] ?? 1_000_000)
const engines = process.argv[3] ? [process.argv[3]] : ['sqlite', 'postgresql']
const rowsAtOnce = 1_000
const settings = { issuer: 'http://localhost:4000', keyPublishSeconds: 600, keyRotationDays: 30 }
const rootSecret = Buffer.from('a root secret for benches only, 0123456789 abcdef')

for (const engine of engines) await (engine === 'sqlite' ? onSqlite() : onPostgres())
process.exit()

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-audit-'))
  const path = join(folder, 'bench.db')
  await bench('sqlite', `file:${path}`, async (rows) => {
    const database = new Sqlite(path)
    database.exec('PRAGMA synchronous = OFF; DROP TRIGGER audit_events_begin')
    const insert = database.prepare(
      'INSERT INTO audit_events (id, at, type, actorId, clientId, targetId, ipAddress, requestId, data, sequence, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    for (const page of rows) database.transaction(() => page.forEach((row) => void insert.run(row)))()
    database.close()
  })
  rmSync(folder, { recursive: true })
}

async function onPostgres() {
  const server = await startPostgres()
  const url = await server.createDatabase()
  await bench('postgresql', url, async (rows) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('DROP TRIGGER audit_events_begin ON audit_events')
    const types = ['text', 'timestamp', ...Array(7).fill('text'), 'int', 'text']
    const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')
    for (const page of rows) {
      const columns = types.map((_, index) => page.map((row) => row[index]))
      await client.query(
        `INSERT INTO audit_events (id, at, type, "actorId", "clientId", "targetId", "ipAddress", "requestId", data, sequence, hash)
         SELECT * FROM unnest(${arrays})`,
        columns,
      )
    }
    await client.query('ANALYZE audit_events')
    await client.end()
  })
  await server.stop()
}

async function bench(name, url, insert) {
  const store = await openStore(url)
  const now = () => new Date()
  const keyRing = await openKeyRing({ storage: store, rootSecret, policy: settings, now })
  const authority = { keyRing, settings, now }
  // The events of the first keys wait for their places, and are none of this.
  let place = genesis
  await insert(pages((last) => (place = last)))
  const mark = { kind: 'head', issuer: settings.issuer, issuedAt: now(), ...place }
  await putHead(url, signAuditMark(mark, await keyRing.activeKey()))
  for (let round = 0; round < 2; round++) {
    const seen = await measure(() => verifyAuditLog({ storage: store, keyRing }))
    if (!seen.result.isIntact || seen.result.checkedCount !== rowCount) throw new Error(JSON.stringify(seen.result))
    report(`${name} verify`, seen)
  }
  let bytes = 0
  const until = new Date(Date.now() + 1_000)
  const write = async (lines) => {
    for (const line of lines) bytes += JSON.stringify(line).length + 1
  }
  const exported = await measure(() => exportAuditLog({ storage: store, authority, until, write }))
  report(`${name} export (${(bytes / 2 ** 20).toFixed(0)} MiB)`, exported)
  report(`${name} prune`, await measure(() => pruneAuditLog({ storage: store, authority, exported: exported.result, until })))
  console.log(JSON.stringify(await verifyAuditLog({ storage: store, keyRing })))
  await store.close()
}

function* pages(tell) {
  let place = genesis
  for (let done = 0; done < rowCount; done += rowsAtOnce) {
    const page = []
    while (page.length < Math.min(rowsAtOnce, rowCount - done)) {
      const id = (prefix, number) => `${prefix}_0190d6c8-0000-7000-8000-${String(number).padStart(12, '0')}`
      const number = done + page.length
      const facts = {
        actorId: id('usr', number % 100_000),
        clientId: id('cli', number % 500),
        targetId: id('ses', number % 300_000),
        data: { scopes: ['orders:read', 'orders:write'] },
      }
      const origin = { ...internalOrigin, ipAddress: `192.0.2.${number % 250}`, requestId: id('req', number) }
      const entry = auditEntry('login.succeeded', new Date(), origin, facts)
      const event = { ...entry, at: entry.at.toISOString(), data: JSON.stringify(entry.data) }
      place = follow(place, event)
      const { at, type, actorId, clientId, targetId, ipAddress, requestId, data } = event
      const instant = at.replace('Z', '+00:00')
      const texts = [event.id, instant, type, actorId, clientId, targetId, ipAddress, requestId, data]
      page.push([...texts, place.sequence, place.hash])
    }
    tell(place)
    yield page
  }
}

async function putHead(url, token) {
  const sql = `INSERT INTO audit_marks (name, token) VALUES ('head', '${token}')`
  if (url.startsWith('file:')) {
    const database = new Sqlite(url.slice('file:'.length))
    database.exec(sql)
    database.close()
    return
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** Runs it beside a clock that tells how long nobody else had a turn. */
async function measure(run) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const rss = () => process.memoryUsage().rss / 2 ** 20
  const before = rss()
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, rss())), 20)
  delay.enable()
  const [start, cpuBefore] = [performance.now(), process.cpuUsage()]
  const result = await run()
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  delay.disable()
  clearInterval(watch)
  return { result, seconds, cpu: (user + system) / 1e6, before, peak, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
}

function report(what, { seconds, cpu, before, peak, p99, max }) {
  const memory = `rss ${before.toFixed(0)} to ${peak.toFixed(0)} MiB`
  const loop = `event loop late p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms`
  console.log(`${what}: ${rowCount} events, ${seconds.toFixed(1)} s (${cpu.toFixed(1)} of processor here), ${memory}, ${loop}`)
}
