// What was done to the log behind its back is found, and named by the first place that no longer holds.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../resource-server/random.ts'
import { openAuditLog, type TestAuditLog } from '../../support/audit-log.ts'
import { counts, limitMs } from '../../support/counts.ts'
import { engines } from '../../support/databases.ts'
import { query, type Row } from '../../support/sql.ts'
import { dropTriggers, randomTampering, rehash, runAll } from '../../support/tampering.ts'

const seed = Number(process.env.FIELDGATE_FUZZ_SEED ?? Date.now() % 2 ** 31)
const intact = { isIntact: true, checkedCount: 32, firstBrokenSequence: null }

describe.each(engines)('an audit log on %s', (engine) => {
  let log: TestAuditLog
  let rows: Row[]
  beforeAll(async () => {
    log = await openAuditLog(engine, 30)
    await dropTriggers(engine, log.databaseUrl)
    await query(log.databaseUrl, 'CREATE TABLE untouched AS SELECT * FROM audit_events')
    rows = await query(log.databaseUrl, 'SELECT * FROM untouched ORDER BY sequence')
  })
  afterAll(() => log.stop())

  const tamper = (...statements: readonly string[]) => runAll(log.databaseUrl, statements)
  const restore = () => tamper('DELETE FROM audit_events', 'INSERT INTO audit_events SELECT * FROM untouched')

  it('is intact as it was sealed, also after it was restored', async () => {
    expect(await log.verify()).toEqual(intact)
    await restore()
    expect(await log.verify()).toEqual(intact)
  })

  it(
    `shows each of ${counts.tamperings} random edits, deletions, insertions, swaps and truncations`,
    async () => {
      const random = createRandom(seed)
      for (let round = 0; round < counts.tamperings; round++) {
        const { name, broken, statements } = randomTampering(random, rows)
        await tamper(...statements)
        const told = { isIntact: false, checkedCount: broken - 1, firstBrokenSequence: broken }
        expect([name, seed, await log.verify()]).toEqual([name, seed, told])
        await restore()
      }
      expect(await log.verify()).toEqual(intact)
    },
    limitMs(counts.tamperings, 0.5),
  )

  it('shows at its head that every hash from an edited event on was made anew', async () => {
    await tamper(`UPDATE audit_events SET "actorId" = 'usr_other' WHERE sequence = 7`)
    await tamper(...(await rehash(log.node.store)))
    expect(await log.verify()).toEqual({ isIntact: false, checkedCount: 31, firstBrokenSequence: 32 })
    await restore()
  })

  it.each([
    ['is gone', 'DELETE FROM audit_marks'],
    ['was signed by nobody we know', `UPDATE audit_marks SET token = 'v4.public.AAAA.AAAA'`],
  ])('is not believed to be whole when its head %s', async (_what, sql) => {
    const [mark] = await query(log.databaseUrl, 'SELECT token FROM audit_marks')
    await tamper(sql)
    expect(await log.verify()).toEqual({ isIntact: false, checkedCount: 32, firstBrokenSequence: 33 })
    await tamper('DELETE FROM audit_marks', `INSERT INTO audit_marks (name, token) VALUES ('head', '${mark?.token}')`)
    expect(await log.verify()).toEqual(intact)
  })

  it('is not whole when a head passes for the checkpoint of a log whose beginning was deleted', async () => {
    await tamper(`INSERT INTO audit_marks (name, token) SELECT 'checkpoint', token FROM audit_marks`, 'DELETE FROM audit_events')
    expect(await log.verify()).toMatchObject({ isIntact: false, firstBrokenSequence: 1 })
    await tamper(`DELETE FROM audit_marks WHERE name = 'checkpoint'`)
    await restore()
  })

  it('must lead through the heads that were kept elsewhere', async () => {
    const [early, last] = [rows[9], rows[31]].map((row) => ({ sequence: Number(row?.sequence), hash: String(row?.hash) }))
    if (!early || !last) throw new Error('The log is too short.')
    expect(await log.verify([early, last])).toEqual(intact)
    expect(await log.verify([{ ...early, hash: last.hash }])).toMatchObject({ isIntact: false, firstBrokenSequence: 10 })
    // Cut back together with its own head, as a backup is.
    expect(await log.verify([{ sequence: 40, hash: last.hash }])).toMatchObject({ isIntact: false, firstBrokenSequence: 33 })
  })

  it('is intact whenever it is looked at while it is sealed on', async () => {
    let isOver = false
    let sealed = 0
    const sealing = (async () => {
      while (!isOver) {
        await log.write(3)
        sealed += await log.sealer.seal()
      }
    })()
    const answers = []
    while (sealed < 30) {
      answers.push(await log.verify())
      // SQLite's queries give the other no turn.
      await nextTurn()
    }
    isOver = true
    await sealing
    expect(answers.filter(({ isIntact }) => !isIntact)).toEqual([])
    expect(await log.verify()).toEqual({ ...intact, checkedCount: 32 + sealed })
  })
})
