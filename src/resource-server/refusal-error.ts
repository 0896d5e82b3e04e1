// How a refusal is told to the caller: the errors in `errors[]`, their codes and their number.

import { type ASTNode, type ExecutionResult, GraphQLError } from 'graphql'
import type { AccessToken } from '../token/access-token.ts'
import type { Denial, Refusal } from './denial.ts'
import { type FoundDenial, maxDenials } from './survey.ts'
import type { Refusals } from './verdict.ts'

/** How much of the rules callers are told. */
export type Disclosure = 'scopes' | 'nothing'

/** To whom refusals are told, and how much. */
export interface Listener {
  readonly token: AccessToken | null
  readonly disclose: Disclosure
}

/** What callers are told of a refusal, wherever it stands. */
export interface Notice {
  readonly message: string
  readonly extensions: Readonly<Record<string, unknown>>
}

/** Puts a refusal into words. */
export function createNotice(refusal: Refusal, listener: Listener): Notice {
  return { message: describe(refusal, listener.disclose), extensions: extensionsOf(refusal, listener) }
}

interface Place {
  readonly nodes?: readonly ASTNode[]
  readonly path?: readonly (string | number)[]
}

class RefusalError extends GraphQLError {
  constructor({ message, extensions }: Notice, place: Place) {
    // The name stays GraphQLError's: Envelop masks errors of any other.
    super(message, { ...place, extensions: { ...extensions } })
  }
}

/**
 * An error for a refused field or type. Without a path graphql-js adds the one where it was thrown.
 *
 * It has no stack: a refusal is an answer and not a fault, and finding out its stack takes longer than the rest of a small operation.
 */
export function createRefusalError(notice: Notice, place: Place = {}): GraphQLError {
  const { stackTraceLimit } = Error
  Reflect.set(Error, 'stackTraceLimit', 0)
  try {
    return new RefusalError(notice, place)
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}

/** Stands for all refusals beyond those that are listed. It has a path, so that graphql-js takes it as it is and builds no other. */
export const unlistedRefusal = new GraphQLError('Unauthorized field or type', { path: [] })

/** The errors of an operation that was refused whole: one for each position, and one more if some are not listed. */
export function rejectionErrors({ listed, hasMore }: Refusals, listener: Listener): GraphQLError[] {
  const positions = new Map<string, FoundDenial>()
  for (const denial of listed) {
    const position = denial.path.join('.')
    if (!positions.has(position)) positions.set(position, denial)
  }
  const errors: GraphQLError[] = [...positions.values()].map((denial) =>
    createRefusalError(createNotice(denial, listener), placeOf(denial)),
  )
  return hasMore ? [...errors, closingSummary(listener)] : errors
}

/**
 * The result with at most 100 refusals and one summary for the rest; other errors stay.
 *
 * @param hasSilent whether there were refusals without any error
 */
export function capRefusals(result: ExecutionResult, listener: Listener, hasSilent: boolean): ExecutionResult {
  let refusalCount = 0
  let hasMore = hasSilent
  const errors = (result.errors ?? []).filter((error) => {
    if (!isRefusal(error)) return true
    const isListed = error !== unlistedRefusal && refusalCount < maxDenials
    if (isListed) refusalCount += 1
    else hasMore = true
    return isListed
  })
  return hasMore ? { ...result, errors: [...errors, closingSummary(listener)] } : result
}

/** The denial as the public API shows it. */
export function toDenial({ coordinate, path, reason, requiredScopes, missingScopes, isOpenToNoOne }: FoundDenial): Denial {
  return Object.freeze({ coordinate, path, reason, requiredScopes, missingScopes, isOpenToNoOne })
}

function isRefusal(error: GraphQLError): boolean {
  return error === unlistedRefusal || error instanceof RefusalError || error.originalError instanceof RefusalError
}

/** Nothing ran, so a list has no index to point at: the path is given only where no list lies on it. */
function placeOf({ nodes, path, crossesList }: FoundDenial) {
  return crossesList ? { nodes } : { nodes, path }
}

function closingSummary({ token }: Listener): GraphQLError {
  return new GraphQLError(`Unauthorized field or type: more positions are refused; only ${maxDenials} are listed.`, {
    extensions: { code: codeFor(token) },
  })
}

function codeFor(token: AccessToken | null): 'UNAUTHENTICATED' | 'UNAUTHORIZED_FIELD_OR_TYPE' {
  return token === null ? 'UNAUTHENTICATED' : 'UNAUTHORIZED_FIELD_OR_TYPE'
}

function extensionsOf(refusal: Refusal, { token, disclose }: Listener) {
  const { coordinate, reason, requiredScopes, missingScopes, isOpenToNoOne } = refusal
  const code = isOpenToNoOne ? 'UNAUTHORIZED_FIELD_OR_TYPE' : codeFor(token)
  // UNAUTHENTICATED has reasons of its own, and of a token that did not come there is one.
  const extensions = { code, coordinate, reason: reason === 'UNAUTHENTICATED' ? 'MISSING' : reason }
  return disclose === 'scopes' ? { ...extensions, requiredScopes, missingScopes } : extensions
}

function describe({ coordinate, reason, requiredScopes, missingScopes, isOpenToNoOne }: Refusal, disclose: Disclosure): string {
  const subject = `Unauthorized field or type: ${coordinate}`
  if (disclose === 'nothing') return `${subject}.`
  if (isOpenToNoOne) return `${subject} is open to no one: it has no rule.`
  if (reason === 'POLICY_DENIED') return `${subject} is denied by a policy.`
  if (requiredScopes.length === 0) return `${subject} needs an access token.`
  const needed = requiredScopes.map((all) => all.join(' and ')).join(', or ')
  const missing = `missing ${missingScopes.join(' and ')}`
  return reason === 'UNAUTHENTICATED'
    ? `${subject} needs an access token with ${needed}; ${missing}.`
    : `${subject} needs ${needed}; ${missing}.`
}
