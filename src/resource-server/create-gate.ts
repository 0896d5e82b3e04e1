// Builds a gate: reads the rules of a schema once, and then decides before anything runs.

import { assertValidSchema, type ExecutionResult, execute, type GraphQLSchema, OperationTypeNode } from 'graphql'
import { BadUserInputError, FieldgateError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import { createDecider, type Decide, type Verdict } from './decide.ts'
import type { Decision, Gate, GateOptions } from './gate.ts'
import { assertGateOptions, assertRequest, assertToken } from './gate-options.ts'
import { type ExecutionInput, executeGated, executionArgs } from './gated-execution.ts'
import { createGatedSchema, type GuardSchema } from './gated-schema.ts'
import { type GatedSubscription, subscribeGated } from './gated-subscription.ts'
import { createManifest } from './manifest.ts'
import type { OperationRequest } from './operation.ts'
import type { Plan } from './plan.ts'
import { createPlanCache } from './plan-cache.ts'
import { createReachFinder } from './reach.ts'
import { type Listener, rejectionErrors, toDenial } from './refusal-error.ts'
import { findRequiredScopes } from './required-scopes.ts'
import { readSchemaRules, type SchemaRules } from './schema-rules.ts'
import { toGraphQLError } from './told-error.ts'
import { findRefusedNodes, type Refusals } from './verdict.ts'
import { asksAboutSchema, assertAsksAtRoot, withVisibleIntrospection } from './visible-introspection.ts'
import { createVisibleSchemas } from './visible-schema.ts'

const allow: Decision = Object.freeze({ kind: 'allow' })

/**
 * Reads the rules from the schema once and builds a gate.
 *
 * @throws {SchemaRuleError} naming every bad rule
 * @throws {TypeError} an option is unknown or has a value it cannot have
 * @throws {Error} if graphql-js finds the schema itself invalid
 */
export function createGate(schema: GraphQLSchema, options: GateOptions = {}): Gate {
  assertGateOptions(schema, options)
  const {
    queries = 'filter',
    mutations = 'reject',
    abstractTypes = 'per-type',
    disclose = 'scopes',
    now = () => new Date(),
  } = options
  const rules = readSchemaRules(schema, options.unmarked ?? 'open')
  assertValidSchema(schema)
  const findPlan = createPlanCache({ schema, rules })
  const isStrict = (isMutation: boolean) => isMutation || queries === 'reject' || abstractTypes === 'strict'
  const decideChecked = createDecider({
    schema,
    findPlan: options.introspection === 'visible' ? findPlanAskingAtRoot : findPlan,
    isStrict: ({ operation }) => isStrict(operation.operation === OperationTypeNode.MUTATION),
    policies: options.policies,
    policyTimeoutSeconds: options.policyTimeoutSeconds ?? 5,
  })
  const decideVerdict: Decide = (request, token, contextValue) => {
    assertRequest(request)
    assertToken(token)
    return decideChecked(request, token, contextValue)
  }
  const findReach = createReachFinder({ rules, isStrict: (typeName) => isStrict(typeName === schema.getMutationType()?.name) })
  const findVisibleSchema = createVisibleSchemas(schema, findReach)
  const gatedSchemas = new Map<boolean, GuardSchema>()

  return Object.freeze({
    schema,
    manifest: createManifest(rules),
    warnings: options.policies ? rules.warnings : [...rules.warnings, ...warnOfPolicies(rules)],

    async decide(request: OperationRequest, token: AccessToken | null, contextValue?: unknown) {
      return report(await decideVerdict(request, token, contextValue), token)
    },

    execute: answering(async (request, token) => {
      const verdict = await decideVerdict(request, token, request.contextValue)
      return run(request, { verdict, decision: report(verdict, token), token }, request)
    }),

    subscribe: answering(async (request, token) => {
      const verdict = await decideVerdict(request, token, request.contextValue)
      return open(request, { verdict, decision: report(verdict, token), token }, request)
    }),

    requiredScopes(request: OperationRequest) {
      assertRequest(request)
      const plan = findPlan(request)
      if (!plan) throw new BadUserInputError('operationName', 'The document has no such operation. Name one of those in it.')
      return findRequiredScopes(schema, plan, request)
    },

    visibleSchema(token: AccessToken | null) {
      assertToken(token)
      return findVisibleSchema(token)
    },

    async prepare(request: OperationRequest, token: AccessToken | null, contextValue?: unknown) {
      const verdict = await decideVerdict(request, token, contextValue)
      const decision = report(verdict, token)
      return {
        decision,
        isLeftAlone: decision.kind === 'allow' && !verdict.variableErrors && !showsVisible(verdict.plan, request),
        hasBadVariables: verdict.variableErrors !== undefined,
        execute: async (input: Omit<ExecutionInput, 'contextValue'> = {}) =>
          run(request, { verdict, decision, token }, { ...input, contextValue }),
        subscribe: (input: Omit<ExecutionInput, 'contextValue'> = {}) =>
          open(request, { verdict, decision, token }, { ...input, contextValue }),
      }
    },
  })

  async function open(
    request: OperationRequest,
    decided: Decided,
    input: ExecutionInput,
  ): Promise<ExecutionResult | GatedSubscription> {
    const { verdict, decision, token } = decided
    if (verdict.plan?.operation.operation !== 'subscription' || verdict.variableErrors || decision.kind === 'reject') {
      return run(request, decided, input)
    }
    const setting = { schema, request: { ...request, ...input }, token, now, isRevoked: options.isRevoked }
    return subscribeGated(setting, async (payload) => {
      // Scopes are those of the token; policies may have changed since the last event.
      const current = await decideVerdict(request, token, input.contextValue)
      const stillOpen = decisionOf(current)
      const result = await run(request, { verdict: current, decision: stillOpen, token }, { ...input, rootValue: payload })
      return { result, isLast: stillOpen.kind === 'reject' }
    })
  }

  /** A promise only where graphql-js, or a refusal, needs one: allowed operations run as they would without the gate. */
  function run(request: OperationRequest, decided: Decided, input: ExecutionInput): PromiseOrValue<ExecutionResult> {
    const { plan } = decided.verdict
    const result = runDecided(request, decided, input)
    if (!plan || !showsVisible(plan, request)) return result
    const visible = findVisibleSchema(decided.token)
    return Promise.resolve(result).then((whole) => withVisibleIntrospection(whole, { visible, schema, plan, request }))
  }

  function runDecided(
    request: OperationRequest,
    { verdict, decision, token }: Decided,
    input: ExecutionInput,
  ): PromiseOrValue<ExecutionResult> {
    const { plan, variables, refusals, variableErrors } = verdict
    if (variableErrors) return { errors: variableErrors }
    if (decision.kind === 'allow' || !refusals) return execute(executionArgs(schema, request, input))
    const listener: Listener = { token, disclose }
    if (decision.kind === 'reject') return { errors: rejectionErrors(refusals, listener) }
    const guardSchema = guardSchemaThat(!verdict.judge.isStrict && !input.fieldResolver)
    if (!plan || !variables) throw new TypeError('An operation was refused in part without having been judged.')
    const nodes = findRefusedNodes(plan, verdict.judge, variables)
    return executeGated({ guardSchema, verdict, nodes, listener }, request, input)
  }

  function guardSchemaThat(leavesPlainFields: boolean): GuardSchema {
    const known = gatedSchemas.get(leavesPlainFields)
    if (known) return known
    const made = createGatedSchema(schema, rules, { leavesPlainFields })
    gatedSchemas.set(leavesPlainFields, made)
    return made
  }

  function findPlanAskingAtRoot(request: OperationRequest): Plan | undefined {
    const plan = findPlan(request)
    if (plan) assertAsksAtRoot(plan, request)
    return plan
  }

  function showsVisible(plan: Plan | undefined, request: OperationRequest): boolean {
    return options.introspection === 'visible' && plan !== undefined && asksAboutSchema(plan, request)
  }

  function decisionOf({ plan, refusals }: Verdict): Decision {
    if (!plan || !refusals || options.observe) return allow
    return { kind: isRejected(plan.operation.operation, refusals) ? 'reject' : 'filter', denials: refusals.listed.map(toDenial) }
  }

  function isRejected(kind: OperationTypeNode, refusals: Refusals): boolean {
    switch (kind) {
      case OperationTypeNode.QUERY:
        return queries === 'reject'
      case OperationTypeNode.MUTATION:
        return mutations === 'reject'
      case OperationTypeNode.SUBSCRIPTION:
        // The source of a refused root field is never opened.
        return queries === 'reject' || refusals.refusesRoot
      default:
        return kind satisfies never
    }
  }

  function report(verdict: Verdict, token: AccessToken | null): Decision {
    if (verdict.refusals && options.onDenial) {
      try {
        options.onDenial(verdict.refusals.listed.map(toDenial), token)
      } catch {
        // Reporting must not open what was refused, nor close what is only observed.
      }
    }
    return decisionOf(verdict)
  }
}

function warnOfPolicies({ fields, types }: SchemaRules): string[] {
  const rules = [...fields.values(), ...types.values()]
  const asking = rules.filter(({ requirement }) => requirement.policies.length > 0)
  const [first] = asking
  return first ? [`${first.coordinate}: @policy never holds, as createGate was given no "policies".`] : []
}

type PromiseOrValue<T> = Promise<T> | T

/** An operation with what was decided about it, and for whom. */
interface Decided {
  readonly verdict: Verdict
  readonly decision: Decision
  readonly token: AccessToken | null
}

type Answer<T> = (request: OperationRequest & ExecutionInput, token: AccessToken | null) => Promise<T>

/** Tells a refusal to plan an operation as graphql-js tells its own: in the result. */
function answering<T>(answer: Answer<T>): Answer<T | ExecutionResult> {
  return async (request, token) => {
    assertRequest(request)
    try {
      return await answer(request, token)
    } catch (error) {
      if (!(error instanceof FieldgateError)) throw error
      return { errors: [toGraphQLError(error)] }
    }
  }
}
