// How a refusal is told to the caller: the errors in `errors[]`, their codes and their number.

import { type ASTNode, type ExecutionResult, GraphQLError } from 'graphql'
import type { AccessToken } from '../token/access-token.ts'
import type { Denial, Refusal } from './denial.ts'
import { type FoundDenial, maxDenials } from './survey.ts'
import type { Refusals } from './verdict.ts'

/** How much of the rules callers are told. */
export type Disclosure = 'scopes' | 'nothing'

/** To whom refusals are told, and how much. */
export interface Audience {
  readonly token: AccessToken | null
  readonly disclose: Disclosure
}

/** An error for a refused field or type. Without a path graphql-js adds the one where it was thrown. */
export class RefusalError extends GraphQLError {
  constructor(
    refusal: Refusal,
    audience: Audience,
    place: { nodes?: readonly ASTNode[]; path?: readonly (string | number)[] } = {},
  ) {
    super(describe(refusal, audience.disclose), { ...place, extensions: extensionsOf(refusal, audience) })
    this.name = 'RefusalError'
  }
}

/** Stands for all refusals beyond those that are listed. It has a path, so that graphql-js takes it as it is and builds no other. */
export class UnlistedRefusalError extends GraphQLError {
  constructor() {
    super('Unauthorized field or type', { path: [] })
  }
}

/** The errors of an operation that was refused whole: one for each position, and one more if some are not listed. */
export function rejectionErrors({ listed, hasMore }: Refusals, audience: Audience): GraphQLError[] {
  const positions = new Map<string, FoundDenial>()
  for (const denial of listed) {
    const position = denial.path.join('.')
    if (!positions.has(position)) positions.set(position, denial)
  }
  const errors: GraphQLError[] = [...positions.values()].map((denial) => new RefusalError(denial, audience, placeOf(denial)))
  return hasMore ? [...errors, closingSummary(audience)] : errors
}

/** The result with at most 100 refusals and one summary for the rest; other errors stay. */
export function capRefusals(result: ExecutionResult, audience: Audience): ExecutionResult {
  if (!result.errors) return result
  let refusalCount = 0
  let omittedCount = 0
  const errors = result.errors.filter((error) => {
    if (!isRefusal(error)) return true
    const isListed = !(error instanceof UnlistedRefusalError) && refusalCount < maxDenials
    if (isListed) refusalCount += 1
    else omittedCount += 1
    return isListed
  })
  return omittedCount === 0 ? result : { ...result, errors: [...errors, closingSummary(audience, omittedCount)] }
}

/** The denial as the public API shows it. */
export function toDenial({ coordinate, path, reason, requiredScopes, missingScopes }: FoundDenial): Denial {
  return Object.freeze({ coordinate, path, reason, requiredScopes, missingScopes })
}

function isRefusal(error: GraphQLError): boolean {
  return error instanceof UnlistedRefusalError || error instanceof RefusalError || error.originalError instanceof RefusalError
}

/** Nothing ran, so a list has no index to point at: the path is given only where no list lies on it. */
function placeOf({ nodes, path, crossesList }: FoundDenial) {
  return crossesList ? { nodes } : { nodes, path }
}

function closingSummary({ token }: Audience, omittedCount?: number): GraphQLError {
  const count = omittedCount === undefined ? 'more positions are' : `${omittedCount} more`
  return new GraphQLError(`Unauthorized field or type: ${count} refused and not listed.`, {
    extensions: { code: codeFor(token), ...(omittedCount !== undefined && { omittedCount }) },
  })
}

function codeFor(token: AccessToken | null): 'UNAUTHENTICATED' | 'UNAUTHORIZED_FIELD_OR_TYPE' {
  return token === null ? 'UNAUTHENTICATED' : 'UNAUTHORIZED_FIELD_OR_TYPE'
}

function extensionsOf({ coordinate, reason, requiredScopes, missingScopes }: Refusal, { token, disclose }: Audience) {
  const extensions = { code: codeFor(token), coordinate, reason }
  return disclose === 'scopes' ? { ...extensions, requiredScopes, missingScopes } : extensions
}

function describe({ coordinate, reason, requiredScopes, missingScopes }: Refusal, disclose: Disclosure): string {
  const subject = `Unauthorized field or type: ${coordinate}`
  if (disclose === 'nothing') return `${subject}.`
  if (reason === 'POLICY_DENIED') return `${subject} is denied by a policy.`
  if (requiredScopes.length === 0) {
    return reason === 'UNAUTHENTICATED' ? `${subject} needs an access token.` : `${subject} is open to no scope.`
  }
  const needed = requiredScopes.map((all) => all.join(' and ')).join(', or ')
  const missing = `missing ${missingScopes.join(' and ')}`
  return reason === 'UNAUTHENTICATED'
    ? `${subject} needs an access token with ${needed}; ${missing}.`
    : `${subject} needs ${needed}; ${missing}.`
}
