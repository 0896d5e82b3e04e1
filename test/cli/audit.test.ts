// `fieldgate audit` beside a service that runs, or without one.

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAuditLog, type TestAuditLog } from '../support/audit-log.ts'
import { testRootSecret } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { createFolder, fieldgateCommand } from '../support/program.ts'
import { query } from '../support/sql.ts'
import { dropTriggers } from '../support/tampering.ts'

describe.each(engines)('fieldgate audit on %s', (engine) => {
  const folder = createFolder()
  let log: TestAuditLog
  beforeAll(async () => {
    log = await openAuditLog(engine, 3)
    await log.sealer.release()
    await log.write(2)
  })
  afterAll(async () => {
    await log.stop()
    folder.remove()
  })

  function run(args: readonly string[], changes: Readonly<Record<string, string>> = {}) {
    const { PATH = '' } = process.env
    const settings = {
      FIELDGATE_DATABASE_URL: log.databaseUrl,
      FIELDGATE_ISSUER: 'http://localhost:4000',
      FIELDGATE_SECRET: testRootSecret.toString(),
    }
    const env = { PATH, ...settings, ...changes }
    const options = { cwd: folder.path, env, input: '', encoding: 'utf8' } as const
    const { status: code, stdout, stderr } = spawnSync(process.execPath, [fieldgateCommand, 'audit', ...args], options)
    return { code, stdout, stderr }
  }

  const linesOf = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

  it('exports what is sealed and what waited, and verifies the file, with the database or with the keys alone', async () => {
    const { code, stdout, stderr } = run(['export'])
    expect([code, stderr]).toEqual([0, expect.stringContaining('Exported 7 events')])
    expect(linesOf(stdout).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, undefined])
    const keys = (await log.node.keyRing.listAllKeys()).map(({ id, publicKey }) => ({ id, key: publicKey }))
    writeFileSync(join(folder.path, 'audit.jsonl'), stdout)
    writeFileSync(join(folder.path, 'edited.jsonl'), stdout.replace('usr_0', 'usr_9'))
    writeFileSync(join(folder.path, 'keys.json'), JSON.stringify({ keys }))
    const verify = (file: string) => run(['verify', '--file', file, '--keys', 'keys.json'], { FIELDGATE_DATABASE_URL: '' })
    expect(verify('audit.jsonl')).toEqual({ code: 0, stdout: 'The export is intact: 7 events.\n', stderr: '' })
    expect(verify('edited.jsonl')).toMatchObject({ code: 1, stdout: expect.stringContaining('stands at 3') })
    expect(run(['verify', '--file', 'audit.jsonl'])).toMatchObject({ code: 0, stdout: 'The export is intact: 7 events.\n' })
  })

  it('exports what the example in docs/operate.md checks', () => {
    const told = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8')
    const program = /```js\n(?<code>import \{ createHash[\s\S]*?)```/.exec(told)?.groups?.code ?? ''
    writeFileSync(join(folder.path, 'check.mjs'), program)
    const check = () => spawnSync(process.execPath, ['check.mjs'], { cwd: folder.path, encoding: 'utf8' })
    writeFileSync(join(folder.path, 'audit.jsonl'), run(['export']).stdout)
    expect(check()).toMatchObject({ status: 0, stderr: '' })
    writeFileSync(join(folder.path, 'audit.jsonl'), run(['export']).stdout.replace('usr_0', 'usr_9'))
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining('What stands at 3 is not what was sealed.') })
  })

  it('exports until an instant, without the event of that instant', () => {
    const { code, stdout } = run(['export', '--until', '2026-05-01T12:00:04Z'])
    const second = (number: number) => `2026-05-01T12:00:0${number}.000Z`
    expect([code, linesOf(stdout).map(({ at }) => at)]).toEqual([0, [...[0, 0, 1, 2, 3].map(second), undefined]])
  })

  it('shows the head for files and for programs', () => {
    const { stdout } = run(['head', '--json'])
    const head = JSON.parse(stdout)
    expect(head).toMatchObject({ sequence: 7, issuer: 'http://localhost:4000' })
    const shown = run(['head'])
    expect(shown).toEqual({ code: 0, stdout: `${head.token}\n`, stderr: expect.stringContaining('The log has 7 events') })
    writeFileSync(join(folder.path, 'head.txt'), shown.stdout)
  })

  it('verifies, also against a head that was kept, and tells of a break', async () => {
    const { code, stdout } = run(['verify', '--head', 'head.txt'])
    expect([code, stdout]).toEqual([0, 'The audit log is intact: 7 events.\n'])
    // Cut back, and its head with it, as by a backup.
    const [mark] = await query(log.databaseUrl, 'SELECT token FROM audit_marks')
    await log.write(1)
    run(['head'])
    writeFileSync(join(folder.path, 'later.txt'), run(['head']).stdout)
    await dropTriggers(engine, log.databaseUrl)
    await query(log.databaseUrl, 'DELETE FROM audit_events WHERE sequence = 8')
    await query(log.databaseUrl, `UPDATE audit_marks SET token = '${mark?.token}'`)
    expect(run(['verify']).code).toBe(0)
    const later = run(['verify', '--head', 'later.txt', '--json'])
    expect([later.code, JSON.parse(later.stdout)]).toEqual([1, { isIntact: false, checkedCount: 7, firstBrokenSequence: 8 }])
    await query(log.databaseUrl, `UPDATE audit_events SET data = '{}' WHERE sequence = 4`)
    const edited = run(['verify'])
    expect([edited.code, edited.stdout]).toEqual([1, expect.stringContaining('NOT intact: 3 events hold, and what stands at 4')])
  })

  it('prunes into a file what it deletes', async () => {
    const other = await openAuditLog(engine, 3)
    await other.sealer.release()
    const url = { FIELDGATE_DATABASE_URL: other.databaseUrl }
    const args = ['export', '--until', '2026-05-01T12:00:02Z', '--output', 'old.jsonl', '--prune']
    const pruned = run(args, url)
    expect([pruned.code, pruned.stdout]).toEqual([0, ''])
    expect(pruned.stderr).toContain('The log begins after 3 now.')
    expect(run(['verify', '--file', 'old.jsonl'], url).stdout).toBe('The export is intact: 3 events.\n')
    expect(run(['head'], url).code).toBe(0)
    expect(run(['verify'], url)).toMatchObject({ code: 0, stdout: 'The audit log is intact: 3 events.\n' })
    await other.stop()
  })

  it.each([
    ['a head that is none', ['verify', '--head', 'none.txt'], {}, 2, 'it is no head'],
    ['a file that is not there', ['verify', '--head', 'gone.txt'], {}, 2, 'there is no such file'],
    ['an instant without its time zone', ['export', '--until', '2026-05-01T12:00:00'], {}, 2, '--until'],
    ['to prune what is in no file', ['export', '--until', '2026-05-01T12:00:00Z', '--prune'], {}, 2, '--prune'],
    ['to write over a file', ['export', '--output', 'none.txt'], {}, 2, 'it is there already'],
    ['keys without an export', ['verify', '--keys', 'none.txt'], {}, 2, '--keys goes with --file'],
    ['keys that are none', ['verify', '--file', 'none.txt', '--keys', 'none.txt'], {}, 2, 'none.txt'],
    ['an unknown option', ['head', '--now'], {}, 2, "unknown option '--now'"],
    ['an empty database', ['verify'], { FIELDGATE_DATABASE_URL: 'file:empty.db' }, 1, 'There is no key in this database'],
  ])('refuses %s', (_what, args, changes, code, told) => {
    writeFileSync(join(folder.path, 'none.txt'), 'v4.public.AAAA.AAAA\n')
    const answer = run(args, changes as Readonly<Record<string, string>>)
    expect(answer).toEqual({ code, stdout: '', stderr: expect.stringContaining(told) })
  })
})
