import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/store.ts'
import * as make from '../store/records.ts'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { createFolder, fieldgateCommand, startProgram } from '../support/program.ts'

describe.each(engines)('fieldgate sessions revoke on %s', (engine) => {
  const folder = createFolder()
  let database: TestDatabase
  let store: Store
  let clientId: string
  beforeAll(async () => {
    database = await createDatabase(engine)
    store = await openStore(database.url)
    clientId = (await make.addClient(store)).id
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
    folder.remove()
  })

  async function run(...args: string[]) {
    const environment = {
      FIELDGATE_DATABASE_URL: database.url,
      FIELDGATE_ISSUER: 'http://localhost:4000',
      FIELDGATE_SECRET: 'a root secret for tests only, 0123456789 abcdefghij',
    }
    const program = startProgram({ args: [fieldgateCommand, 'sessions', 'revoke', ...args], folder: folder.path, environment })
    const code = await program.end()
    return { code, stdout: program.stdout(), stderr: program.stderr() }
  }
  /** A login whose session is alive on the machine's clock. */
  async function logIn(as = clientId, given?: make.Login['user']) {
    const user = given ?? (await make.addUser(store))
    const later = new Date(Date.now() + 3_600_000)
    const session = make.newSession(user.id, as, { expiresAt: later, absoluteExpiresAt: later })
    await store.startSession(make.start(user, session, make.newRefreshToken({ expiresAt: later })))
    return { user, session }
  }
  const reasonOf = async (id: string) => (await store.findSession(id))?.revokedReason

  it.each([
    ['id', 'id'],
    ['email', 'email'],
  ] as const)('ends all sessions of a user, named by %s', async (_what, key) => {
    const { user, session } = await logIn()
    const second = await logIn(clientId, user)
    const other = await logIn()
    const named = key === 'email' ? user.email.toUpperCase() : user.id
    const { code, stdout, stderr } = await run('--user', named, '--yes', '--json')
    expect({ code, stdout: JSON.parse(stdout), stderr }).toEqual({
      code: 0,
      stdout: { kind: 'user', id: user.id, revokedSessionCount: 2 },
      stderr: '',
    })
    const reasons = await Promise.all([session, second.session, other.session].map(({ id }) => reasonOf(id)))
    expect(reasons).toEqual(['revoked by an operator', 'revoked by an operator', null])
    expect(await make.eventsAbout(database.url, user.id)).toContain('sessions.revoked')
    expect(await store.findRevocations([{ kind: 'user', targetId: user.id }])).toHaveLength(1)
  })

  it('ends all of a client, and says so to people', async () => {
    const client = await make.addClient(store)
    const { session } = await logIn(client.id)
    const told = `Ended every session and token of the client Shop (${client.id}): 1 could still have been refreshed.\n`
    expect(await run('--client', client.id, '--yes')).toEqual({ code: 0, stdout: told, stderr: '' })
    expect(await reasonOf(session.id)).toBe('revoked by an operator')
    expect(await store.findRevocations([{ kind: 'client', targetId: client.id }])).toHaveLength(1)
  })

  it('ends one session alone', async () => {
    const { user, session } = await logIn()
    const second = await logIn(clientId, user)
    const { code, stdout } = await run('--session', session.id, '--yes', '--json')
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { kind: 'session', id: session.id, revokedAt: expect.any(String), revokedReason: 'revoked by an operator' },
    ])
    expect(await reasonOf(second.session.id)).toBeNull()
  })

  it('does nothing without --yes where there is no terminal', async () => {
    const { user, session } = await logIn()
    const { code, stdout, stderr } = await run('--user', user.id)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      `This ends every session of the user ${user.email} (${user.id}). There is no terminal to ask at: say --yes if that is meant.\n`,
    )
    expect(await reasonOf(session.id)).toBeNull()
  })

  it.each([
    ['user', ['--user', 'usr_none']],
    ['user', ['--user', 'nobody@example.com']],
    ['client', ['--client', 'cli_none']],
    ['session', ['--session', 'ses_none']],
  ])('ends with 1 for a %s that does not exist: %j', async (kind, args) => {
    expect(await run(...args, '--yes')).toEqual({ code: 1, stdout: '', stderr: `There is no such ${kind}.\n` })
  })

  it.each([[[]], [['--user', 'usr_1', '--client', 'cli_1']], [['--session', 'ses_1', '--user', 'usr_1', '--client', 'cli_1']]])(
    'ends with 2 for anything but one of the three: %j',
    async (args) => {
      const stderr = 'Name exactly one of --user, --client and --session.\n'
      expect(await run(...args, '--yes')).toEqual({ code: 2, stdout: '', stderr })
    },
  )
})
