// Decides about one operation for one caller, from the plan of the document and what is remembered of equal callers.

import type { GraphQLError, GraphQLSchema } from 'graphql'
import { bindScopeTemplate } from '../scope/template.ts'
import type { AccessToken } from '../token/access-token.ts'
import { type Caller, callerOf } from './caller.ts'
import { Judge, type PolicyAnswers } from './judge.ts'
import { coerceVariables, type OperationRequest, type Variables } from './operation.ts'
import type { Plan } from './plan.ts'
import type { FindPlan } from './plan-cache.ts'
import { argumentsOf } from './plan-facts.ts'
import { askPolicies, noPolicyHolds, type PolicyEvaluator } from './policies.ts'
import { RecentMap } from './recent-map.ts'
import { findPolicyNames, findRefusals, type Refusals } from './verdict.ts'

/** What was decided, with all that execution needs to hold to it. */
export interface Verdict {
  readonly plan: Plan | undefined
  readonly judge: Judge
  /** Undefined when the operation may run as it is. */
  readonly refusals: Refusals | undefined
  /** As they were judged; undefined where the decision did not need them. */
  readonly variables?: Variables
  /** Why the variables cannot be used, if a decision needed them. */
  readonly variableErrors?: readonly GraphQLError[]
}

/** How decisions are made for one gate. */
export interface DeciderOptions {
  readonly schema: GraphQLSchema
  readonly findPlan: FindPlan
  /** Whether every member of an abstract type must be allowed, by the kind of the operation. */
  readonly isStrict: (plan: Plan) => boolean
  readonly policies: PolicyEvaluator | undefined
  readonly policyTimeoutSeconds: number
}

/**
 * Judges one operation for one caller; never runs any of it.
 *
 * At once, unless policies must be asked.
 */
export type Decide = (request: OperationRequest, token: AccessToken | null, contextValue: unknown) => Verdict | Promise<Verdict>

/**
 * What is remembered for all operations together, in bytes as estimated: requests choose the operations and their size, so a bound for
 * each, or a number of them, would be none.
 */
const maxRememberedBytes = 16 * 1024 * 1024

/** Makes the function that decides. Answers never depend on the order of requests. */
export function createDecider(options: DeciderOptions): Decide {
  const { schema, findPlan, policies, policyTimeoutSeconds } = options
  const remembered = new RecentMap<string, Decided>({ maxWeight: maxRememberedBytes, weigh: estimateBytes })

  return function decide(request, token, contextValue) {
    const caller = callerOf(token)
    const plan = findPlan(request)
    // Without an operation graphql-js runs nothing and says why.
    if (!plan) return { plan, judge: createJudge(caller, noPolicyHolds, true), refusals: undefined }

    const isStrict = options.isStrict(plan)
    const judge = createJudge(caller, noPolicyHolds, isStrict)
    if (allowsAll(plan, judge)) return { plan, judge, refusals: undefined }

    const { coerced: variables, errors } = coerceVariables(schema, plan.operation, request.variableValues)
    // Nothing runs. Had graphql-js to find that out again, a scalar that changes its mind would open what is not judged yet.
    if (!variables) return { plan, judge, refusals: undefined, variableErrors: errors }

    if (plan.facts.policies.length === 0) return judgeWith(plan, judge, variables)
    const names = findPolicyNames(
      plan,
      createJudge(caller, () => true, isStrict),
      variables,
    )
    return askPolicies(policies, { names, token, contextValue, timeoutSeconds: policyTimeoutSeconds }).then((policyHolds) =>
      judgeWith(plan, createJudge(caller, policyHolds, isStrict), variables),
    )
  }

  function judgeWith(plan: Plan, judge: Judge, variables: Variables): Verdict {
    const { refusals } = remembered.getOrCreate(keyOf(plan, judge, variables), () => ({
      plan,
      refusals: findRefusals(plan, judge, variables),
    }))
    return { plan, judge, variables, refusals }
  }
}

/** Denials point into the document, so a remembered decision keeps it: its text, and the tree that was parsed from it. */
interface Decided {
  readonly plan: Plan
  readonly refusals: Refusals | undefined
}

function estimateBytes(key: string, { plan, refusals }: Decided): number {
  const documentLength = plan.operation.loc?.source.body.length ?? 10_000
  return 2 * key.length + 500 * (refusals?.listed.length ?? 0) + (refusals ? 60 * documentLength : 0)
}

function createJudge(caller: Caller, policyHolds: PolicyAnswers, isStrict: boolean): Judge {
  return new Judge({ caller, policyHolds, isStrict })
}

function allowsAll({ root, facts }: Plan, judge: Judge): boolean {
  return root === undefined || facts.requirements.every((requirement) => judge.meets(requirement, undefined))
}

/** All that a decision can depend on, and nothing that names the caller. */
function keyOf({ id, facts }: Plan, judge: Judge, variables: Variables): string {
  const { caller } = judge
  return JSON.stringify([
    id,
    caller.isAuthenticated,
    facts.scopes.map((scope) => +caller.covers(scope, undefined)).join(''),
    facts.policies.map((policy) => +judge.holds(policy)).join(''),
    facts.conditionVariables.map((name) => variables[name] ?? null),
    facts.boundUses.map((use) => {
      const args = argumentsOf(use, variables)
      const scopes = use.rule.requirement.scopes.flat(2).filter(({ placeholders }) => placeholders.length > 0)
      return scopes.map((scope) => [args ? (bindScopeTemplate(scope, args) ?? null) : null, caller.covers(scope, args)])
    }),
  ])
}
