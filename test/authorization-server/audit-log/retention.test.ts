// The beginning of the log goes into a file that stands for itself, and out of the database.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ExportLine, exportAuditLog } from '../../../src/authorization-server/audit-log/export.ts'
import { pruneAuditLog } from '../../../src/authorization-server/audit-log/prune.ts'
import type { RetentionStorage } from '../../../src/authorization-server/audit-log/retention-storage.ts'
import { verifyAuditLog } from '../../../src/authorization-server/audit-log/verify.ts'
import { verifyExport } from '../../../src/authorization-server/audit-log/verify-export.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'
import { engines } from '../../support/databases.ts'
import { query } from '../../support/sql.ts'
import { dropTriggers, runAll } from '../../support/tampering.ts'

describe.each(engines)('an exported beginning of an audit log on %s', (engine) => {
  let log: TestAuditLog
  // Events 3 to 12 are of the seconds 1 to 10 after the start; 1 and 2 of the keys.
  const until = new Date('2026-05-01T12:00:07.000Z')
  beforeEach(async () => {
    log = await openAuditLog(engine, 10)
  })
  afterEach(() => log.stop())

  async function exportLog(before: Date | 'whole' = until) {
    const lines: ExportLine[] = []
    const { store: storage } = log.node
    const write = async (some: readonly ExportLine[]) => void lines.push(...some)
    return {
      lines,
      exported: await exportAuditLog({ storage, authority: log.node, until: before === 'whole' ? undefined : before, write }),
    }
  }
  const prune = async (storage: RetentionStorage = log.node.store) =>
    pruneAuditLog({ storage, authority: log.node, exported: (await exportLog()).exported, until })
  const verifyLines = (lines: readonly unknown[]) =>
    verifyExport({
      keyRing: log.node.keyRing,
      lines: (async function* () {
        // As they come out of a file.
        yield* lines.map((line) => JSON.parse(JSON.stringify(line)))
      })(),
    })
  const sequences = async () =>
    (await query(log.databaseUrl, 'SELECT sequence FROM audit_events ORDER BY sequence IS NULL, sequence')).map(
      ({ sequence }) => sequence,
    )

  it('is verified without the database', async () => {
    const { lines } = await exportLog()
    expect(lines.map((line) => ('sequence' in line ? line.sequence : Object.keys(line)[0]))).toEqual([
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      'end',
    ])
    expect(await verifyLines(lines)).toEqual({ isIntact: true, checkedCount: 8, firstBrokenSequence: null })
  })

  it.each([
    ['an event was changed', 4, (lines: ExportLine[]) => Object.assign(lines[3] ?? {}, { actorId: 'usr_other' })],
    ['an event is missing', 5, (lines: ExportLine[]) => lines.splice(4, 1)],
    ['two changed places', 2, (lines: ExportLine[]) => lines.splice(1, 2, ...lines.slice(1, 3).reverse())],
    ['its last event is missing', 8, (lines: ExportLine[]) => lines.splice(7, 1)],
    ['its signed end is missing', 9, (lines: ExportLine[]) => lines.pop()],
    ['it is cut off', 4, (lines: ExportLine[]) => lines.splice(3)],
    ['its beginning is missing', 1, (lines: ExportLine[]) => lines.splice(0, 2)],
    ['nothing is left', 1, (lines: ExportLine[]) => lines.splice(0)],
  ])('shows that %s', async (_what, broken, change) => {
    const { lines } = await exportLog()
    change(lines)
    expect(await verifyLines(lines)).toMatchObject({ isIntact: false, firstBrokenSequence: broken })
  })

  it('is deleted by a prune, which is told once, and the log goes on from its checkpoint', async () => {
    await prune()
    expect(await sequences()).toEqual([9, 10, 11, 12, null])
    expect(await log.sealer.seal()).toBe(1)
    expect(await log.verify()).toEqual({ isIntact: true, checkedCount: 5, firstBrokenSequence: null })
    const [event] = await query(log.databaseUrl, `SELECT * FROM audit_events WHERE type = 'audit.pruned'`)
    expect(event).toMatchObject({ sequence: 13, actorId: null, clientId: null, targetId: null, ipAddress: null, requestId: null })
    expect(JSON.parse(String(event?.data))).toEqual({ until: until.toISOString(), sequence: 8, count: 8 })
  })

  it('gives nobody leave to delete what is in it', async () => {
    const { lines } = await exportLog()
    const { end } = lines.at(-1) as { end: string }
    await query(log.databaseUrl, `INSERT INTO audit_marks (name, token, sequence) VALUES ('checkpoint', '${end}', 8)`)
    await query(log.databaseUrl, 'DELETE FROM audit_events WHERE sequence <= 8')
    expect(await log.verify()).toMatchObject({ isIntact: false, firstBrokenSequence: 1 })
  })

  it('is followed by the next one, which begins where it ends', async () => {
    const first = await exportLog()
    await prune()
    await log.sealer.seal()
    const second = await exportLog(new Date('2027-01-01T00:00:00.000Z'))
    expect(second.lines[0]).toEqual({ checkpoint: expect.stringMatching(/^v4\.public\./) })
    expect(await verifyLines(second.lines)).toEqual({ isIntact: true, checkedCount: 5, firstBrokenSequence: null })
    expect(await verifyLines([...first.lines, ...second.lines])).toMatchObject({ isIntact: true, checkedCount: 13 })
    expect(await verifyLines([...second.lines, ...first.lines])).toMatchObject({ isIntact: false })
  })

  it('is the whole log, and sealing goes on after it', async () => {
    const { exported } = await exportLog('whole')
    await pruneAuditLog({ storage: log.node.store, authority: log.node, exported, until })
    expect(await sequences()).toEqual([null])
    expect(await log.verify()).toEqual({ isIntact: true, checkedCount: 0, firstBrokenSequence: null })
    await log.sealer.seal()
    expect(await sequences()).toEqual([13])
    expect(await log.verify()).toEqual({ isIntact: true, checkedCount: 1, firstBrokenSequence: null })
  })

  it('is signed only if the log is intact to its head, and not just to where the export ends', async () => {
    await dropTriggers(engine, log.databaseUrl)
    await query(log.databaseUrl, `UPDATE audit_events SET data = '{}' WHERE sequence = 11`)
    await expect(exportLog()).rejects.toThrow('not intact at 11')
    await query(log.databaseUrl, `UPDATE audit_events SET data = '[]' WHERE sequence = 4`)
    await expect(exportLog()).rejects.toThrow('not intact at 4')
  })

  it('is not deleted when somebody changed it since', async () => {
    const { exported } = await exportLog()
    await dropTriggers(engine, log.databaseUrl)
    await query(log.databaseUrl, `UPDATE audit_events SET data = '{}' WHERE sequence = 4`)
    const again = pruneAuditLog({ storage: log.node.store, authority: log.node, exported, until })
    await expect(again).rejects.toMatchObject({ name: 'AuditLogError' })
    expect(await sequences()).toHaveLength(12)
    expect(await query(log.databaseUrl, `SELECT 1 FROM audit_events WHERE type = 'audit.pruned'`)).toEqual([])
  })

  it('is deleted by one of two who prune at once', async () => {
    const { exported } = await exportLog()
    const other = await log.open()
    const results = await Promise.allSettled(
      [log.node, other].map((node) => pruneAuditLog({ storage: node.store, authority: node, exported, until })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await log.sealer.seal()
    expect(await log.verify()).toMatchObject({ isIntact: true, checkedCount: 5 })
  })

  it('leaves an intact log behind wherever a prune is cut off', async () => {
    const at = log.clock.now()
    await log.write(1_200)
    await log.sealer.seal()
    const { store } = log.node
    const { exported } = await exportLog('whole')
    let steps = 0
    const storage: RetentionStorage = {
      ...store,
      pruneEvents: async (pruning) => {
        if (++steps === 3) throw new Error('killed')
        return store.pruneEvents(pruning)
      },
    }
    const cut = pruneAuditLog({ storage, authority: log.node, exported, until: at })
    await expect(cut).rejects.toThrow('killed')
    expect((await sequences())[0]).toBe(1_001)
    expect(await log.verify()).toMatchObject({ isIntact: true, checkedCount: 212 })
    const rest = await exportLog('whole')
    await pruneAuditLog({ storage: store, authority: log.node, exported: rest.exported, until: at })
    expect(await sequences()).toEqual([null, null])
  })

  it('is let go by the database only up to the checkpoint', async () => {
    const deletion = (where: string) => query(log.databaseUrl, `DELETE FROM audit_events WHERE ${where}`)
    await expect(deletion('sequence = 1')).rejects.toThrow('never deleted')
    await prune()
    await expect(deletion('sequence = 9')).rejects.toThrow('never deleted')
    await expect(deletion('sequence IS NULL')).rejects.toThrow('never deleted')
    expect(await sequences()).toEqual([9, 10, 11, 12, null])
  })

  it.each([
    [
      'an event below it',
      `INSERT INTO audit_events (id, sequence, at, type, data, hash)
      SELECT 'evt_forged', 5, at, type, data, hash FROM audit_events WHERE sequence = 9`,
      9,
    ],
    ['a checkpoint that nobody signed', `UPDATE audit_marks SET token = 'v4.public.AAAA.AAAA' WHERE name = 'checkpoint'`, 1],
    ['no checkpoint', `DELETE FROM audit_marks WHERE name = 'checkpoint'`, 1],
    ['no head', `DELETE FROM audit_marks WHERE name = 'head'`, 13],
  ])('does not hide %s', async (_what, sql, broken) => {
    await prune()
    await dropTriggers(engine, log.databaseUrl)
    await query(log.databaseUrl, sql)
    expect(await log.verify()).toMatchObject({ isIntact: false, firstBrokenSequence: broken })
  })

  it('does not make a log whole that lost everything after it, and its head', async () => {
    await prune()
    await dropTriggers(engine, log.databaseUrl)
    await runAll(log.databaseUrl, ['DELETE FROM audit_events', `DELETE FROM audit_marks WHERE name = 'head'`])
    expect(await log.verify()).toEqual({ isIntact: false, checkedCount: 0, firstBrokenSequence: 9 })
    await log.write(1)
    await expect(log.sealerOf(log.node, 'node 1').seal()).rejects.toThrow('head of the audit log is gone')
  })

  it('may be pruned while somebody verifies', async () => {
    const { store, keyRing } = log.node
    let isPruned = false
    const storage: RetentionStorage = {
      ...store,
      listSealedEvents: async (page) => {
        // Between its reading of the checkpoint and of the events.
        if (!isPruned) {
          isPruned = true
          await prune()
        }
        return store.listSealedEvents(page)
      },
    }
    expect(await verifyAuditLog({ storage, keyRing })).toEqual({ isIntact: true, checkedCount: 4, firstBrokenSequence: null })
  })
})
