// The whole corpus without a test runner, for the breaks: the name of the first case that fails.

import { isDeepStrictEqual } from 'node:util'
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

interface Check {
  name: string
  run: () => unknown
  expected: unknown
}

const checks: Check[] = [
  ...schemas.map((given) => ({ name: given.name, run: () => runSchema(given), expected: expectedSchema(given) })),
  ...Object.values(chapters)
    .flat()
    .flatMap((given) => [
      { name: given.name, run: () => runOperation(given), expected: expectationOf(given) },
      ...(plainExpectationOf(given)
        ? [{ name: given.name, run: () => runPlain(given), expected: plainExpectationOf(given) }]
        : []),
    ]),
  ...subscriptions.map((given) => ({ name: given.name, run: () => runSubscription(given), expected: subscriptionOf(given) })),
  ...Object.entries(chapters).map(([chapter, cases]) => ({
    name: `The order of requests never changes an answer: ${chapter}`,
    run: () => findOrderDependent(cases),
    expected: [],
  })),
  ...refusedPlans.map((given) => ({
    name: given.name,
    run: () => runRefusedPlan(given),
    expected: { codes: ['QUERY_TOO_COMPLEX', 'QUERY_TOO_COMPLEX'], keys: ['errors'] },
  })),
]

/** Undefined when every case holds. What throws fails. */
export async function findFailure(): Promise<string | undefined> {
  for (const { name, run, expected } of checks) {
    try {
      if (!isDeepStrictEqual(await run(), expected)) return name
    } catch {
      return name
    }
  }
  return undefined
}
