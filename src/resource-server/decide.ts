// Decides about one operation for one caller, from the plan of the document and what is remembered of equal callers.

import type { DocumentNode, GraphQLSchema } from 'graphql'
import { bindScopeTemplate } from '../scope/template.ts'
import type { AccessToken } from '../token/access-token.ts'
import { type Caller, callerOf } from './caller.ts'
import { Judge, type PolicyAnswers } from './judge.ts'
import { coerceVariables, findOperation, type OperationRequest, type Variables } from './operation.ts'
import { type Plan, planOperation } from './plan.ts'
import { argumentsOf } from './plan-facts.ts'
import { askPolicies, noPolicyHolds, type PolicyEvaluator } from './policies.ts'
import type { SchemaRules } from './schema-rules.ts'
import { findPolicyNames, findRefusals, type Refusals } from './verdict.ts'

/** What was decided, with all that execution needs to hold to it. */
export interface Verdict {
  readonly plan: Plan | undefined
  readonly judge: Judge
  /** Undefined when the operation may run as it is. */
  readonly refusals: Refusals | undefined
}

/** How decisions are made for one gate. */
export interface DeciderOptions {
  readonly schema: GraphQLSchema
  readonly rules: SchemaRules
  /** Whether every member of an abstract type must be allowed, by the kind of the operation. */
  readonly isStrict: (plan: Plan) => boolean
  readonly policies: PolicyEvaluator | undefined
  readonly policyTimeoutSeconds: number
}

export type Decide = (request: OperationRequest, token: AccessToken | null, contextValue: unknown) => Promise<Verdict>

interface Remembered {
  readonly plan: Plan
  readonly refusals: Map<string, Refusals | undefined>
}

/** Decisions remembered for one operation; the oldest goes first. */
const maxRemembered = 64

/** Makes the function that decides. Plans live as long as their documents; answers never depend on the order of requests. */
export function createDecider(options: DeciderOptions): Decide {
  const { schema, policies, policyTimeoutSeconds } = options
  const documents = new WeakMap<DocumentNode, Map<string | null, Remembered>>()

  return async function decide(request, token, contextValue) {
    const caller = callerOf(token)
    const remembered = recall(request)
    // Without an operation graphql-js runs nothing and says why.
    if (!remembered) return { plan: undefined, judge: createJudge(caller, noPolicyHolds, true), refusals: undefined }

    const { plan } = remembered
    const isStrict = options.isStrict(plan)
    let judge = createJudge(caller, noPolicyHolds, isStrict)
    if (allowsAll(plan, judge)) return { plan, judge, refusals: undefined }

    const variables = readVariables(schema, plan, request)
    if (!variables) return { plan, judge, refusals: undefined }

    if (plan.facts.policies.length > 0) {
      const names = findPolicyNames(
        plan,
        createJudge(caller, () => true, isStrict),
        variables,
      )
      const policyHolds = await askPolicies(policies, { names, token, contextValue, timeoutSeconds: policyTimeoutSeconds })
      judge = createJudge(caller, policyHolds, isStrict)
    }
    return { plan, judge, refusals: rememberRefusals(remembered, judge, variables) }
  }

  function recall(request: OperationRequest): Remembered | undefined {
    let operations = documents.get(request.document)
    if (!operations) {
      operations = new Map()
      documents.set(request.document, operations)
    }
    const name = request.operationName ?? null
    const known = operations.get(name)
    if (known) return known

    // Only names that the document has are kept, so a document cannot be made to hold more.
    const operation = findOperation(request)
    if (!operation) return undefined
    const remembered = { plan: planOperation(options, request, operation), refusals: new Map() }
    operations.set(name, remembered)
    return remembered
  }
}

function createJudge(caller: Caller, policyHolds: PolicyAnswers, isStrict: boolean): Judge {
  return new Judge({ caller, policyHolds, isStrict })
}

function allowsAll({ root, facts }: Plan, judge: Judge): boolean {
  return root === undefined || facts.requirements.every((requirement) => judge.meets(requirement, undefined))
}

/** Coerced variables, if the decision looks at any; undefined where graphql-js refuses them and runs nothing. */
function readVariables(schema: GraphQLSchema, { operation, facts }: Plan, request: OperationRequest): Variables | undefined {
  const looksAtVariables = facts.conditionVariables.length > 0 || facts.boundUses.length > 0
  return looksAtVariables ? coerceVariables(schema, operation, request.variableValues) : Object.create(null)
}

function rememberRefusals({ plan, refusals }: Remembered, judge: Judge, variables: Variables): Refusals | undefined {
  const key = keyOf(plan, judge, variables)
  if (refusals.has(key)) return refusals.get(key)

  const found = findRefusals(plan, judge, variables)
  if (refusals.size >= maxRemembered) {
    const [oldest] = refusals.keys()
    if (oldest !== undefined) refusals.delete(oldest)
  }
  refusals.set(key, found)
  return found
}

/** All that a decision can depend on, and nothing that names the caller. */
function keyOf({ facts }: Plan, judge: Judge, variables: Variables): string {
  const { caller } = judge
  return JSON.stringify([
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
