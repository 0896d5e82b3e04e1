// What a person reads when a start cannot go on: one line that names the setting or the file, and what to do.

import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { LoginDocument, type LoginMutation } from '../support/generated/operations.ts'
import { createFolder, fieldgateCommand, startProgram } from '../support/program.ts'
import { send } from '../support/service.ts'
import { query } from '../support/sql.ts'

const secret = 'a root secret for tests only, 0123456789 abcdefghij'
const settings = { FIELDGATE_PORT: '0', FIELDGATE_ISSUER: 'http://localhost:4000', FIELDGATE_SECRET: secret }

/** Runs a start that must fail; the line that it leaves, with the exit code before it. */
async function failedStart(command: 'dev' | 'start', folder: string, environment: Record<string, string>): Promise<string> {
  const program = startProgram({
    args: [fieldgateCommand, command],
    folder,
    environment: { FIELDGATE_LOG_LEVEL: 'warn', ...environment },
  })
  const code = await program.end()
  expect(program.stdout()).toBe('')
  expect(program.stderr()).not.toContain('hush')
  const lines = program.stderr().trimEnd().split('\n')
  if (lines[0] === 'The configuration has 1 mistake(s):') lines.shift()
  expect(lines).toHaveLength(1)
  return `${code} ${lines[0]?.replace(/^- /, '')}`
}

