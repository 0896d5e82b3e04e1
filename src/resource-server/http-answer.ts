// What an adapter answers in its server's place, and with which status and challenge: the same on every server (RFC 6750 section 3).

import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import { FieldgateError, InternalError, UnauthenticatedError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import type { Gate, PreparedOperation } from './gate.ts'
import type { ExecutionInput } from './gated-execution.ts'
import type { GatedSubscription } from './gated-subscription.ts'
import { coerceVariables, findOperation, type OperationRequest } from './operation.ts'
import { rememberToken } from './token-of-context.ts'
import type { TokenVerifier } from './token-verifier.ts'
import { toGraphQLError } from './told-error.ts'

/** What every adapter works with. */
export interface AdapterOptions {
  /** Built from the very schema object that the server serves. */
  gate: Gate
  /** A TokenVerifier, or anything that does the same. */
  verifier: Pick<TokenVerifier, 'authenticate'>
}

/** @throws {TypeError} without a gate or a verifier */
export function assertAdapterOptions(options: AdapterOptions): void {
  if (typeof options?.gate?.prepare !== 'function') throw new TypeError('"gate" must be what createGate returns.')
  if (typeof options.verifier?.authenticate !== 'function') throw new TypeError('"verifier" must have a method "authenticate".')
}

/** Who asks; or why nobody is let in. */
export type Admission =
  | { readonly kind: 'admitted'; readonly token: AccessToken | null }
  | { readonly kind: 'refused'; readonly error: FieldgateError }

/**
 * Verifies the token of a request, if one came. Never throws.
 *
 * @param readAuthorization gives the `Authorization` header; what it throws refuses the request
 */
export async function admit(
  verifier: AdapterOptions['verifier'],
  readAuthorization: () => string | undefined,
): Promise<Admission> {
  try {
    return { kind: 'admitted', token: (await verifier.authenticate(readAuthorization())) ?? null }
  } catch (error) {
    return { kind: 'refused', error: asFieldgateError(error) }
  }
}

/** Headers as Fetch has them, or as Node does. */
export type RequestHeaders = { get(name: string): string | null } | { readonly [name: string]: string | string[] | undefined }

/** The `Authorization` header. Several of them are joined, so that no verifier takes them for one. */
export function readAuthorization(headers: RequestHeaders): string | undefined {
  return readHeader(headers, 'authorization')
}

function readHeader(headers: RequestHeaders, name: string): string | undefined {
  const { get } = headers
  const value = typeof get === 'function' ? get.call(headers, name) : Reflect.get(headers, name)
  return Array.isArray(value) ? value.join(', ') : (value ?? undefined)
}

/** An answer in the server's place. */
export interface HttpAnswer {
  readonly status: number
  /** The challenge, if the status asks for one; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly result: ExecutionResult
  /** Whether the status is that of a whole batch. Otherwise each entry is judged alone, and they share one status: the server's. */
  readonly isForBatch: boolean
  /** What went wrong inside, for the log. */
  readonly cause?: unknown
}

/** The answer as JSON, for adapters that write the response themselves. */
export function jsonResponse({ status, headers, result }: HttpAnswer, requestHeaders: RequestHeaders) {
  const accept = readHeader(requestHeaders, 'accept') ?? ''
  // https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types
  const mediaType = accept.includes('application/graphql-response+json')
    ? 'application/graphql-response+json'
    : 'application/json'
  return { status, headers: { 'content-type': `${mediaType}; charset=utf-8`, ...headers }, body: JSON.stringify(result) }
}

/** The feed is asked every second, so that is how soon it can be fresh again. */
const staleRetrySeconds = 1

/** Refuses a request: 401 for a token that is no good, 503 if that cannot be known now, 500 with nothing said for a fault inside, else 400. */
export function answerRefused(error: unknown): HttpAnswer {
  const known = asFieldgateError(error)
  const result = { errors: [toGraphQLError(known)] }
  if (known instanceof UnauthenticatedError && known.reason === 'STALE') {
    // No challenge: the token may be as good as ever, and clients drop one that is challenged.
    return { status: 503, headers: { 'retry-after': String(staleRetrySeconds) }, result, isForBatch: true }
  }
  if (known instanceof UnauthenticatedError) return { status: 401, headers: challenge('invalid_token'), result, isForBatch: true }
  return known instanceof InternalError
    ? { status: 500, headers: {}, result, isForBatch: true, cause: known.cause ?? known }
    : { status: 400, headers: {}, result, isForBatch: false }
}

/** Refuses an answer that another plugin gave, or was about to give, without the gate. */
export function answerBypassed(adapter: string): HttpAnswer {
  return answerRefused(
    new TypeError(`An operation was answered past the gate. Take away whatever answers before, or in the place of, ${adapter}.`),
  )
}

/** What was found out about an operation before anything of it ran. */
export type Judgement<T> =
  | { readonly kind: 'refused'; readonly answer: HttpAnswer }
  | {
      readonly kind: 'admitted'
      /** Whether the server may run it as it is. Otherwise only `run` may. */
      readonly isLeftAlone: boolean
      /** Runs what was judged; of the arguments it takes the root value and the default resolver. Never throws. */
      run(args: ExecutionArgs): Promise<T | HttpAnswer>
    }

/** Judges one kind of operation. */
export type JudgeKind<T> = (gate: Gate, args: ExecutionArgs, token: AccessToken | null) => Promise<Judgement<T>>

/**
 * Judges a query or mutation exactly as it is about to run, and runs none of it.
 *
 * `accessTokenOf` knows the token from then on. Never throws: what fails is refused.
 */
export function judgeOperation(gate: Gate, args: ExecutionArgs, token: AccessToken | null): Promise<Judgement<HttpAnswer>> {
  return judge(prepare(gate, args, token), token, async (prepared, input) =>
    answered(prepared, token, await prepared.execute(input)),
  )
}

/** The same for a subscription, which the gate always runs itself: `run` gives its stream, or the answer if it was not opened. */
export function judgeSubscription(
  gate: Gate,
  args: ExecutionArgs,
  token: AccessToken | null,
): Promise<Judgement<HttpAnswer | GatedSubscription>> {
  return judge(prepare(gate, args, token), token, async (prepared, input) => {
    const stream = await prepared.subscribe(input)
    if (Symbol.asyncIterator in stream) return stream
    return answerUnusable(args) ?? answered(prepared, token, stream)
  })
}

/** Judges a query or mutation as `judgeOperation` does, and answers it unless the server may run it as it is: then null. */
export async function answerOperation(gate: Gate, args: ExecutionArgs, token: AccessToken | null): Promise<HttpAnswer | null> {
  const judgement = await judgeOperation(gate, args, token)
  if (judgement.kind === 'refused') return judgement.answer
  return judgement.isLeftAlone ? null : judgement.run(args)
}

/** The answer to an operation that graphql-js would not run with these variables; null if it would. */
export function answerUnusable(args: ExecutionArgs): HttpAnswer | null {
  const request = requestOf(args)
  const operation = findOperation(request)
  const errors = operation && coerceVariables(args.schema, operation, request.variableValues).errors
  return errors ? answerBadVariables({ errors }) : null
}

async function judge<T>(
  preparing: Promise<PreparedOperation>,
  token: AccessToken | null,
  run: (prepared: PreparedOperation, input: ExecutionInput) => Promise<T>,
): Promise<Judgement<T>> {
  try {
    const prepared = await preparing
    const runsNothing = prepared.hasBadVariables || prepared.decision.kind === 'reject'
    if (runsNothing) return { kind: 'refused', answer: answered(prepared, token, await prepared.execute()) }
    return {
      kind: 'admitted',
      isLeftAlone: prepared.isLeftAlone,
      run: (args) => run(prepared, inputOf(args)).catch(answerRefused),
    }
  } catch (error) {
    return { kind: 'refused', answer: answerRefused(error) }
  }
}

async function prepare(gate: Gate, args: ExecutionArgs, token: AccessToken | null): Promise<PreparedOperation> {
  if (args.schema !== gate.schema) {
    throw new TypeError('The gate was built from another schema than the server serves. Use the same object for both.')
  }
  rememberToken(args.contextValue, token)
  return gate.prepare(requestOf(args), token, args.contextValue)
}

function answered(prepared: PreparedOperation, token: AccessToken | null, result: ExecutionResult): HttpAnswer {
  if (prepared.hasBadVariables) return answerBadVariables(result)
  if (prepared.decision.kind !== 'reject') return { status: 200, headers: {}, result, isForBatch: false }
  // With a field in it that is open to no one, no token would have it answered, so none is asked for.
  const wantsToken = token === null && !prepared.decision.denials.some(({ isOpenToNoOne }) => isOpenToNoOne)
  return wantsToken
    ? { status: 401, headers: challenge(), result, isForBatch: false }
    : { status: 403, headers: challenge('insufficient_scope'), result, isForBatch: false }
}

function answerBadVariables({ errors = [] }: ExecutionResult): HttpAnswer {
  return { status: 400, headers: {}, result: { errors: errors.map(asBadUserInput) }, isForBatch: false }
}

function asBadUserInput({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { ...(nodes && { nodes }), extensions: { code: 'BAD_USER_INPUT' } })
}

function challenge(error?: 'invalid_token' | 'insufficient_scope') {
  return { 'www-authenticate': error ? `Bearer error="${error}"` : 'Bearer' }
}

function requestOf({ document, operationName, variableValues }: ExecutionArgs): OperationRequest {
  return { document, operationName: operationName ?? null, variableValues: variableValues ?? null }
}

function inputOf({ rootValue, fieldResolver }: ExecutionArgs): ExecutionInput {
  return { rootValue, ...(fieldResolver && { fieldResolver }) }
}

function asFieldgateError(error: unknown): FieldgateError {
  return error instanceof FieldgateError ? error : new InternalError({ cause: error })
}
