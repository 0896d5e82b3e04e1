// Processes on cores: the service under test on core 0, this driver and PostgreSQL on core 1, where `taskset` is there.

import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { exchange } from './http.js'

const endings = new Set()

/** Has something ended, in the reverse order, when this process is told to end before its time; the function takes it back. */
export function endWithUs(end) {
  endings.add(end)
  return () => endings.delete(end)
}

/** Makes SIGINT and SIGTERM end what was started before this process ends. */
export function endOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      for (const end of [...endings].reverse()) await end()
      process.exit(1)
    })
  }
}

const serviceCore = '0'
const driverCore = '1'

/** Puts this process on the driver's core; what it starts from then on inherits that. False where it cannot be done. */
export function pinDriver() {
  if (availableParallelism() < 2) return false
  try {
    execFileSync('taskset', ['-a', '-cp', driverCore, String(process.pid)], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Starts node on the service's core and returns it once `readyUrl` answers 200. What it says on stderr goes to `log`, a file descriptor, or nowhere. */
export async function startNode({ args, environment, isPinned, readyUrl, log = 'ignore' }) {
  const command = [process.execPath, ...args]
  const [program, ...rest] = isPinned ? ['taskset', '-c', serviceCore, ...command] : command
  const child = spawn(program, rest, { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', log] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const stop = async () => {
    forget()
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
    await ended
    clearTimeout(timer)
  }
  const forget = endWithUs(stop)
  const deadline = performance.now() + 60_000
  while ((await statusOf(readyUrl)) !== 200) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop()
      throw new Error(`${args.join(' ')} did not get ready (exit code ${child.exitCode}).`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { pid: child.pid, stop }
}

/** A port of loopback that nothing listens to. */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** Where the service's core spends its time between two readings: the share of the service, and of everybody else. */
export function readCore(pid) {
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const core =
    readFileSync('/proc/stat', 'utf8')
      .match(/^cpu0 (.*)$/m)?.[1]
      .split(' ')
      .map(Number) ?? []
  const total = core.slice(0, 8).reduce((sum, part) => sum + part, 0)
  return { service: Number(ticks[11]) + Number(ticks[12]), idle: core[3] + core[4], total }
}

/** @returns shares of 1, or undefined where /proc is not to be read */
export function shareOfCore(before, after) {
  const total = after.total - before.total
  const service = (after.service - before.service) / total
  return { service, others: Math.max(0, 1 - service - (after.idle - before.idle) / total) }
}

async function statusOf(url) {
  return exchange(url, { method: 'GET' }).then(
    ({ status }) => status,
    () => undefined,
  )
}
