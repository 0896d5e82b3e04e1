// `fieldgate import` with real processes.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatDocument } from '../../src/administration/configuration/document-text.ts'
import { client, clientId, document, roleId, scope } from '../administration/configuration/documents.ts'
import { engines } from '../support/databases.ts'
import { type DatabaseDesk, openDesk } from './on-test-database.ts'

describe.each(engines)('fieldgate import on %s', (engine) => {
  let desk: DatabaseDesk
  beforeEach(async () => {
    desk = await openDesk(engine)
    desk.write('given.yaml', formatDocument(document(), 'yaml'))
  })
  afterEach(() => desk.remove())
  const count = async (table: string) => Number((await desk.query(`SELECT COUNT(*) AS count FROM ${table}`))[0]?.count)

  it('shows the plan, does it, and has nothing left to do', async () => {
    const dry = desk.run(['import', 'given.yaml', '--dry-run'])
    expect([dry.code, dry.stderr]).toEqual([1, 'Nothing was written. It would be: 3 created, 0 changed, 0 deleted.\n'])
    expect([await count('clients'), await count('audit_events')]).toEqual([0, 0])
    const done = desk.run(['import', '-'], desk.read('given.yaml'))
    expect(done).toEqual({ code: 0, stdout: dry.stdout, stderr: 'Done: 3 created, 0 changed, 0 deleted.\n' })
    expect(desk.run(['import', 'given.yaml', '--dry-run'])).toMatchObject({ code: 0, stdout: '' })
    const changed = document({ clients: [client({ name: 'Shop 2', allowedScopes: ['orders:read', '*'] })] })
    desk.write('changed.json', formatDocument(changed, 'json'))
    expect(desk.run(['import', 'changed.json']).stdout).toBe(
      [
        `~ client ${clientId} "Shop 2"`,
        '    ~ name: "Shop" -> "Shop 2"',
        '    - allowedScopes: "orders:*"',
        '    + allowedScopes: "*"',
        '    + allowedScopes: "orders:read"',
        '',
      ].join('\n'),
    )
    const pruned = desk.run(['import', '-', '--prune', '--json'], '{"formatVersion": 1, "roles": []}')
    expect(JSON.parse(pruned.stdout)).toMatchObject({
      ...{ isDryRun: false, createdCount: 0, updatedCount: 0, deletedCount: 1 },
      changes: [{ action: 'delete', kind: 'role', id: roleId }],
    })
  }, 120_000)

  it('refuses a document with every mistake in a line of its own, and writes nothing', async () => {
    const wrong = document({ scopes: [scope({ name: 'a b' })], clients: [client({ allowedScopes: ['nowhere'] })] })
    desk.write('wrong.yaml', formatDocument(wrong, 'yaml'))
    const { code, stdout, stderr } = desk.run(['import', 'wrong.yaml'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^wrong\.yaml: scopes\[0\]\.name: /),
      expect.stringMatching(/^wrong\.yaml: roles\[0\]\.scopes\[0\]: /),
      expect.stringMatching(/^wrong\.yaml: clients\[0\]\.allowedScopes\[0\]: /),
      'Nothing was imported.',
      '',
    ])
    expect(desk.run(['import', 'gone.yaml'])).toEqual({ code: 2, stdout: '', stderr: 'gone.yaml: there is no such file.\n' })
    expect([await count('clients'), await count('audit_events')]).toEqual([0, 0])
  }, 120_000)

  it('is done or not, and nothing between, when it is killed', async () => {
    const clients = Array.from({ length: 1_500 }, (_, index) =>
      client({ id: `cli_0190d6c8-0000-7000-8000-${String(index).padStart(12, '0')}` }),
    )
    desk.write('many.json', formatDocument(document({ clients }), 'json'))
    desk.run(['export'])
    // Once it has begun to wait for nobody: the row of administrators is being held, or was.
    const startedAt = performance.now()
    await desk.killOnce(
      ['import', 'many.json'],
      async () => performance.now() - startedAt > 2_500 || (await count('clients')) > 0,
    )
    expect([0, 1_500]).toContain(await count('clients'))
    expect(await count("audit_events WHERE type = 'client.created'")).toBe(await count('clients'))
    expect(await count("audit_events WHERE type = 'configuration.imported'")).toBe((await count('clients')) / 1_500)
    expect(desk.run(['import', 'many.json']).code).toBe(0)
    expect([await count('clients'), await count("audit_events WHERE type = 'configuration.imported'")]).toEqual([1_500, 1])
  }, 120_000)
})
