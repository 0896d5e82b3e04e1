// `fieldgate schema manifest` as a person uses it: written once, and held against the schema ever after.

import { describe, expect, it } from 'vitest'
import { createDesk, text } from './run-fieldgate.ts'

const schema = `directive @authenticated on FIELD_DEFINITION
directive @requiresScopes(scopes: [[Scope!]!]!) on FIELD_DEFINITION
scalar Scope
type Query {
  email: String @requiresScopes(scopes: [["users:email"]])
  name: String @authenticated
  free: String
}
`
const lock = `{
  "version": 1,
  "protected": [
    {"coordinate":"Query.email","authenticated":true,"scopes":[[["users:email"]]],"policies":[]},
    {"coordinate":"Query.name","authenticated":true,"scopes":[],"policies":[]}
  ]
}
`
const more = schema.replace('free: String', 'free: String @authenticated')
const less = schema
  .replace('name: String @authenticated', 'name: String')
  .replace('[["users:email"]]', '[["users:email"], ["admin"]]')
const losses = text`
  ✗ Query.email: needs less; was users:email, is users:email or admin
  ✗ Query.name: lost its protection; was a token
`

function manifest(sdl: string, ...options: string[]) {
  const desk = createDesk({ 's.graphql': sdl, 'lock.json': lock, 'broken.json': '{"version": 1}' })
  const run = desk.fieldgate(['schema', 'manifest', 's.graphql', ...options])
  return { ...run, lock: desk.read('lock.json') }
}

describe('fieldgate schema manifest', () => {
  it('prints the lock, or writes it', () => {
    expect(manifest(schema)).toEqual({ code: 0, stdout: lock, stderr: '', lock })
    const desk = createDesk({ 's.graphql': schema })
    const run = desk.fieldgate(['schema', 'manifest', 's.graphql', '--out', 'new.json'])
    expect({ ...run, lock: desk.read('new.json') }).toEqual({ code: 0, stdout: '', stderr: '', lock })
  })

  it('--verify ends with 0 when all is as it was', () => {
    expect(manifest(schema, '--verify', 'lock.json')).toEqual({ code: 0, stdout: '', stderr: '', lock })
  })

  it('--verify ends with 0 when more is protected, and says that the file is out of date', () => {
    expect(manifest(more, '--verify', 'lock.json')).toEqual({
      code: 0,
      stdout: '+ Query.free: is protected now; is a token\n',
      stderr: 'lock.json: is out of date; what it says is still protected. Write it anew with --out.\n',
      lock,
    })
  })

  it('--verify ends with 1 when less is protected, and names every field', () => {
    expect(manifest(less, '--verify', 'lock.json')).toEqual({ code: 1, stdout: losses, stderr: '', lock })
  })

  it('--verify --allow-shrink tells the same and ends with 0', () => {
    expect(manifest(less, '--verify', 'lock.json', '--allow-shrink')).toMatchObject({
      code: 0,
      stdout: losses,
      stderr: 'lock.json: is out of date. Write it anew with --out.\n',
    })
  })

  it('--out writes what protects more over what is there', () => {
    const { code, lock: written } = manifest(more, '--out', 'lock.json')
    expect([code, written]).toEqual([0, expect.stringContaining('Query.free')])
  })

  it('--out leaves a file that says more, unless it is allowed to shrink', () => {
    const refused = manifest(less, '--out', 'lock.json')
    const stderr = 'lock.json: is left as it is. Add --allow-shrink if that is meant.\n'
    expect(refused).toEqual({ code: 1, stdout: losses, stderr, lock })
    const allowed = manifest(less, '--out', 'lock.json', '--allow-shrink')
    expect([allowed.code, allowed.lock]).toEqual([0, expect.not.stringContaining('Query.name')])
  })

  it('tells differences as JSON', () => {
    const { code, stdout } = manifest(less, '--verify', 'lock.json', '--json')
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      [
        expect.objectContaining({ coordinate: 'Query.email', kind: 'weaker' }),
        expect.objectContaining({ coordinate: 'Query.name', kind: 'unprotected', after: null }),
      ],
    ])
  })

  it.each([
    ['a lock that is not there', ['--verify', 'no.json'], 'no.json: there is no such file.\n'],
    ['a lock that is no JSON', ['--verify', 's.graphql'], 's.graphql:1:1: this is no JSON.\n'],
    ['a lock of another kind', ['--verify', 'broken.json'], 'broken.json: This is no manifest lock.'],
    ['a place that is not there', ['--out', 'no/lock.json'], 'no/lock.json: cannot be written (ENOENT).\n'],
    ['two wishes at once', ['--out', 'lock.json', '--verify', 'lock.json'], '--out and --verify exclude each other.\n'],
  ])('ends with 2 for %s', (_what, options, line) => {
    const { code, stdout, stderr } = manifest(schema, ...options)
    expect([code, stdout, stderr.replace(':1:1:', ':')]).toEqual([2, '', expect.stringContaining(line.replace(':1:1:', ':'))])
  })
})
