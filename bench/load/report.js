// Tables of what was measured, in Markdown, as they stand in the README.

import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPasswords } from '../../dist/authorization-server/passwords.js'

/** Lines of a table; the first row is the head. */
export function table(rows) {
  const [head = [], ...body] = rows.map((row) => `| ${row.join(' | ')} |`)
  return [head, `|${rows[0].map((_, column) => (column < 2 ? ' --- |' : ' ---: |')).join('')}`, ...body].join('\n')
}

export const runColumns = [
  'rate/s',
  'done/s',
  'p50 ms',
  'p99 ms',
  'p99.9 ms',
  'errors',
  'CPU ms each',
  'core 0: own/others',
  'sent late p99 ms',
]

/** A run in those columns. */
export function runCells({ rate, isGivenUp, throughput, p50, p99, p999, errors, processorMilliseconds, core, lateness }) {
  const share = core ? `${percent(core.service)}/${percent(core.others)}` : ''
  return [
    isGivenUp ? `${rate} (given up)` : rate,
    throughput.toFixed(0),
    ...[p50, p99, p999].map(milliseconds),
    errors,
    processorMilliseconds === undefined ? '' : processorMilliseconds.toFixed(2),
    share,
    milliseconds(lateness),
  ]
}

export const milliseconds = (number) => (number < 100 ? number.toFixed(1) : number.toFixed(0))

/** How busy this machine is with others, and how fast: its load, and what one flush to the disk, one signature and one password take now. */
export async function describeMachine() {
  const load = loadavg().map((value) => value.toFixed(1))
  const flushes = timeFlushes()
  return `load ${load.join(' ')}; fdatasync p50 ${milliseconds(flushes[49])} ms, p99 ${milliseconds(flushes[98])} ms; Ed25519 signature ${(timeSignatures() * 1000).toFixed(0)} µs; one password hash ${milliseconds(await timePasswords())} ms of processor; ${machineName()}`
}

function timeFlushes() {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-bench-flush-'))
  const file = openSync(join(folder, 'flush'), 'w')
  const page = Buffer.alloc(8192, 1)
  const times = Array.from({ length: 100 }, () => {
    writeSync(file, page)
    const begin = performance.now()
    fdatasyncSync(file)
    return performance.now() - begin
  })
  closeSync(file)
  rmSync(folder, { recursive: true })
  return times.sort((a, b) => a - b)
}

function timeSignatures() {
  const { privateKey } = generateKeyPairSync('ed25519')
  const text = Buffer.alloc(300, 1)
  const begin = performance.now()
  for (let count = 0; count < 1_000; count += 1) sign(null, text, privateKey)
  return (performance.now() - begin) / 1_000
}

async function timePasswords() {
  // As main.ts has them by default.
  const passwords = await createPasswords({ memoryKib: 19_456, passes: 2, concurrency: 1, maxWaiting: 10 })
  const begin = process.cpuUsage()
  for (let count = 0; count < 10; count += 1) await passwords.hash('a long password of the bench')
  const { user, system } = process.cpuUsage(begin)
  return (user + system) / 1000 / 10
}

function machineName() {
  const model = /^Model name:\s*(.*)$/m.exec(execFileSync('lscpu', { encoding: 'utf8' }))?.[1]
  return `node ${process.version}, ${model ?? 'unknown processor'}`
}

const percent = (share) => `${Math.round(share * 100)}%`
