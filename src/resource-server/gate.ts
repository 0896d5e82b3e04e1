// The gate: a schema with its rules, ready to decide about operations and to run them.

import { assertValidSchema, type ExecutionResult, execute, GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql'
import { FieldgateError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import { createDecider, type Verdict } from './decide.ts'
import type { Denial } from './denial.ts'
import { type ExecutionInput, executeGated, executionArgs } from './gated-execution.ts'
import { createGatedSchema, type GuardSchema } from './gated-schema.ts'
import { type GatedSubscription, subscribeGated } from './gated-subscription.ts'
import { createManifest, type ManifestEntry } from './manifest.ts'
import type { OperationRequest } from './operation.ts'
import type { PolicyEvaluator } from './policies.ts'
import { type Audience, type Disclosure, rejectionErrors, toDenial } from './refusal-error.ts'
import { readSchemaRules, type UnmarkedFields } from './schema-rules.ts'
import type { Refusals } from './verdict.ts'

/** How a gate enforces the rules of its schema. */
export interface GateOptions {
  /** Whether a query loses what is denied, or fails whole. Default `filter`. */
  queries?: 'filter' | 'reject'
  /** The same for mutations. Default `reject`: with any denial nothing runs. */
  mutations?: 'filter' | 'reject'
  /** Whether a field that returns an interface or union needs one of its types allowed, or every one. Default `per-type`; rejecting and mutations are always strict. */
  abstractTypes?: 'per-type' | 'strict'
  /** What becomes of fields that no directive speaks about. Default `open`. */
  unmarked?: UnmarkedFields
  /** Reports denials and changes no response. Default false. */
  observe?: boolean
  /** Whether errors name the scopes that are needed and missing. Default `scopes`. */
  disclose?: Disclosure
  /** Told of the denials of each operation that has some, at most 100. What it throws is ignored. */
  onDenial?: (denials: readonly Denial[], token: AccessToken | null) => void
  /** Evaluates `@policy`: one call a request with every name. Without it no policy holds. */
  policies?: PolicyEvaluator
  /** How long policies may take before they count as not holding. Default 5. */
  policyTimeoutSeconds?: number
  /** Asked before each event of a subscription; true ends it. Pass the token verifier's `isRevoked`. */
  isRevoked?: (token: AccessToken) => boolean
  now?: () => Date
}

/** What was decided about an operation. */
export type Decision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'filter'; readonly denials: readonly Denial[] }
  | { readonly kind: 'reject'; readonly denials: readonly Denial[] }

/** An operation that was decided about, ready to run as decided. For adapters that must answer according to the decision. */
export interface PreparedOperation {
  readonly decision: Decision
  /** Runs it with the context value that it was prepared with. */
  execute(input?: Omit<ExecutionInput, 'contextValue'>): Promise<ExecutionResult>
}

/** A schema with its rules, ready to enforce. */
export interface Gate {
  readonly schema: GraphQLSchema
  /** Every protected field, sorted by coordinate. */
  readonly manifest: readonly ManifestEntry[]
  /** What is odd about the rules, and works nonetheless. */
  readonly warnings: readonly string[]
  /** Decides about an operation without running it. */
  decide(request: OperationRequest, token: AccessToken | null, contextValue?: unknown): Promise<Decision>
  /** Decides and runs a query or mutation. A rejected one has no `data`. */
  execute(request: OperationRequest & ExecutionInput, token: AccessToken | null): Promise<ExecutionResult>
  /** Decides and starts a subscription. A token that ends, or loses the root field, ends the stream with an error. */
  subscribe(request: OperationRequest & ExecutionInput, token: AccessToken | null): Promise<ExecutionResult | GatedSubscription>
  /** Decides once and keeps the decision, so that it can be looked at before the operation runs. */
  prepare(request: OperationRequest, token: AccessToken | null, contextValue?: unknown): Promise<PreparedOperation>
}

const allow: Decision = Object.freeze({ kind: 'allow' })

/**
 * Reads the rules from the schema once and builds a gate.
 *
 * @throws {SchemaRuleError} naming every bad rule
 * @throws {Error} if graphql-js finds the schema itself invalid
 */
export function createGate(schema: GraphQLSchema, options: GateOptions = {}): Gate {
  const {
    queries = 'filter',
    mutations = 'reject',
    abstractTypes = 'per-type',
    disclose = 'scopes',
    now = () => new Date(),
  } = options
  const rules = readSchemaRules(schema, options.unmarked ?? 'open')
  assertValidSchema(schema)
  const decideVerdict = createDecider({
    schema,
    rules,
    isStrict: ({ operation }) => operation.operation === 'mutation' || queries === 'reject' || abstractTypes === 'strict',
    policies: options.policies,
    policyTimeoutSeconds: options.policyTimeoutSeconds ?? 5,
  })
  let gatedSchema: GuardSchema | undefined

  return Object.freeze({
    schema,
    manifest: createManifest(rules),
    warnings: rules.warnings,

    async decide(request: OperationRequest, token: AccessToken | null, contextValue?: unknown) {
      return report(await decideVerdict(request, token, contextValue), token)
    },

    execute: answering(async (request, token) => {
      const verdict = await decideVerdict(request, token, request.contextValue)
      return run(request, { verdict, decision: report(verdict, token), token }, request)
    }),

    subscribe: answering(async (request, token) => {
      const verdict = await decideVerdict(request, token, request.contextValue)
      const decision = report(verdict, token)
      if (verdict.plan?.operation.operation !== 'subscription' || decision.kind === 'reject') {
        return run(request, { verdict, decision, token }, request)
      }
      return subscribeGated({ schema, request, token, now, isRevoked: options.isRevoked }, async (payload) => {
        // Scopes are those of the token; policies may have changed since the last event.
        const current = await decideVerdict(request, token, request.contextValue)
        const stillOpen = decisionOf(current)
        const result = await run(request, { verdict: current, decision: stillOpen, token }, { ...request, rootValue: payload })
        return { result, isLast: stillOpen.kind === 'reject' }
      })
    }),

    async prepare(request: OperationRequest, token: AccessToken | null, contextValue?: unknown) {
      const verdict = await decideVerdict(request, token, contextValue)
      const decision = report(verdict, token)
      return {
        decision,
        execute: (input: Omit<ExecutionInput, 'contextValue'> = {}) =>
          run(request, { verdict, decision, token }, { ...input, contextValue }),
      }
    },
  })

  async function run(
    request: OperationRequest,
    { verdict, decision, token }: { verdict: Verdict; decision: Decision; token: AccessToken | null },
    input: ExecutionInput,
  ): Promise<ExecutionResult> {
    const audience: Audience = { token, disclose }
    const { refusals } = verdict
    if (decision.kind === 'allow' || !refusals) return execute(executionArgs(schema, request, input))
    if (decision.kind === 'reject') return { errors: rejectionErrors(refusals, audience) }
    gatedSchema ??= createGatedSchema(schema, rules)
    return executeGated({ guardSchema: gatedSchema, verdict, refusals, audience }, request, input)
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

type Answer<T> = (request: OperationRequest & ExecutionInput, token: AccessToken | null) => Promise<T>

/** Tells a refusal to plan an operation as graphql-js tells its own: in the result. */
function answering<T>(answer: Answer<T>): Answer<T | ExecutionResult> {
  return async (request, token) => {
    try {
      return await answer(request, token)
    } catch (error) {
      if (!(error instanceof FieldgateError)) throw error
      return { errors: [new GraphQLError(error.message, { originalError: error })] }
    }
  }
}
