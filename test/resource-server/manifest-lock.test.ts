// The lock file of a manifest: what it looks like, and what a schema that protects less is told.

import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { assertManifest, createGate, directiveTypeDefs, ManifestShrinkError } from '../../src/resource-server/index.ts'
import { compareManifest, formatManifestLock, readManifestLock } from '../../src/resource-server/manifest-lock.ts'

const gateOf = (sdl: string) => createGate(buildSchema(directiveTypeDefs + sdl))
const lockOf = (sdl: string): unknown => JSON.parse(formatManifestLock(gateOf(sdl).manifest))

const reviewed = `type Query {
  email: String @requiresScopes(scopes: [["users:email"]])
  name: String @authenticated
  paid: String @policy(policies: [["paid"]])
}`

function lossesOf(sdl: string): readonly string[] {
  try {
    assertManifest(gateOf(sdl), lockOf(reviewed))
    return []
  } catch (error) {
    if (error instanceof ManifestShrinkError) return error.losses
    throw error
  }
}

describe('a lock file', () => {
  it('has one line for each protected field, and is read back as it was', () => {
    const { manifest } = gateOf(reviewed)
    expect(formatManifestLock(manifest)).toBe(`{
  "version": 1,
  "protected": [
    {"coordinate":"Query.email","authenticated":true,"scopes":[[["users:email"]]],"policies":[]},
    {"coordinate":"Query.name","authenticated":true,"scopes":[],"policies":[]},
    {"coordinate":"Query.paid","authenticated":false,"scopes":[],"policies":[[["paid"]]]}
  ]
}
`)
    expect(readManifestLock(lockOf(reviewed))).toEqual(manifest)
    expect(formatManifestLock([])).toBe('{\n  "version": 1,\n  "protected": []\n}\n')
  })

  it.each([
    null,
    'text',
    [],
    {},
    { version: 2, protected: [] },
    { version: 1, protected: {} },
    { version: 1, protected: [null] },
    { version: 1, protected: [{ coordinate: 'A.b', authenticated: true, scopes: [['flat']], policies: [] }] },
    { version: 1, protected: [{ coordinate: 'A.b', scopes: [], policies: [] }] },
  ])('is not %j', (lock) => {
    expect(() => assertManifest(gateOf(reviewed), lock)).toThrow(TypeError)
  })

  it('may be empty', () => {
    expect(() => assertManifest(gateOf(reviewed), { version: 1, protected: [] })).not.toThrow()
  })
})

describe('assertManifest', () => {
  it('accepts what was reviewed', () => {
    expect(lossesOf(reviewed)).toEqual([])
  })

  it.each([
    ['another field is protected', `${reviewed} extend type Query { more: String @authenticated }`],
    ['a field needs more', reviewed.replace('[["users:email"]]', '[["users:email", "admin"]]')],
    [
      'a requirement is only written in another way',
      reviewed.replace('[["users:email"]]', '[["users:email"], ["users:email", "b"]]'),
    ],
    [
      'a rule moves from a field to its type',
      reviewed.replace(' @authenticated', '').replace('type Query', 'type Query @authenticated'),
    ],
  ])('accepts that %s', (_what, sdl) => {
    expect(lossesOf(sdl)).toEqual([])
  })

  it.each([
    ['lost its rule', reviewed.replace(' @authenticated', ''), 'Query.name: lost its protection; was a token'],
    ['is gone', reviewed.replace('name: String @authenticated', ''), 'Query.name: is no longer in the schema; was a token'],
    [
      'needs less',
      reviewed.replace('[["users:email"]]', '[["users:email"], ["x", "y"]]'),
      'Query.email: needs less; was users:email, is users:email or (x and y)',
    ],
    [
      'needs something else',
      reviewed.replace('[["paid"]]', '[["free"]]'),
      'Query.paid: needs something else; was policy "paid", is policy "free"',
    ],
  ])('refuses a field that %s', (_what, sdl, loss) => {
    expect(lossesOf(sdl)).toEqual([loss])
  })

  it('names every loss at once', () => {
    const bare = 'type Query { email: String, name: String, paid: String }'
    expect(() => assertManifest(gateOf(bare), lockOf(reviewed))).toThrow(
      /in 3 place\(s\):\n- Query\.email: .*\n- Query\.name: .*\n- Query\.paid: /,
    )
  })

  it('sees that unmarked fields are open now', () => {
    const schema = buildSchema('type Query { a: Int }')
    const lock: unknown = JSON.parse(formatManifestLock(createGate(schema, { unmarked: 'authenticated' }).manifest))
    expect(() => assertManifest(createGate(schema, { unmarked: 'denied' }), lock)).not.toThrow()
    expect(compareManifest(readManifestLock(lock), createGate(schema)).map(({ kind }) => kind)).toEqual(['unprotected'])
  })
})
