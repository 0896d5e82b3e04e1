// How long it takes to verify an audit log, and how much memory: node audit.js [rows] [sqlite|postgresql]
// The rows are made here, sealed already, and written past the store; the head is signed by a key of the database.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { exportAuditLog } from '../dist/authorization-server/audit-log/export.js'
import { pruneAuditLog } from '../dist/authorization-server/audit-log/prune.js'
import { verifyAuditLog } from '../dist/authorization-server/audit-log/verify.js'
import { openKeyRing } from '../dist/authorization-server/signing-keys/key-ring.js'
import { openStore } from '../dist/store/store.js'
import { seedAuditEvents } from './load/audit-rows.js'
import { startPostgres } from './load/postgres.js'

const rowCount = Number(process.argv[2] ?? 1_000_000)
const engines = process.argv[3] ? [process.argv[3]] : ['sqlite', 'postgresql']
const settings = { issuer: 'http://localhost:4000', keyPublishSeconds: 600, keyRotationDays: 30 }
const rootSecret = Buffer.from('a root secret for benches only, 0123456789 abcdef')

for (const engine of engines) await (engine === 'sqlite' ? onSqlite() : onPostgres())
process.exit()

async function onSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-audit-'))
  await bench('sqlite', `file:${join(folder, 'bench.db')}`)
  rmSync(folder, { recursive: true })
}

async function onPostgres() {
  const server = await startPostgres()
  await bench('postgresql', await server.createDatabase())
  await server.stop()
}

async function bench(name, url) {
  const store = await openStore(url)
  const now = () => new Date()
  const keyRing = await openKeyRing({ storage: store, rootSecret, policy: settings, now })
  const authority = { keyRing, settings, now }
  // The events of the first keys wait for their places, and are none of this.
  await seedAuditEvents({ url, count: rowCount, key: await keyRing.activeKey(), issuer: settings.issuer })
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
