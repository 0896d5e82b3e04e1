// `fieldgate export` with real processes.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatDocument } from '../../src/administration/configuration/document-text.ts'
import { document } from '../administration/configuration/documents.ts'
import { engines } from '../support/databases.ts'
import { type DatabaseDesk, openDesk } from './on-test-database.ts'

describe.each(engines)('fieldgate export on %s', (engine) => {
  let desk: DatabaseDesk
  beforeAll(async () => {
    desk = await openDesk(engine)
    desk.write('given.yaml', formatDocument(document(), 'yaml'))
    expect(desk.run(['import', 'given.yaml']).code).toBe(0)
  }, 60_000)
  afterAll(() => desk.remove())

  it('writes the document to stdout and talks on stderr', () => {
    const { code, stdout, stderr } = desk.run(['export'])
    expect([code, stdout]).toEqual([0, desk.read('given.yaml')])
    expect(stderr).toBe('Exported 1 scopes, 1 roles and 1 clients.\n')
  }, 60_000)

  it('writes a file, in JSON and with sealed secrets if asked', () => {
    const args = ['export', '--format', 'json', '--with-secrets', '--output', 'out.json']
    expect(desk.run(args)).toEqual({ code: 0, stdout: '', stderr: expect.stringContaining('Exported') })
    expect(JSON.parse(desk.read('out.json'))).toEqual({
      formatVersion: 1,
      ...document(),
      sealedSecrets: expect.stringMatching(/^fieldgate-secrets\.v1\.[\w-]+$/),
    })
  }, 60_000)

  it.each([
    ['another format', ['--format', 'toml']],
    ['a file in a folder that is not there', ['--output', 'none/out.yaml']],
  ])(
    'ends with 2 for %s',
    (_what, args) => {
      expect(desk.run(['export', ...args])).toMatchObject({ code: 2, stdout: '' })
    },
    60_000,
  )
})
