// The disk is full and has room again: writes are told "not now" meanwhile, reads go on, and nothing is half written.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, it } from 'vitest'
import { counts, limitMs } from '../support/counts.ts'
import { RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { query } from '../support/sql.ts'
import { createApp, underLoad } from './app.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { conclude, countBroken } from './conclude.ts'

/** A place for the database, and how to take its room away and give it back. */
interface Disk {
  readonly folder: string
  fill(pid: number): void
  free(pid: number): void
  remove(): void
}

const diskBytes = 16 * 1024 * 1024

/** Needs no privileges: the system lets the process write no file beyond this size, as a quota does. */
function createLimitedDisk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-disk-'))
  // The soft limit alone, which the same user may raise again.
  const limit = (pid: number, bytes: number | 'unlimited') => execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`])
  return {
    folder,
    // A little more fits, so that the end comes in the middle of a transaction.
    fill: (pid) => limit(pid, statSync(join(folder, 'test.db-wal')).size + 20_000),
    free: (pid) => limit(pid, 'unlimited'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A file system of its own, that a big file fills to the last byte. Only where mounting is allowed. */
function mountDisk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', folder], { stdio: 'ignore' })
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => {
      for (let bytes = diskBytes; bytes >= 4096; bytes = Math.floor(bytes / 2)) {
        try {
          writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' })
        } catch {
          // Full for so much; perhaps not for half of it.
        }
      }
    },
    free: () => rmSync(filler),
    remove: () => {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Moves the whole log into the database. One of four megabytes is written over from its beginning, and that takes no room: the disk
 * would not be full for it.
 */
function emptyLog(databaseUrl: string): void {
  const database = new Sqlite(databaseUrl.slice('file:'.length), { timeout: 5_000 })
  try {
    while ((database.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }])[0].busy !== 0);
  } finally {
    database.close()
  }
}

function canMount(): boolean {
  try {
    mountDisk().remove()
    return true
  } catch {
    return false
  }
}

const disks = [
  ['a limit on the size of files', createLimitedDisk],
  ...(canMount() ? [['a full file system', mountDisk] as const] : []),
] as const

// `prlimit` and the mounts are Linux's.
describe.runIf(process.platform === 'linux')('a full disk', () => {
  let disk: Disk | undefined
  let cluster: Cluster | undefined
  afterEach(async () => {
    await cluster?.stop()
    disk?.remove()
    cluster = undefined
    disk = undefined
  })

  it.each(disks)(
    'by %s costs nothing that was acknowledged',
    async (what, createDisk) => {
      disk = createDisk()
      const databaseUrl = `file:${join(disk.folder, 'test.db')}`
      cluster = await startCluster({ databaseUrl, count: 1 })
      const { pid = 0 } = cluster.nodes[0] ?? {}
      const app = createApp(cluster)
      const busy = await app.logInMany(8)
      const probe = await app.logIn()
      const recoveriesMs: number[] = []
      let [readsRefused, writesServed] = [0, 0]
      await underLoad(app, busy, async () => {
        for (let time = 0; time < counts.fullDisks; time++) {
          await app.refresh(probe)
          emptyLog(databaseUrl)
          disk?.fill(pid)
          const before = app.tally.unavailable
          // Whoever answers otherwise is found out below.
          while (app.tally.unavailable + app.tally.broken.length < before + 20) await sleep(20)
          for (let write = 0; write < 5; write++) {
            const input = { refreshToken: probe.refreshToken, clientId: cluster?.appId ?? '' }
            if ((await app.attempt(RefreshDocument, { input })).kind === 'served') writesServed += 1
            if ((await app.attempt(ViewerDocument, {}, { token: probe.accessToken })).kind !== 'served') readsRefused += 1
          }
          disk?.free(pid)
          recoveriesMs.push(await app.timeToServe(0, probe))
        }
      })
      const { lostSessions } = await app.audit()
      const brokenInvariants = await countBroken(databaseUrl)
      const verdicts = await query(databaseUrl, 'PRAGMA integrity_check')
      const { broken, refused, refreshed, unavailable, lost } = app.tally
      conclude(
        {
          what: `disk full and freed, by ${what}`,
          tried: `${counts.fullDisks} times, ${refreshed} refreshes`,
          losses: {
            brokenInvariants,
            lostSessions,
            forcedToLogIn: refused.length,
            ofThe500Kind: broken.length,
            connectionsLost: lost,
            readsRefused,
            writesServedOnFullDisk: writesServed,
            exits: cluster.exitCount(),
            laterThan3s: recoveriesMs.filter((ms) => ms > 3_000).length,
            integrity: verdicts.filter((row) => row.integrity_check !== 'ok').length,
          },
          measured: `${unavailable} answers 503, served again after ${Math.round(Math.max(...recoveriesMs))} ms at most`,
        },
        [...broken, ...refused],
      )
    },
    limitMs(counts.fullDisks, 20),
  )
})
