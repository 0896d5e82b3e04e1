// The gate: a schema with its rules, ready to decide about operations and to run them.

import type { ExecutionResult, GraphQLSchema } from 'graphql'
import type { AccessToken } from '../token/access-token.ts'
import type { Denial } from './denial.ts'
import type { ExecutionInput } from './gated-execution.ts'
import type { GatedSubscription } from './gated-subscription.ts'
import type { ManifestEntry } from './manifest.ts'
import type { OperationRequest } from './operation.ts'
import type { PolicyEvaluator } from './policies.ts'
import type { Disclosure } from './refusal-error.ts'
import type { RequiredScopes } from './required-scopes.ts'
import type { UnmarkedFields } from './schema-rules.ts'

/** How a gate enforces the rules of its schema. */
export interface GateOptions {
  /** Whether a query loses what is denied, or fails whole. Default `filter`. */
  queries?: 'filter' | 'reject'
  /** The same for mutations. Default `reject`: with any denial nothing runs. */
  mutations?: 'filter' | 'reject'
  /** Whether a field that returns an interface or union needs one of its types allowed, or every one. Default `per-type`; rejecting and mutations are always strict. */
  abstractTypes?: 'per-type' | 'strict'
  /**
   * What becomes of fields that no directive speaks about. Default `open`.
   *
   * `_service` and `_entities` of a federation subgraph stay open: a router reads the SDL without a token, and entities are protected by
   * the rules of their own types and fields.
   */
  unmarked?: UnmarkedFields
  /** Reports denials and changes no response. Default false. */
  observe?: boolean
  /** Whether errors name the scopes that are needed and missing. Default `scopes`. */
  disclose?: Disclosure
  /** What `__schema` and `__type` tell: everything, or what `visibleSchema` shows the caller. Default `whole`. */
  introspection?: 'whole' | 'visible'
  /** Told of the denials of each operation that has some, at most 100. What it throws is ignored. */
  onDenial?: (denials: readonly Denial[], token: AccessToken | null) => void
  /** Evaluates `@policy`: one call a request with every name. Without it no policy holds. */
  policies?: PolicyEvaluator
  /** How long policies may take before they count as not holding. Default 5. */
  policyTimeoutSeconds?: number
  /** Asked before each event of a subscription, and every second while none comes; true ends it. Pass the token verifier's `isRevoked`. */
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
  /** True when a server may run the operation itself, on the schema as it is: the gate would do nothing else. */
  readonly isLeftAlone: boolean
  /** True when graphql-js refuses the variables: executing gives its errors, and nothing runs. */
  readonly hasBadVariables: boolean
  /** Runs it with the context value that it was prepared with. */
  execute(input?: Omit<ExecutionInput, 'contextValue'>): Promise<ExecutionResult>
  /** Starts it, if it is a subscription, with the context value that it was prepared with. */
  subscribe(input?: Omit<ExecutionInput, 'contextValue'>): Promise<ExecutionResult | GatedSubscription>
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
  /** Decides and starts a subscription. A token that expires or is revoked ends the stream with an error, also while no event comes; losing the root field, with the next event. */
  subscribe(request: OperationRequest & ExecutionInput, token: AccessToken | null): Promise<ExecutionResult | GatedSubscription>
  /**
   * What an operation needs, policies taken to hold. Without usable variables, placeholders stay as they are written.
   *
   * @throws {BadUserInputError} the document has no such operation
   */
  requiredScopes(request: OperationRequest): RequiredScopes
  /** The schema as this token can ever use it, without resolvers. The same object for every token that reaches the same. */
  visibleSchema(token: AccessToken | null): GraphQLSchema
  /** Decides once and keeps the decision, so that it can be looked at before the operation runs. */
  prepare(request: OperationRequest, token: AccessToken | null, contextValue?: unknown): Promise<PreparedOperation>
}
