// `fieldgate admin` on a database that no service runs on yet, or beside one.

import { spawnSync } from 'node:child_process'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/store.ts'
import * as make from '../store/records.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { LoginDocument, UsersDocument, ViewerDocument } from '../support/generated/operations.ts'
import { createFolder, fieldgateCommand, startProgram } from '../support/program.ts'
import { password, startTestService } from '../support/service.ts'
import { query } from '../support/sql.ts'

describe.each(engines)('fieldgate admin on %s', (engine) => {
  const folder = createFolder()
  let database: TestDatabase
  let store: Store | undefined
  beforeEach(async () => {
    database = await createDatabase(engine)
  })
  afterEach(async () => {
    await store?.close()
    store = undefined
    await database.drop()
  })
  afterAll(() => folder.remove())

  const environment = (url = database.url) => ({
    FIELDGATE_DATABASE_URL: url,
    FIELDGATE_ISSUER: 'http://localhost:4000',
    FIELDGATE_SECRET: 'a root secret for tests only, 0123456789 abcdefghij',
  })
  function run(args: readonly string[], { input = '', url = database.url } = {}) {
    const { PATH = '' } = process.env
    const options = { cwd: folder.path, env: { PATH, ...environment(url) }, input, encoding: 'utf8' } as const
    const { status: code, stdout, stderr } = spawnSync(process.execPath, [fieldgateCommand, 'admin', ...args], options)
    return { code, stdout, stderr }
  }
  const open = async () => (store = await openStore(database.url))
  const events = async () =>
    (await query(database.url, 'SELECT type FROM audit_events ORDER BY type')).map(({ type }) => String(type))

  describe('create', () => {
    it('makes an administrator and an app on a new database, and both work in the service', async () => {
      const service = await startTestService({ engine })
      const { code, stdout } = run(['create', '--email', 'ADA@example.com', '--json'], { url: service.databaseUrl })
      const told = JSON.parse(stdout)
      expect({ code, told }).toEqual({
        code: 0,
        told: {
          user: { id: expect.stringMatching(/^usr_/), email: 'ada@example.com' },
          password: expect.stringMatching(/^[\w-]{24}$/),
          clientId: expect.stringMatching(/^cli_/),
          isNewClient: true,
        },
      })
      const input = { email: 'ada@example.com', password: told.password, clientId: told.clientId }
      const login = await service.send(LoginDocument, { input })
      const token = login.data?.login.tokens.accessToken
      expect((await service.send(UsersDocument, {}, token)).data?.users.totalCount).toBe(1)
      const { data } = await service.send(ViewerDocument, {}, token)
      expect(data?.viewer?.user?.effectiveScopes).toContain('*')
      await service.stop()
    }, 60_000)

    it('tells people what they need, and shows no password that was typed', async () => {
      const { code, stdout, stderr } = run(['create', '--email', 'ada@example.com', '--password-stdin'], {
        input: `${password}\n`,
      })
      expect(code).toBe(0)
      expect(stdout).toMatch(/^User {7}ada@example\.com \(usr_\S+\)\nClient id {2}cli_\S+\n$/)
      expect(stdout + stderr).not.toContain(password)
      expect(stderr).toContain('Log in with the mutation "login"')
      expect(await events()).toEqual(['client.created', 'user.created'])
      const rows = await query(database.url, 'SELECT "passwordHash", scopes FROM users')
      expect(rows).toEqual([{ passwordHash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/), scopes: '*' }])
    })

    it('makes none beside one that is there, and changes nothing', async () => {
      expect(run(['create', '--email', 'ada@example.com']).code).toBe(0)
      const before = await make.everything(database.url)
      expect(run(['create', '--email', 'eve@example.com'])).toEqual({
        code: 1,
        stdout: '',
        stderr: 'There is an administrator already, who can make others.\n',
      })
      expect(await make.everything(database.url)).toEqual(before)
    })

    it('makes one of two who ask at once', async () => {
      await (await open()).probe()
      const programs = ['ada', 'eve'].map((name) =>
        startProgram({
          args: [fieldgateCommand, 'admin', 'create', '--email', `${name}@example.com`],
          folder: folder.path,
          environment: environment(),
        }),
      )
      expect((await Promise.all(programs.map((program) => program.end()))).sort()).toEqual([0, 1])
      expect([await store?.countUsers({}), await store?.countClients({})]).toEqual([1, 1])
    })

    it.each([
      [true, 'a public app of our own with every scope', {}],
      [false, 'one that is not first-party', { isFirstParty: false }],
      [false, 'one that is disabled', { isEnabled: false }],
      [false, 'one without PASSWORD', { grantTypes: ['REFRESH_TOKEN' as const] }],
      [false, 'one that lacks a scope', { allowedScopes: ['users:*', 'clients:*'] }],
      [false, 'a server without a secret', { type: 'CONFIDENTIAL' as const }],
    ])('takes as a way in: %s, for %s', async (isWayIn, _what, traits) => {
      const { id } = await make.addClient(await open(), { allowedScopes: ['*'], grantTypes: ['PASSWORD'], ...traits })
      const { clientId, isNewClient } = JSON.parse(run(['create', '--email', 'ada@example.com', '--json']).stdout)
      expect([clientId === id, isNewClient]).toEqual([isWayIn, !isWayIn])
    })

    it.each([
      ['no email', ['create'], '', 2, "required option '--email <email>'"],
      ['a text that is no email', ['create', '--email', 'ada'], '', 2, 'The email cannot be used.'],
      ['no password', ['create', '--email', 'a@b.c', '--password-stdin'], '', 2, 'The password cannot be used.'],
      ['a weak one', ['create', '--email', 'a@b.c', '--password-stdin'], 'password1234', 2, 'The password cannot be used.'],
      ['a password as an option', ['create', '--email', 'a@b.c', '--password', 'x'], '', 2, "unknown option '--password'"],
    ])('refuses %s', async (_what, args, input, code, told) => {
      expect(run(args, { input })).toEqual({ code, stdout: '', stderr: expect.stringContaining(told) })
      expect(await (await open()).countUsers({})).toBe(0)
    })
  })

  describe('recover', () => {
    async function lockOut() {
      const { id } = await make.addUser(await open(), { email: 'ada@example.com', scopes: ['users:*'] })
      const user = await store?.findUserByEmail('ada@example.com')
      if (!store || !user) throw new Error('There is no user.')
      const { id: clientId } = await make.addClient(store)
      const later = new Date(Date.now() + 3_600_000)
      const session = make.newSession(id, clientId, { expiresAt: later, absoluteExpiresAt: later })
      await store.startSession(make.start({ ...user, roleIds: [] }, session, make.newRefreshToken({ expiresAt: later })))
      await query(database.url, `UPDATE users SET "isEnabled" = false WHERE id = '${id}'`)
      return { id, session }
    }

    it('lets an administrator in again, and ends what there was', async () => {
      const { id, session } = await lockOut()
      const { code, stdout } = run(['recover', '--email', ' ADA@example.com', '--yes', '--json'])
      const told = JSON.parse(stdout)
      expect({ code, told }).toEqual({
        code: 0,
        told: { user: { id, email: 'ada@example.com' }, password: expect.stringMatching(/^[\w-]{24}$/), revokedSessionCount: 1 },
      })
      expect(await store?.findUser(id)).toMatchObject({
        isEnabled: true,
        scopes: ['users:*', '*'],
        passwordHash: expect.stringContaining('$argon2id$v='),
      })
      expect((await store?.findSession(session.id))?.revokedReason).toBe('recovered by an operator')
      expect(await store?.findRevocations([{ kind: 'user', targetId: id }])).toHaveLength(1)
      expect(await make.eventsAbout(database.url, id)).toEqual(['user.created', 'user.password_set', 'user.updated'])
    })

    it('takes a password from stdin, and does not show it', async () => {
      const { id } = await lockOut()
      const { code, stdout, stderr } = run(['recover', '--email', 'ada@example.com', '--yes', '--password-stdin'], {
        input: password,
      })
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `User      ada@example.com (${id})\n`, stderr: '' })
    })

    it.each([
      ['without --yes where there is no terminal', ['--email', 'ada@example.com'], 2, 'say --yes if that is meant'],
      ['for an email of nobody', ['--email', 'eve@example.com', '--yes'], 1, 'There is no such user.'],
      ['with a weak password', ['--email', 'ada@example.com', '--yes', '--password-stdin'], 2, 'The password cannot be used.'],
    ])('changes nothing %s', async (_what, args, code, told) => {
      await lockOut()
      const before = await make.everything(database.url)
      expect(run(['recover', ...args])).toEqual({ code, stdout: '', stderr: expect.stringContaining(told) })
      const { scopes: _, ...after } = await make.everything(database.url)
      expect(before).toMatchObject(after)
    })
  })
})
