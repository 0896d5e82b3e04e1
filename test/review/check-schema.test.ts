// What a reviewer is told about the rules of a schema; beside each finding, a schema that has none.

import { describe, expect, it } from 'vitest'
import { checkSchema } from '../../src/review/check-schema.ts'
import { readSchema } from '../../src/review/read-schema.ts'

const check = (sdl: string) => checkSchema(readSchema(sdl, 's.graphql'), 'open')
const wipedBy = (sdl: string) =>
  check(sdl).warnings.flatMap(
    ({ message }) => /^(\S+): is protected and never null.*to null: (.*?)\. Let/.exec(message)?.slice(1) ?? [],
  )

describe('a misspelt rule', () => {
  it.each([
    ['requireScopes', 'requiresScopes'],
    ['requiredScopes', 'requiresScopes'],
    ['requiresScope', 'requiresScopes'],
    ['RequiresScopes', 'requiresScopes'],
    ['authenticate', 'authenticated'],
    ['authentication', 'authenticated'],
    ['authentificated', 'authenticated'],
    ['policies', 'policy'],
    ['polcy', 'policy'],
    ['pubic', 'public'],
  ])('is seen in @%s', (name, meant) => {
    const { mistakes } = check(`type Query {\n  a: Int @${name} }`)
    expect(mistakes).toEqual([
      { message: expect.stringMatching(`^@${name} is not @${meant} and protects nothing\\.`), position: { line: 2, column: 10 } },
    ])
  })

  it.each([
    'requires',
    'requiresScopes',
    'authenticated',
    'key',
    'provides',
    'publish',
    'cost',
    'authorized',
    'tag',
    'deprecated',
  ])('is not seen in @%s', (name) => {
    const args = name === 'requiresScopes' ? '(scopes: [["a"]])' : ''
    expect(check(`type Query { a: Int @${name}${args} }`).mistakes).toEqual([])
  })

  it('is a doubt where the schema defines the directive, and none where @link gives the name', () => {
    const defined = check('directive @authenticate on FIELD_DEFINITION type Query { a: Int @authenticate }')
    expect([defined.mistakes, defined.warnings.map(({ message }) => message)]).toEqual([
      [],
      [expect.stringContaining('@authenticate')],
    ])
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@authenticated", as: "@authenticate" }])'
    const linked = check(`${link} type Query { a: Int @authenticate }`)
    expect([linked.mistakes, linked.warnings, linked.unmarked?.coordinates]).toEqual([[], [], []])
  })
})

describe('a protected field that is never null', () => {
  it.each<[string, string, string[]]>([
    [
      'the field that returns its type',
      'type Query { me: Me } type Me { secret: Int! @authenticated }',
      ['Me.secret', 'Query.me'],
    ],
    ['the whole answer, at the root', 'type Query { secret: Int! @authenticated }', ['Query.secret', 'the whole answer']],
    [
      'the whole answer, through fields that are never null',
      'type Query { me: Me! } type Me { secret: Int! @authenticated }',
      ['Me.secret', 'the whole answer'],
    ],
    ['an item', 'type Query { all: [Me]! } type Me { secret: Int! @authenticated }', ['Me.secret', 'an item of Query.all']],
    ['a whole list', 'type Query { all: [Me!] } type Me { secret: Int! @authenticated }', ['Me.secret', 'Query.all']],
    [
      'a list in a list',
      'type Query { all: [[Me!]]! } type Me { secret: Int! @authenticated }',
      ['Me.secret', 'a list of Query.all'],
    ],
    [
      'fields that return an interface or a union of it',
      'type Query { a: N, b: U } union U = Me | Other interface N { id: ID } type Other { x: Int } type Me implements N { id: ID, secret: Int! @authenticated }',
      ['Me.secret', 'Query.a, Query.b'],
    ],
    [
      'something far above, through types that lead to themselves',
      'type Query { top: Top } type Top { me: Me! } type Me { me: Me!, secret: Int! @authenticated }',
      ['Me.secret', 'Query.top'],
    ],
  ])('takes %s with it', (_what, sdl, expected) => {
    expect(wipedBy(sdl)).toEqual(expected)
  })

  it.each([
    ['it may be null', 'type Query { me: Me } type Me { secret: Int @authenticated }'],
    ['its type needs as much', 'type Query { me: Me } type Me @authenticated { secret: Int! @authenticated }'],
    [
      'the way to it needs more',
      'type Query { me: Me @requiresScopes(scopes: [["a"]]) } type Me { secret: Int! @authenticated }',
    ],
    ['it is not protected', 'type Query { me: Me } type Me { secret: Int! }'],
  ])('takes nothing with it when %s', (_what, sdl) => {
    expect(wipedBy(sdl)).toEqual([])
  })

  it('is not protected by a placeholder of the same name above it', () => {
    const rule = '@requiresScopes(scopes: [["p:{id}"]])'
    expect(wipedBy(`type Query { me(id: ID): Me ${rule} } type Me { secret(id: ID): Int! ${rule} }`)).toEqual([
      'Me.secret',
      'Query.me',
    ])
  })
})

describe('a check', () => {
  it('tells mistakes of rules and misspelt ones together, and nothing that depends on them', () => {
    const { mistakes, unmarked } = check('type Query { a: Int @policy(policies: []), b: Int @authenticate }')
    expect([mistakes.map(({ position }) => position?.column), unmarked]).toEqual([[14, 51], undefined])
  })

  it('lists what no directive speaks about; @public does', () => {
    const sdl = 'type Query { a: Int, b: Int @public, c: Int @authenticated, d: D } scalar D @authenticated'
    expect(check(sdl).unmarked).toEqual({ treatment: 'open', coordinates: ['Query.a'], fieldCount: 4 })
  })

  it('warns of scalars and enums that are protected and only used as input', () => {
    const sdl = (field: string) => `type Query { ${field} } scalar Money @authenticated`
    expect(check(sdl('a(m: Money): Int')).warnings).toEqual([
      { message: expect.stringMatching(/^Money: its rule never holds/), position: { line: 1, column: 40 } },
    ])
    expect(check(sdl('a(m: Money): Money')).warnings).toEqual([])
  })
})
