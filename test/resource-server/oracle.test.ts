// Random schemas, operations, tokens and policies: the gate against the oracle, and what must hold of any two askings.

import fc from 'fast-check'
import {
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  isObjectType,
  NoUnusedVariablesRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { afterAll, describe, expect, it } from 'vitest'
import { createGate, type Decision } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { askOracle, writeRun } from './oracle.ts'
import { createRichCase, optionsOf, type RichCase } from './rich-case.ts'
import { grantedScopes } from './rich-schema.ts'
import { inlineFragments, outlineFragments, renameAliases, renamed } from './transformations.ts'

const caseCount = Number(process.env.FIELDGATE_ORACLE_CASES ?? 2_000)
const limitMs = 30_000 + caseCount * 30
const maxListed = 100
const seeds = fc.integer({ min: 0, max: 2 ** 31 })
const validationRules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule)
const survived: Record<string, number> = {}

function parseValid({ createSchema, operation }: RichCase) {
  const document = parse(operation)
  expect(validate(createSchema(), document, validationRules)).toEqual([])
  return document
}

async function runGate(richCase: RichCase, document = parse(richCase.operation), scopes = richCase.scopes) {
  const schema = richCase.createSchema()
  const ran = recordRuns(schema)
  const asked: string[][] = []
  const gate = createGate(
    schema,
    optionsOf(richCase, (names) => asked.push([...names])),
  )
  const request = { document, variableValues: richCase.variableValues }
  const token = scopes && accessToken({ scopes })
  const decision = await gate.decide(request, token)
  asked.length = 0
  return { decision, result: await gate.execute(request, token), ran, asked }
}

describe('the gate', () => {
  afterAll(() => {
    if (process.env.FIELDGATE_ORACLE_CASES) console.table(survived)
  })

  it('decides, answers and runs as the oracle says', { timeout: limitMs }, async () => {
    const property = fc.asyncProperty(seeds, async (seed) => {
      const richCase = createRichCase(seed)
      const document = parse(richCase.operation)
      const isStrict = richCase.abstractTypes === 'strict' || richCase.kind === 'mutation'
      const oracle = await askOracle(richCase.createSchema(), { ...richCase, document, isStrict })
      const { decision, result, ran, asked } = await runGate(richCase, document)

      expect(JSON.stringify(result.data)).toBe(JSON.stringify(oracle.result.data))
      expect([...ran].filter((run) => !oracle.ran.has(run))).toEqual([])
      expect([...ran].filter((run) => !oracle.mayRun(run))).toEqual([])
      expect(asked.map((names) => [...names].sort())).toEqual(oracle.policies.size > 0 ? [[...oracle.policies].sort()] : [])

      const denials = denialsOf(decision)
      expect(decision.kind).toBe(oracle.denied.size > 0 ? 'filter' : 'allow')
      if (denials.length < maxListed) {
        expect([...new Set(denials.map(({ coordinate }) => coordinate))].sort()).toEqual([...oracle.denied].sort())
      }
      if (decision.kind === 'allow') {
        const { variableValues } = richCase
        const plain = await execute({ schema: richCase.createSchema(), document, variableValues })
        expect(JSON.stringify(plain.data)).toBe(JSON.stringify(oracle.result.data))
      }
      const hasErrors = compareErrors(richCase, result, oracle.result)
      count(richCase, decision, hasErrors)
    })
    await fc.assert(property, { numRuns: caseCount })
  })

  it('never loses data when a scope is added', { timeout: limitMs }, async () => {
    const property = fc.asyncProperty(seeds, fc.constantFrom(...grantedScopes), async (seed, more) => {
      const richCase = createRichCase(seed)
      const fewer = await runGate(richCase)
      const wider = await runGate(richCase, parse(richCase.operation), [...new Set([...(richCase.scopes ?? []), more])])
      const kept = new Set(leavesOf(wider.result.data))
      expect(leavesOf(fewer.result.data).filter((leaf) => !kept.has(leaf))).toEqual([])
      survived['a scope added'] = (survived['a scope added'] ?? 0) + 1
    })
    await fc.assert(property, { numRuns: Math.ceil(caseCount / 4) })
  })

  it('decides and answers the same when aliases are renamed and fragments inlined or outlined', {
    timeout: limitMs,
  }, async () => {
    const property = fc.asyncProperty(seeds, async (seed) => {
      const richCase = createRichCase(seed)
      const document = parseValid(richCase)
      const original = await runGate(richCase, document)
      const forms = [renameAliases(document), inlineFragments(document), outlineFragments(document, richCase.createSchema())]
      for (const form of forms) {
        expect(validate(richCase.createSchema(), form, validationRules)).toEqual([])
        const other = await runGate(richCase, form)
        expect(placesOf(other.decision)).toEqual(placesOf(original.decision))
        expect(JSON.stringify(other.result.data).replaceAll(`"${renamed}`, '"')).toBe(JSON.stringify(original.result.data))
        expect([...other.ran].sort()).toEqual([...original.ran].sort())
        survived['a document rewritten'] = (survived['a document rewritten'] ?? 0) + 1
      }
    })
    await fc.assert(property, { numRuns: Math.ceil(caseCount / 8) })
  })
})