describe('a start', () => {
  const folder = createFolder()
  beforeAll(() => {
    mkdirSync(join(folder.path, 'folder'))
    writeFileSync(join(folder.path, 'text'), 'not a database, and long enough to have a header of another kind '.repeat(20))
  })
  afterAll(() => folder.remove())

  const postgres = (change: (url: URL) => void) => {
    const url = new URL(inject('postgresUrl'))
    change(url)
    return url.href
  }

  it.each<[what: string, url: () => string, line: RegExp]>([
    [
      'a folder that is missing',
      () => 'file:no/such.db',
      /^78 FIELDGATE_DATABASE_URL: there is no folder \/.*\/no\. Make it, or /,
    ],
    ['a folder', () => 'file:folder', /^78 FIELDGATE_DATABASE_URL: \/.*\/folder is a folder\. Add /],
    ['a file of another kind', () => 'file:text', /^78 FIELDGATE_DATABASE_URL: \/.*\/text is no SQLite database\. Name another/],
    [
      'a server that refuses',
      () => 'postgresql://user:hush@localhost:1/fieldgate',
      /^1 .*refuses connections \(ECONNREFUSED\)\. Start it, or check .* FIELDGATE_DATABASE_URL\.$/,
    ],
    [
      'a wrong password',
      () => postgres((url) => Object.assign(url, { password: 'hush' })),
      /^78 FIELDGATE_DATABASE_URL has a wrong user or password\. Mend/,
    ],
    [
      'no database of the server',
      () => postgres((url) => Object.assign(url, { pathname: '/nowhere' })),
      /^78 FIELDGATE_DATABASE_URL names a database that does not exist\. Create it/,
    ],
  ])('says what to do when the database is %s', async (_what, url, line) => {
    const before = readdirSync(folder.path)
    expect(await failedStart('start', folder.path, { ...settings, FIELDGATE_DATABASE_URL: url() })).toMatch(line)
    expect(readdirSync(folder.path)).toEqual(before)
  })

  it('says what to do when the host is not of this machine', async () => {
    const environment = { ...settings, FIELDGATE_DATABASE_URL: 'file:fine.db', FIELDGATE_HOST: '192.0.2.1' }
    expect(await failedStart('start', folder.path, environment)).toMatch(
      /^78 FIELDGATE_HOST is no address of this machine\. Set it/,
    )
  })

  it('keeps its database to itself, and tells that it is new', async () => {
    const environment = { ...settings, FIELDGATE_DATABASE_URL: 'file:new.db' }
    const first = startProgram({ args: [fieldgateCommand, 'start'], folder: folder.path, environment })
    await first.waitFor('stderr', /"msg":"listening"/)
    const mode = (name: string) => statSync(join(folder.path, name)).mode & 0o077
    expect(readdirSync(folder.path).filter((name) => name.startsWith('new.db') && mode(name) !== 0)).toEqual([])
    expect(await first.end('SIGTERM')).toBe(0)
    expect(first.stderr()).toMatch(/"level":30.*"migrations":\["0001_init".*"msg":"database migrated"/)

    const second = startProgram({ args: [fieldgateCommand, 'start'], folder: folder.path, environment })
    await second.waitFor('stderr', /"msg":"listening"/)
    expect(await second.end('SIGTERM')).toBe(0)
    expect(second.stderr()).not.toContain('migrated')
  })
})

describe('fieldgate dev', () => {
  const folder = createFolder()
  const data = join(folder.path, '.fieldgate')
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo(folder.path)
    expect(await demo.program.end('SIGTERM')).toBe(0)
  })
  afterAll(() => folder.remove())

  /** Runs the task without one of the files, or with another text in it. */
  async function without(name: string, text: string | undefined, task: () => Promise<void>): Promise<void> {
    const [file, copy] = [join(data, name), join(folder.path, name)]
    copyFileSync(file, copy)
    rmSync(file)
    if (text !== undefined) writeFileSync(file, text)
    await task()
    copyFileSync(copy, file)
  }

  it('tells of a wrong port, and of nothing else', async () => {
    const line = await failedStart('dev', folder.path, { FIELDGATE_PORT: 'hush' })
    expect(line).toMatch(/^78 FIELDGATE_PORT is not a whole number/)
  })

  it('says what to do when the data folder is a file', async () => {
    writeFileSync(join(folder.path, 'file'), '')
    const line = await failedStart('dev', folder.path, { FIELDGATE_DATA_DIR: 'file' })
    expect(line).toMatch(/^78 FIELDGATE_DATA_DIR cannot be made or used as a folder \(EEXIST\)\. Set it/)
  })

  it.each([
    ['secret', undefined, 'is missing, and the database beside it needs it'],
    ['demo.json', undefined, 'is missing, and the database beside it needs it'],
    ['demo.json', '{ hush', 'is broken'],
    ['demo.json', '{"clientId":"hush"}', 'is broken'],
  ])('says what to do when its file %s holds %j, and writes nothing', async (name, text, fault) => {
    await without(name, text, async () => {
      const before = readdirSync(data)
      const line = await failedStart('dev', folder.path, { FIELDGATE_PORT: '0' })
      expect(line).toMatch(
        new RegExp(`^1 .*${name} ${fault}\\. Restore it, or delete the folder /.*/\\.fieldgate to start afresh\\.$`),
      )
      expect(readdirSync(data)).toEqual(before)
    })
  })

  const url = `file:${join(data, 'fieldgate.db')}`
  const rows = () => query(url, 'SELECT id FROM users UNION ALL SELECT id FROM clients')

  it('adds its demo to no database that holds somebody else', async () => {
    const own = createFolder()
    const before = await rows()
    copyFileSync(join(data, 'secret'), join(own.path, 'secret'))
    const environment = { FIELDGATE_PORT: '0', FIELDGATE_DATABASE_URL: url, FIELDGATE_SECRET_FILE: 'secret' }
    expect(await failedStart('dev', own.path, environment)).toMatch(
      /^1 .*not of this demo\. Set FIELDGATE_DATABASE_URL to an empty database, or/,
    )
    expect(await rows()).toEqual(before)
    own.remove()
  })

  it('finishes what a killed start has begun', async () => {
    const before = await rows()
    await query(url, `DELETE FROM users WHERE email = 'admin@example.com'`)
    await query(url, `DELETE FROM clients WHERE id = '${demo.facts.clientId}'`)
    const again = await startDemo(folder.path)
    const { email, password } = demo.facts.admin
    const variables = { input: { email, password, clientId: demo.facts.clientId } }
    const { errors } = await send<LoginMutation>(again.issuer, { query: print(LoginDocument), variables })
    expect(errors).toEqual([])
    expect(await again.program.end('SIGTERM')).toBe(0)
    expect((await rows()).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort())
  })
})
