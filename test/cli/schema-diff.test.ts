// `fieldgate schema diff` as a person uses it, and as a pipeline does.

import { describe, expect, it } from 'vitest'
import { createDesk, text } from './run-fieldgate.ts'

const definitions = `directive @authenticated on FIELD_DEFINITION
directive @public on FIELD_DEFINITION
directive @requiresScopes(scopes: [[Scope!]!]!) on FIELD_DEFINITION
scalar Scope
`
const older = `${definitions}type Query {
  email: String @requiresScopes(scopes: [["users:email"]])
  name: String @authenticated
  news: String
  old: String
  pay: String @requiresScopes(scopes: [["pay"]])
}
`
const newer = `${definitions}type Query {
  email: String @requiresScopes(scopes: [["users:email"], ["admin", "audit"]])
  name: String
  news: String @authenticated
  fresh: String
  shown: String @public
  pay: String @requiresScopes(scopes: [["billing"]])
}
`
const closed = older.replace('news: String', 'news: String @authenticated')
const diff = (before: string, after: string, ...options: string[]) =>
  createDesk({ 'old.graphql': before, 'new.graphql': after }).fieldgate([
    'schema',
    'diff',
    'old.graphql',
    'new.graphql',
    ...options,
  ])

describe('fieldgate schema diff', () => {
  it('tells field by field what it needed and needs, and ends with 1 when something is more open', () => {
    expect(diff(older, newer)).toEqual({
      code: 1,
      stdout: text`
        ✗ More open: 2
          Query.email: was users:email, is users:email or (admin and audit)
          Query.name: was a token, is open

        ✗ Open to others than before: 1
          Query.pay: was pay, is billing

        ✓ More closed: 1
          Query.news: was open, is a token

        + Added: 2
          Query.fresh: open
          Query.shown: open

        - Removed: 1
          Query.old: was open
      `,
      stderr: 'New and open to everyone, as no directive speaks about them: Query.fresh.\n',
    })
  })

  it('tells the same with --allow-open and ends with 0', () => {
    expect(diff(older, newer, '--allow-open')).toEqual({ ...diff(older, newer), code: 0 })
  })

  it('ends with 1 for what is open to others than before, even if nothing is open to more', () => {
    expect(diff(older, older.replace('[["pay"]]', '[["billing"]]')).code).toBe(1)
    expect(diff(older, older.replace('[["pay"]]', '[["pay", "billing"]]')).code).toBe(0)
  })

  it('ends with 0 when nothing is more open', () => {
    const stdout = '✓ More closed: 1\n  Query.news: was open, is a token\n'
    expect(diff(older, closed)).toEqual({ code: 0, stdout, stderr: '' })
    expect(diff(older, older)).toEqual({ code: 0, stdout: 'Nothing changed in what callers can reach.\n', stderr: '' })
  })

  it('knows what the server does with unmarked fields', () => {
    expect(diff(older, closed, '--unmarked', 'denied')).toMatchObject({
      code: 1,
      stdout: '✗ More open: 1\n  Query.news: was open to no one, is a token\n',
    })
  })

  it('prints the same as one JSON list', () => {
    expect(JSON.parse(diff(older, closed, '--json').stdout)).toEqual([
      { coordinate: 'Query.news', kind: 'closed', before: 'open', after: 'a token', isOpenUnmarked: false },
    ])
  })

  it('ends with 2 for bad rules in either schema', () => {
    const bad = older.replace('[["pay"]]', '[]')
    const line = (file: string) => `${file}.graphql:10:3: Query.pay: @requiresScopes has no alternatives`
    expect(diff(bad, older)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(line('old')) })
    expect(diff(older, bad)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(line('new')) })
  })
})
