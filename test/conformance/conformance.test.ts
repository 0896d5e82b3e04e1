// Runs the corpus: every case of every chapter, the whole outcome at once.

import { describe, expect, it } from 'vitest'
import { chapters } from './corpus.ts'
import {
  expectationOf,
  expectedSchema,
  findOrderDependent,
  plainExpectationOf,
  runOperation,
  runPlain,
  runRefusedPlan,
  runSchema,
  runSubscription,
  subscriptionOf,
} from './run-case.ts'
import { refusedPlans } from './safety.ts'
import { schemas } from './schemas.ts'
import { subscriptions } from './subscriptions.ts'

describe.each(Object.entries(chapters))('conformance: %s', (_chapter, cases) => {
  it.each(named(cases))('%s', async (_name, given) => {
    expect(await runOperation(given)).toEqual(expectationOf(given))
    // What is allowed whole is what graphql-js alone makes of it.
    const plain = plainExpectationOf(given)
    if (plain) expect(await runPlain(given)).toEqual(plain)
  })
})

describe('conformance: subscriptions', () => {
  it.each(named(subscriptions))('%s', async (_name, given) => {
    expect(await runSubscription(given)).toEqual(subscriptionOf(given))
  })
})

describe('conformance: schemas', () => {
  it.each(named(schemas))('%s', (_name, given) => {
    expect(runSchema(given)).toEqual(expectedSchema(given))
  })
})

describe('conformance: operations that are not decided about', () => {
  it.each(named(refusedPlans))('%s', async (_name, given) => {
    expect(await runRefusedPlan(given)).toEqual({ codes: ['QUERY_TOO_COMPLEX', 'QUERY_TOO_COMPLEX'], keys: ['errors'] })
  })
})

describe('conformance: the order of requests', () => {
  it.each(Object.entries(chapters))('never changes an answer: %s', async (_chapter, cases) => {
    expect(await findOrderDependent(cases)).toEqual([])
  })
})

describe('the corpus', () => {
  const all = [...Object.values(chapters).flat(), ...subscriptions, ...schemas, ...refusedPlans]

  it('has at least 150 cases', () => {
    expect(all.length).toBeGreaterThanOrEqual(150)
  })

  it('gives each case a name of its own', () => {
    const names = all.map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})

/** vitest cuts `$name` short; a name of its own it prints whole. */
function named<T extends { name: string }>(cases: readonly T[]): [string, T][] {
  return cases.map((each) => [each.name.replaceAll('%', '%%'), each])
}