/** Notes each run with its arguments. */
function recordRuns(schema: GraphQLSchema): Set<string> {
  const ran = new Set<string>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field
      field.resolve = (source, args, context, info) => {
        ran.add(writeRun(type.name, field.name, args))
        return resolve?.(source, args, context, info)
      }
    }
  }
  return ran
}

/**
 * Which errors under one null are told is left to timing, unless nothing settles later. An error right where a null stands is always told.
 * A mutation tells of a root that does not run where the denial below it is, even if the root would have returned null.
 */
function compareErrors({ isAsync, kind }: RichCase, result: ExecutionResult, expected: ExecutionResult): boolean {
  const hasErrors = Boolean(result.errors)
  if (kind === 'query' || expected.errors) expect(hasErrors).toBe(Boolean(expected.errors))
  if ((expected.errors?.length ?? 0) > maxListed) return hasErrors
  if (!isAsync && kind === 'query') {
    expect(result.errors?.map(({ path }) => path?.join('.'))).toEqual(expected.errors?.map(({ path }) => path?.join('.')))
  }
  const settled = ({ errors = [], data }: ExecutionResult) =>
    errors.flatMap(({ path }) => (path && isNullAt(data, path) ? [path.join('.')] : [])).sort()
  if (kind === 'query') expect(settled(result)).toEqual(settled(expected))
  return hasErrors
}

function isNullAt(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data
  for (const key of path) {
    if (value === null || typeof value !== 'object') return false
    value = Reflect.get(value, key)
  }
  return value === null
}

function denialsOf(decision: Decision) {
  return decision.kind === 'allow' ? [] : decision.denials
}

/** Where there are more than are listed, only that there are. */
function placesOf(decision: Decision): unknown {
  const denials = denialsOf(decision)
  if (denials.length >= maxListed) return decision.kind
  return denials.map(({ path, coordinate }) => `${path.join('.').replaceAll(renamed, '')}: ${coordinate}`).sort()
}

function leavesOf(value: unknown, path = ''): string[] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [`${path}=${String(value)}`]
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, `${path}.${key}`))
}

function count(
  { kind, isAsync, abstractTypes, scopes, unmarked, operation }: RichCase,
  decision: Decision,
  hasErrors: boolean,
): void {
  const denials = denialsOf(decision)
  const facts: Record<string, boolean> = {
    cases: true,
    [`decision: ${decision.kind}`]: true,
    [`kind: ${kind}`]: true,
    'resolvers that settle later': isAsync,
    'strict abstract types': abstractTypes === 'strict',
    'without a token': scopes === null,
    'a wildcard granted': scopes?.some((scope) => scope.includes('*')) ?? false,
    [`unmarked fields: ${unmarked}`]: true,
    'a denied type': denials.some(({ coordinate }) => !coordinate.includes('.')),
    'a denied policy': denials.some(({ reason }) => reason === 'POLICY_DENIED'),
    'arguments given': /\((id|input):/.test(operation),
    'more than 100 denials': denials.length >= maxListed,
    'named fragments': operation.includes('fragment '),
    'with errors': hasErrors,
  }
  for (const [fact, holds] of Object.entries(facts)) survived[fact] = (survived[fact] ?? 0) + (holds ? 1 : 0)
}
