// Who would break, counted while a gate only observes.

import { buildSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createDenialReport, createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'

const schema = buildSchema(`${directiveTypeDefs} type Query { a: Int @authenticated, b: Int @requiresScopes(scopes: [["b"]]) }`)
const as = (clientId: string) => accessToken({ clientId, scopes: [] })

describe('the denial report', () => {
  it('counts by client and coordinate, and the answers stay whole', async () => {
    const report = createDenialReport()
    const gate = createGate(schema, { observe: true, onDenial: report.onDenial })
    const ask = (operation: string, token: ReturnType<typeof as> | null) =>
      gate.execute({ document: parse(operation), rootValue: { a: 1, b: 2 } }, token)
    expect(await ask('{ a b }', null)).toEqual({ data: { a: 1, b: 2 } })
    await ask('{ a b x: b }', as('cli_1'))
    await ask('{ b }', as('cli_1'))
    await ask('{ a }', as('cli_2'))
    expect(report.list()).toEqual([
      { clientId: 'cli_1', coordinate: 'Query.b', count: 3 },
      { clientId: null, coordinate: 'Query.a', count: 1 },
      { clientId: null, coordinate: 'Query.b', count: 1 },
    ])
    report.reset()
    expect(report.list()).toEqual([])
  })

  it('stays bounded, and says how much it left out', () => {
    const report = createDenialReport({ maxEntries: 2 })
    const denial = (coordinate: string) =>
      ({
        coordinate,
        path: [],
        reason: 'INSUFFICIENT_SCOPE',
        requiredScopes: [],
        missingScopes: [],
        isOpenToNoOne: false,
      }) as const
    report.onDenial([denial('A.a'), denial('A.b'), denial('A.c'), denial('A.a')], as('cli_1'))
    expect(report.list()).toHaveLength(2)
    expect(report.leftOutCount).toBe(1)
  })
})
