// Asks the server's own policies, once for each request, and reads anything but a clear yes as no.

import type { AccessToken } from '../token/access-token.ts'
import type { PolicyAnswers } from './judge.ts'

/** Evaluates policies for one request; a name that is missing from the answer does not hold. */
export type PolicyEvaluator = (
  names: readonly string[],
  token: AccessToken | null,
  context: unknown,
) => Promise<Record<string, boolean>>

/** Nothing was asked, so nothing holds. */
export const noPolicyHolds: PolicyAnswers = () => false

/**
 * Asks about all names in one call.
 *
 * `false`, a missing name, anything but `true`, a throw and an answer that comes too late all mean that the policy does not hold.
 */
export async function askPolicies(
  evaluate: PolicyEvaluator | undefined,
  request: { names: readonly string[]; token: AccessToken | null; contextValue: unknown; timeoutSeconds: number },
): Promise<PolicyAnswers> {
  const { names, token, contextValue, timeoutSeconds } = request
  if (!evaluate || names.length === 0) return noPolicyHolds

  const holding = await firstOf(timeoutSeconds, async () => readAnswers(names, await evaluate(names, token, contextValue)))
  return holding ? (name) => holding.has(name) : noPolicyHolds
}

/** Reads each answer once, so that a later change of the object changes no decision. */
function readAnswers(names: readonly string[], answers: unknown): ReadonlySet<string> {
  if (typeof answers !== 'object' || answers === null) return new Set()
  return new Set(names.filter((name) => Object.hasOwn(answers, name) && Reflect.get(answers, name) === true))
}

async function firstOf<T>(timeoutSeconds: number, ask: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutSeconds * 1000, undefined)
  })
  try {
    return await Promise.race([ask(), timeout])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
