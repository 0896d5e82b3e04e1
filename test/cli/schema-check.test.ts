// `fieldgate schema check` as a person uses it, and as a pipeline does.

import { describe, expect, it } from 'vitest'
import { createDesk, text } from './run-fieldgate.ts'

const definitions = 'directive @authenticated on FIELD_DEFINITION directive @public on FIELD_DEFINITION\n'
const clean = `${definitions}type Query { a: Int @authenticated, b: Int @public }\n`
const odd = `${definitions}type Query { me: Me @public }
type Me {
  id: ID!
  name: String
  secret: String! @authenticated
}
`
const mistaken = `${definitions}type Query {
  a: Int @public @authenticated
  b: Int @requireScopes(scopes: [["a"]])
}
`
const check = (sdl: string, ...options: string[]) =>
  createDesk({ 's.graphql': sdl }).fieldgate(['schema', 'check', 's.graphql', ...options])

describe('fieldgate schema check', () => {
  it('ends with 0 when each field has a rule', () => {
    expect(check(clean, '--strict')).toEqual({ code: 0, stdout: '✓ Each of the 2 fields has a rule.\n', stderr: '' })
  })

  it('warns of what is odd and lists unmarked fields, and ends with 0 unless it is strict', () => {
    const stdout = text`
      ! Warnings: 1
        s.graphql:6:3: Me.secret: is protected and never null, so a refusal sets more to null: Query.me. Let the field be null, or protect what is above it as much.

      2 of 4 fields have no rule and are open to everyone:
        Me.id
        Me.name
    `
    expect(check(odd)).toEqual({ code: 0, stdout, stderr: '' })
    expect(check(odd, '--strict')).toEqual({ code: 1, stdout, stderr: '' })
  })

  it('says what becomes of unmarked fields with --unmarked', () => {
    expect(check(odd, '--unmarked', 'denied').stdout).toContain('2 of 4 fields have no rule and are open to no one:\n')
  })

  it('tells every mistake with its place and ends with 1', () => {
    expect(check(mistaken)).toEqual({
      code: 1,
      stdout: text`
        ✗ Mistakes: 2
          s.graphql:3:3: Query.a: @public stands together with a requirement. Keep one of them.
          s.graphql:4:10: @requireScopes is not @requiresScopes and protects nothing. Write @requiresScopes, or define @requireScopes if it is another directive.

        Warnings and unmarked fields are told once the rules are mended.
      `,
      stderr: 's.graphql: Not defined here, and left as they are: @requireScopes.\n',
    })
  })

  it('prints the same as one JSON object', () => {
    expect(JSON.parse(check(odd, '--json').stdout)).toEqual({
      mistakes: [],
      warnings: [{ message: expect.stringMatching(/^Me\.secret: /), position: { line: 6, column: 3 } }],
      unmarked: { treatment: 'open', coordinates: ['Me.id', 'Me.name'], fieldCount: 4 },
    })
    const { code, stdout } = check(mistaken, '--json')
    expect([code, JSON.parse(stdout).unmarked]).toEqual([1, null])
  })

  it('ends with 2 for what is no schema', () => {
    expect(check('type Query {')).toEqual({
      code: 2,
      stdout: '',
      stderr: 's.graphql:1:13: Syntax Error: Expected Name, found <EOF>.\n',
    })
  })
})
