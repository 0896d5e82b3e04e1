// Random schemas, operations and scopes: the gate against the oracle.

import fc from 'fast-check'
import { execute, NoUnusedVariablesRule, parse, specifiedRules, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { recordRuns } from './harness.ts'
import { askOracle } from './oracle.ts'
import { createRandomCase, type RandomCase } from './random-case.ts'

const caseCount = Number(process.env.FIELDGATE_ORACLE_CASES ?? 250)
const seeds = fc.integer({ min: 0, max: 2 ** 31 })

function parseValid({ createSchema, operation }: RandomCase) {
  const document = parse(operation)
  const rules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule)
  expect(validate(createSchema(), document, rules)).toEqual([])
  return document
}

async function runGate(randomCase: RandomCase, scopes: readonly string[] | null) {
  const schema = randomCase.createSchema()
  const ran = recordRuns(schema)
  const gate = createGate(schema)
  const request = { document: parseValid(randomCase), variableValues: randomCase.variableValues }
  const token = scopes && accessToken({ scopes })
  return { decision: await gate.decide(request, token), result: await gate.execute(request, token), ran: new Set(ran) }
}

describe('the gate', () => {
  it('gives the data that throwing resolvers would give, and runs no resolver that they would not run', async () => {
    const property = fc.asyncProperty(seeds, async (seed) => {
      const randomCase = createRandomCase(seed)
      const { scopes, variableValues, isAsync } = randomCase
      const oracle = await askOracle(randomCase.createSchema(), {
        document: parseValid(randomCase),
        variableValues,
        isAsync,
        scopes,
      })
      const { decision, result, ran } = await runGate(randomCase, scopes)

      expect(JSON.stringify(result.data)).toBe(JSON.stringify(oracle.result.data))
      expect([...ran].filter((coordinate) => !oracle.ran.has(coordinate))).toEqual([])
      expect([...ran].filter((coordinate) => oracle.denied.has(coordinate))).toEqual([])

      // Which errors under one null are told depends on timing alone; that there are some does not.
      expect(Boolean(result.errors)).toBe(Boolean(oracle.result.errors))
      if (decision.kind === 'allow') {
        const plain = await execute({ schema: randomCase.createSchema(), document: parseValid(randomCase), variableValues })
        expect(JSON.stringify(plain.data)).toBe(JSON.stringify(oracle.result.data))
      }
    })
    await fc.assert(property, { numRuns: caseCount })
  })

  it('never loses data when a scope is added', async () => {
    const property = fc.asyncProperty(seeds, fc.constantFrom('a', 'b', 'c'), async (seed, more) => {
      const randomCase = createRandomCase(seed)
      const fewer = await runGate(randomCase, randomCase.scopes)
      const wider = await runGate(randomCase, [...new Set([...(randomCase.scopes ?? []), more])])
      const kept = new Set(leavesOf(wider.result.data))
      expect(leavesOf(fewer.result.data).filter((leaf) => !kept.has(leaf))).toEqual([])
    })
    await fc.assert(property, { numRuns: caseCount / 2 })
  })
})

function leavesOf(value: unknown, path = ''): string[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [`${path}=${String(value)}`]
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, `${path}.${key}`))
}
