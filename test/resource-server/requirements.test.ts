// Placeholders, policies, unmarked fields and how requirements add up, seen through a gate.

import { describe, expect, it } from 'vitest'
import { type Case, runCase } from './harness.ts'

describe('a scope with a placeholder', () => {
  const sdl = `
    type Query {
      project(id: ID! = "7"): String @requiresScopes(scopes: [["project:{id}:read"], ["projects:read"]])
      task(input: TaskInput!): String @requiresScopes(scopes: [["project:{input.projectId}:read"]])
    }
    input TaskInput { projectId: ID }
  `
  const root = { project: 'P', task: 'T' }
  const ask = (operation: string, scopes: string[], variables = {}) => runCase({ sdl, root, operation, scopes, variables })

  it('is bound from the arguments, defaults and variables included', async () => {
    expect((await ask('{ project(id: "1") }', ['project:1:read'])).data).toEqual({ project: 'P' })
    expect((await ask('{ project }', ['project:7:read'])).data).toEqual({ project: 'P' })
    expect((await ask('query ($id: ID! = 8) { project(id: $id) }', ['project:8:read'])).data).toEqual({ project: 'P' })
    expect(
      (await ask('query ($in: TaskInput!) { task(input: $in) }', ['project:9:read'], { in: { projectId: '9' } })).data,
    ).toEqual({ task: 'T' })
  })

  it('differs by position, and says what was asked for', async () => {
    const { data, result } = await ask('{ a: project(id: "1") b: project(id: "2") }', ['project:1:read'])
    expect(data).toEqual({ a: 'P', b: null })
    expect(result.errors?.[0]?.extensions).toMatchObject({
      requiredScopes: [['project:2:read'], ['projects:read']],
      missingScopes: ['project:2:read'],
    })
  })

  it.each(['*', '1:read', '', ' '])('is never met by the value "%s", and the other alternative is', async (id) => {
    const operation = 'query ($id: ID!) { project(id: $id) }'
    expect((await ask(operation, ['project:*', '1'], { id })).data).toEqual({ project: null })
    expect((await ask(operation, ['projects:read'], { id })).data).toEqual({ project: 'P' })
  })

  it('is not met by null, nor by an absent input field', async () => {
    expect((await ask('{ task(input: { projectId: null }) }', ['*'])).data).toEqual({ task: null })
    expect((await ask('{ task(input: {}) }', ['*'])).data).toEqual({ task: null })
  })

  it('is judged anew for each value of one document', async () => {
    const sdlOnce = sdl
    const values = ['1', '2', '1']
    const answers = await Promise.all(
      values.map((id) =>
        runCase({
          sdl: sdlOnce,
          root,
          operation: 'query ($id: ID!) { project(id: $id) }',
          scopes: ['project:1:read'],
          variables: { id },
        }),
      ),
    )
    expect(answers.map(({ decision }) => decision)).toEqual(['allow', 'filter', 'allow'])
  })
})

describe('a policy', () => {
  const sdl = `
    type Query {
      a: String @policy(policies: [["p", "q"], ["r"]])
      b: String @requiresScopes(scopes: [["b"]]) @policy(policies: [["s"]])
      c: T @authenticated
      free: String
    }
    type T { d: String @policy(policies: [["t"]]) }
  `
  const root = { a: 'A', b: 'B', c: { d: 'D' }, free: 'F' }
  const ask = (rest: Partial<Case>) => runCase({ sdl, root, operation: '{ a b c { d } free }', ...rest })

  it('is asked once, with every name that is selected and not refused anyway', async () => {
    const calls: string[][] = []
    const policies = async (names: readonly string[]) => {
      calls.push([...names])
      return { r: true }
    }
    expect((await ask({ policies })).data).toEqual({ a: 'A', b: null, c: null, free: 'F' })
    // Once for decide, once for execute.
    expect(calls).toEqual([
      ['p', 'q', 'r'],
      ['p', 'q', 'r'],
    ])
    await ask({ policies, operation: '{ free }' })
    expect(calls).toHaveLength(2)
  })

  it('holds only for a clear yes', async () => {
    const answers: Record<string, unknown>[] = [
      { p: true, q: true },
      { p: true },
      { p: true, q: 1 },
      {},
      Object.create({ r: true }),
    ]
    const data = await Promise.all(
      answers.map(
        async (answer) => (await ask({ operation: '{ a }', policies: async () => answer as Record<string, boolean> })).data,
      ),
    )
    expect(data).toEqual([{ a: 'A' }, { a: null }, { a: null }, { a: null }, { a: null }])
  })

  it('does not hold when asking fails, takes too long, or cannot be done', async () => {
    const fail = async () => Promise.reject(new Error('down'))
    const hang = () => new Promise<never>(() => {})
    expect((await ask({ operation: '{ a }', policies: fail })).errors).toEqual(['a: Query.a POLICY_DENIED'])
    expect((await ask({ operation: '{ a }', policies: hang, policyTimeoutSeconds: 0.01 })).data).toEqual({ a: null })
    expect((await ask({ operation: '{ a }' })).data).toEqual({ a: null })
  })
})

describe('unmarked fields', () => {
  const sdl = 'type Query { a: String, b: String @public, t: T @public } type T @public { c: String, d: String @authenticated }'
  const root = { a: 'A', b: 'B', t: { c: 'C', d: 'D' } }
  const ask = (unmarked: 'open' | 'authenticated' | 'denied', scopes?: string[]) =>
    runCase({ sdl, root, operation: '{ __typename a b t { __typename c d } }', unmarked, ...(scopes && { scopes }) })

  it('are open, need a token, or are refused to everyone', async () => {
    const t = { __typename: 'T', c: 'C' }
    expect((await ask('open')).data).toEqual({ __typename: 'Query', a: 'A', b: 'B', t: { ...t, d: null } })
    expect((await ask('authenticated')).data).toMatchObject({ a: null, b: 'B' })
    expect((await ask('authenticated', [])).data).toMatchObject({ a: 'A', b: 'B' })
    expect((await ask('denied', ['*'])).data).toEqual({ __typename: 'Query', a: null, b: 'B', t: { ...t, d: 'D' } })
  })
})

describe('requirements', () => {
  it('add up: type, field, interface and what is returned', async () => {
    const sdl = `
      type Query { user: User }
      interface Node { id: Money @requiresScopes(scopes: [["node"]]) }
      type User implements Node @requiresScopes(scopes: [["user"]]) { id: Money @requiresScopes(scopes: [["id"], ["ids"]]) }
      scalar Money @requiresScopes(scopes: [["money"]])
    `
    const ask = (scopes: string[]) => runCase({ sdl, root: { user: { id: '1' } }, operation: '{ user { id } }', scopes })
    const { result } = await ask(['user', 'ids'])
    expect(result.errors?.[0]?.extensions).toMatchObject({
      requiredScopes: [
        ['user', 'id', 'node', 'money'],
        ['user', 'ids', 'node', 'money'],
      ],
      missingScopes: ['node', 'money'],
    })
    expect((await ask(['user', 'ids', 'node', 'money'])).data).toEqual({ user: { id: '1' } })
  })
})
