// `fieldgate users import` with real processes.

import { hash } from '@node-rs/argon2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatDocument } from '../../src/administration/configuration/document-text.ts'
import { document, roleId } from '../administration/configuration/documents.ts'
import { engines } from '../support/databases.ts'
import { type DatabaseDesk, openDesk } from './on-test-database.ts'

const ready = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

describe.each(engines)('fieldgate users import on %s', (engine) => {
  let desk: DatabaseDesk
  beforeEach(async () => {
    desk = await openDesk(engine)
    desk.write('given.yaml', formatDocument(document(), 'yaml'))
    expect(desk.run(['import', 'given.yaml']).code).toBe(0)
  }, 60_000)
  afterEach(() => desk.remove())
  const count = async (from: string) => Number((await desk.query(`SELECT COUNT(*) AS count FROM ${from}`))[0]?.count)

  it('goes on where it was killed: nobody twice, nobody half', async () => {
    const total = 4_000
    const rows = Array.from({ length: total }, (_, index) =>
      JSON.stringify({ email: `user${index}@example.com`, passwordHash: ready, roles: ['Support'], scopes: ['orders:read'] }),
    )
    desk.write('users.jsonl', rows.join('\n'))
    await desk.killOnce(['users', 'import', 'users.jsonl'], async () => (await count('users')) > 0)
    const first = await count('users')
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(total)
    const isWhole = async (users: number) => {
      expect(await count("audit_events WHERE type = 'user.created'")).toBe(users)
      expect(await count(`user_roles WHERE "roleId" = '${roleId}'`)).toBe(users)
    }
    await isWhole(first)
    const { code, stdout, stderr } = desk.run(['users', 'import', 'users.jsonl', '--json'])
    const counts = { isDryRun: false, createdCount: total - first, skippedCount: first, refusedCount: 0 }
    expect([code, JSON.parse(stdout)]).toEqual([0, counts])
    expect(stderr).toMatch(/ made, \d+ there already, 0 refused: 4000 rows in \d+\.\d s \(\d+ rows\/s\)\.\n$/)
    expect(await count('users')).toBe(total)
    await isWhole(total)
    const batches = await desk.query("SELECT data FROM audit_events WHERE type = 'users.imported'")
    expect(batches.reduce((sum, { data }) => sum + JSON.parse(String(data)).createdCount, 0)).toBe(total)
  }, 120_000)

  it('refuses rows one by one, with line and code, and takes the others', async () => {
    const other = await hash('correct horse battery staple', { memoryCost: 8_192, timeCost: 3, parallelism: 2 })
    const csv = [
      'email,displayName,password,passwordHash,roles,scopes',
      'Ada@Example.com,"Ada ""L""",correct horse battery staple,,Support;Support,orders:read',
      `grace@example.com,,,"${other}",,`,
      'ada@example.com,,correct horse battery staple,,,',
      'short@example.com,,short,,,',
      'both@example.com,,correct horse battery staple,x,,',
      'role@example.com,,correct horse battery staple,,Nobody,',
      'scope@example.com,,correct horse battery staple,,,nowhere:read',
      'few,fields',
      `bomb@example.com,,,"${ready.replace('19456', '99999999')}",,`,
      'quote@example.com,a"b,correct horse battery staple,,,',
      'last@example.com,,,'.concat(`"${ready}",,`),
    ]
    desk.write('users.csv', csv.join('\r\n'))
    const dry = desk.run(['users', 'import', 'users.csv', '--dry-run'])
    expect([dry.code, await count('users')]).toEqual([1, 0])
    expect(dry.stderr).toContain('Nothing was written. 3 would be made, 0 there already, 8 refused')
    const { code, stderr } = desk.run(['users', 'import', 'users.csv', '--rejects', 'rejects.jsonl'])
    expect(code).toBe(1)
    const refused = desk
      .read('rejects.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    // What is no row at all is told of as it is read, before the rows of its batch.
    const inOrder = refused.sort((one, other) => one.line - other.line)
    expect(inOrder.map(({ line, code: why, field }) => [line, why, field])).toEqual([
      [4, 'CONFLICT', 'email'],
      [5, 'BAD_USER_INPUT', 'password'],
      [6, 'BAD_USER_INPUT', 'password'],
      [7, 'NOT_FOUND', 'roles'],
      [8, 'INVALID_SCOPE', 'scopes'],
      [9, 'BAD_USER_INPUT', null],
      [10, 'BAD_USER_INPUT', 'passwordHash'],
      [11, 'BAD_USER_INPUT', null],
    ])
    for (const { line, code: why } of refused) expect(stderr).toContain(`line ${line}: ${why}`)
    expect(stderr + desk.read('rejects.jsonl')).not.toContain('horse')
    const users = await desk.query('SELECT email, "displayName", "passwordHash", scopes FROM users ORDER BY email')
    expect(users).toEqual([
      {
        email: 'ada@example.com',
        displayName: 'Ada "L"',
        passwordHash: expect.stringContaining('m=19456'),
        scopes: 'orders:read',
      },
      { email: 'grace@example.com', displayName: null, passwordHash: other, scopes: '' },
      { email: 'last@example.com', displayName: null, passwordHash: ready, scopes: '' },
    ])
  }, 120_000)

  it.each([
    ['a head without the email', 'users.csv', 'name\nx', 'line 1: the head must name columns'],
    ['an empty file', 'users.csv', '', 'line 1: there is no head'],
    ['a format that nobody told', 'users.txt', '', 'Say --format'],
  ])(
    'ends with 2 for %s',
    (_what, name, text, told) => {
      desk.write(name, text)
      expect(desk.run(['users', 'import', name])).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
      expect(desk.run(['users', 'import', 'gone.csv'])).toMatchObject({ code: 2, stderr: 'gone.csv: there is no such file.\n' })
    },
    120_000,
  )
})
