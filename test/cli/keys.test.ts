// `fieldgate keys` beside a service that runs, or without one.

import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventsOf } from '../support/audit-events.ts'
import { testRootSecret } from '../support/authority.ts'
import { engines } from '../support/databases.ts'
import { type KeyNodes, openKeyNodes } from '../support/key-nodes.ts'
import { createFolder, fieldgateCommand } from '../support/program.ts'

describe.each(engines)('fieldgate keys on %s', (engine) => {
  const folder = createFolder()
  let ring: KeyNodes
  beforeAll(async () => {
    ring = await openKeyNodes(engine)
  })
  afterAll(async () => {
    await ring.stop()
    folder.remove()
  })

  function run(args: readonly string[], changes: Readonly<Record<string, string>> = {}) {
    const { PATH = '' } = process.env
    const settings = {
      FIELDGATE_DATABASE_URL: ring.databaseUrl,
      FIELDGATE_ISSUER: 'http://localhost:4000',
      FIELDGATE_SECRET: testRootSecret.toString(),
    }
    const env = { PATH, ...settings, ...changes }
    const options = { cwd: folder.path, env, input: '', encoding: 'utf8' } as const
    const { status: code, stdout, stderr } = spawnSync(process.execPath, [fieldgateCommand, 'keys', ...args], options)
    return { code, stdout, stderr }
  }
  const facts = async () => {
    const keys = await ring.node.store.listSigningKeys()
    return JSON.parse(JSON.stringify(keys.map(({ sealedSecretKey: _, ...key }) => key)))
  }
  const idOf = async (status: 'ACTIVE' | 'PENDING') => (await ring.byStatus())[status][0]?.id ?? ''

  it('lists the keys for people and for programs, and needs no right secret for that', async () => {
    const { code, stdout, stderr } = run(['list'])
    expect([code, stderr]).toEqual([0, ''])
    const [head = '', first = '', second = ''] = stdout.split('\n')
    expect(head).toMatch(/^ID +STATUS +ACTIVATES +RETIRES +EXPIRES$/)
    expect(first).toBe(`${await idOf('ACTIVE')}  ACTIVE   2026-05-01T12:00:00.000Z  -        -`)
    expect(second).toContain(`${await idOf('PENDING')}  PENDING  2026-05-01T12:10:00.000Z`)
    const other = run(['list', '--json'], { FIELDGATE_SECRET: testRootSecret.toString().toUpperCase() })
    expect(JSON.parse(other.stdout)).toEqual(await facts())
  })

  it('rotates, and tells which key signs', async () => {
    const [active, pending] = [await idOf('ACTIVE'), await idOf('PENDING')]
    let answer: ReturnType<typeof run> | undefined
    const events = await eventsOf(ring.databaseUrl, async () => {
      answer = run(['rotate', '--json'])
    })
    expect(answer?.code).toBe(0)
    const { activeKey, pendingKey } = JSON.parse(answer?.stdout ?? '')
    expect(await facts()).toEqual([expect.objectContaining({ id: active, status: 'RETIRED' }), activeKey, pendingKey])
    expect(activeKey).toMatchObject({ id: pending, status: 'ACTIVE' })
    expect(answer?.stderr).toBe(`${pending} signs from now on. Tokens of ${active} stay good until they expire.\n`)
    expect(events.map(({ type, data }) => [type, data.cause])).toEqual([
      ['key.created', undefined],
      ['key.rotated', 'command'],
    ])
  })

  it('schedules while the next key is young, or rotates immediately', async () => {
    const [active, pending] = [await idOf('ACTIVE'), await idOf('PENDING')]
    const later = run(['rotate'])
    expect(later.code).toBe(0)
    expect(later.stderr).toMatch(new RegExp(`^${pending} takes over at 2\\S+Z, `))
    expect(await idOf('ACTIVE')).toBe(active)
    expect(run(['rotate', '--immediately']).stdout).toMatch(new RegExp(`^ID .*\n${pending} +ACTIVE`))
    expect(await idOf('ACTIVE')).toBe(pending)
  })

  it('revokes, but not unasked', async () => {
    const [active, pending] = [await idOf('ACTIVE'), await idOf('PENDING')]
    const unasked = run(['revoke', active])
    expect(unasked).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('say --yes') })
    expect(await idOf('ACTIVE')).toBe(active)
    const { code, stdout } = run(['revoke', active, '--yes', '--json'])
    expect(code).toBe(0)
    const { revokedKey, activeKey } = JSON.parse(stdout)
    expect(revokedKey).toMatchObject({ id: active, status: 'REVOKED' })
    expect(activeKey).toMatchObject({ id: pending, status: 'ACTIVE' })
    expect(stdout).not.toContain('secret-wrap')
    expect(run(['revoke', active, '--yes']).code).toBe(0)
  })

  it.each([
    ['a key that is not there', ['revoke', 'k4.pid.unknown', '--yes'], {}, 1, 'There is no such key.'],
    ['no key', ['revoke'], {}, 2, "missing required argument 'id'"],
    ['an unknown option', ['rotate', '--now'], {}, 2, "unknown option '--now'"],
    ['another root secret', ['rotate'], { FIELDGATE_SECRET: 'x1'.repeat(3) + testRootSecret }, 1, 'FIELDGATE_PREVIOUS_SECRETS'],
    ['a missing setting', ['list'], { FIELDGATE_ISSUER: '' }, 78, 'FIELDGATE_ISSUER is empty'],
    ['an empty database', ['rotate'], { FIELDGATE_DATABASE_URL: 'file:empty.db' }, 1, 'There is no key in this database'],
  ])('refuses %s in its own way, and changes nothing', async (_what, args, changes, code, told) => {
    const before = await facts()
    const answer = run(args, changes as Readonly<Record<string, string>>)
    expect(answer).toEqual({ code, stdout: '', stderr: expect.stringContaining(told) })
    expect(await facts()).toEqual(before)
  })
})
