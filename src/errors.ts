// Every error a caller can meet, one class per meaning, each with its stable code. Imports nothing.

/** The closed list of `errors[].extensions.code`. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'UNAUTHORIZED_FIELD_OR_TYPE'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_CLIENT'
  | 'UNAUTHORIZED_CLIENT'
  | 'INVALID_GRANT'
  | 'INVALID_SCOPE'
  | 'INVALID_AUDIENCE'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'QUERY_TOO_COMPLEX'
  | 'INTERNAL_SERVER_ERROR'

/** Why a token was not usable; `MISSING` when none came. */
export type UnauthenticatedReason =
  | 'MISSING'
  | 'MALFORMED'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'REVOKED'
  | 'UNKNOWN_KEY'
  | 'BAD_SIGNATURE'
  | 'WRONG_ISSUER'
  | 'WRONG_AUDIENCE'
  | 'STALE'

interface ErrorDetails {
  /** Public facts, copied into `extensions` beside the code. */
  extensions?: Readonly<Record<string, unknown>>
  /** Private: goes to the log only. */
  cause?: unknown
}

/**
 * The base of every error that callers may see. `message` is public, echoes no input and no secret; `cause` is only logged.
 *
 * graphql-js copies `extensions` into the answer, so a thrown error needs no translation.
 */
export abstract class FieldgateError extends Error {
  readonly extensions: Readonly<Record<string, unknown> & { code: ErrorCode }>

  constructor(
    readonly code: ErrorCode,
    message: string,
    { extensions, cause }: ErrorDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.extensions = Object.freeze({ ...extensions, code })
  }
}

/** The request needs a token and none, or an unusable one, came (RFC 6750 section 3.1, invalid_token). */
export class UnauthenticatedError extends FieldgateError {
  constructor(
    readonly reason: UnauthenticatedReason,
    message: string,
    cause?: unknown,
  ) {
    super('UNAUTHENTICATED', message, { extensions: { reason }, cause })
  }
}

/** Unknown email, wrong password and disabled user: one answer for all. */
export class InvalidCredentialsError extends FieldgateError {
  constructor(cause?: unknown, message = 'The email or the password is wrong.') {
    super('INVALID_CREDENTIALS', message, { cause })
  }
}

/** Unknown, disabled or wrongly authenticated client: one answer for all (RFC 6749 section 5.2, invalid_client). */
export class InvalidClientError extends FieldgateError {
  constructor(cause?: unknown) {
    super('INVALID_CLIENT', 'The client is unknown or its authentication failed. Check clientId and clientSecret.', { cause })
  }
}

/** The client is known and may not use this grant (RFC 6749 section 5.2, unauthorized_client). */
export class UnauthorizedClientError extends FieldgateError {
  constructor(message: string) {
    super('UNAUTHORIZED_CLIENT', message)
  }
}

/** The refresh token is unknown, expired, revoked, reused or another client's (RFC 6749 section 5.2, invalid_grant). */
export class InvalidGrantError extends FieldgateError {
  constructor(cause?: unknown) {
    super('INVALID_GRANT', 'The refresh token is not valid. Log in again.', { cause })
  }
}

/** Scopes asked for are unknown or beyond the ceiling; `extensions.scopes` names them (RFC 6749 section 5.2, invalid_scope). */
export class InvalidScopeError extends FieldgateError {
  constructor(scopes: readonly string[]) {
    super('INVALID_SCOPE', 'Some scopes asked for are unknown or not allowed here; see extensions.scopes.', {
      extensions: { scopes },
    })
  }
}

/** The client may not ask for that audience (RFC 8707 section 2, invalid_target). */
export class InvalidAudienceError extends FieldgateError {
  constructor() {
    super('INVALID_AUDIENCE', 'This client may not ask for that audience.')
  }
}

/** An argument is malformed; `extensions.field` names it. */
export class BadUserInputError extends FieldgateError {
  constructor(field: string, message: string) {
    super('BAD_USER_INPUT', message, { extensions: { field } })
  }
}

/** The record to change does not exist. */
export class NotFoundError extends FieldgateError {
  constructor(message: string) {
    super('NOT_FOUND', message)
  }
}

/** A unique value is taken, the record changed meanwhile, or others need it; `extensions.field` names what it is about. */
export class ConflictError extends FieldgateError {
  /** @param facts further public facts, for `extensions` */
  constructor(field: string, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super('CONFLICT', message, { extensions: { ...facts, field } })
  }
}

/** Too many attempts; `extensions.retryAfterSeconds` says when to come back (RFC 6585 section 4). */
export class RateLimitedError extends FieldgateError {
  constructor(readonly retryAfterSeconds: number) {
    super('RATE_LIMITED', 'Too many attempts. Wait before trying again.', { extensions: { retryAfterSeconds } })
  }
}

/** The operation is over a limit; `extensions` names the limit, the measure and the maximum. */
export class QueryTooComplexError extends FieldgateError {
  constructor(
    limit: string,
    measured: number,
    maximum: number,
    message = `The operation is over the ${limit} limit. Send a smaller one.`,
  ) {
    super('QUERY_TOO_COMPLEX', message, { extensions: { limit, measured, maximum } })
  }
}

/**
 * Something failed that the caller cannot mend; the cause is only in the log.
 *
 * With `retryAfterSeconds` it is a passing fault (a busy or absent database) and answered as HTTP 503.
 */
export class InternalError extends FieldgateError {
  readonly retryAfterSeconds: number | undefined

  constructor({ cause, retryAfterSeconds }: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    const isPassing = retryAfterSeconds !== undefined
    super('INTERNAL_SERVER_ERROR', isPassing ? 'The service is briefly unavailable. Try again.' : 'The request failed.', {
      cause,
      ...(isPassing && { extensions: { retryAfterSeconds } }),
    })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * The database client answered with another row than the one asked for, or with an older one: no answer of it can be believed any more,
 * and only a new process helps. Never seen over the network.
 */
export class PoisonedClientError extends Error {
  override name = 'PoisonedClientError'

  /** @param record what was asked for, in a word: "user" */
  constructor(record: string) {
    super(`The database client answered with another ${record} than the one asked for.`)
  }
}

/** A schema has bad rules; thrown by createGate with every mistake at once. Never seen over the network. */
export class SchemaRuleError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The schema's authorization rules have ${mistakes.length} mistake(s):\n${mistakes.map((m) => `- ${m}`).join('\n')}`)
    this.name = 'SchemaRuleError'
  }
}

/** A schema protects less than its lock file says; thrown by assertManifest with every loss at once. Never seen over the network. */
export class ManifestShrinkError extends Error {
  constructor(readonly losses: readonly string[]) {
    super(
      `The schema protects less than its manifest lock, in ${losses.length} place(s):\n${losses.map((each) => `- ${each}`).join('\n')}`,
    )
    this.name = 'ManifestShrinkError'
  }
}

/** Settings are wrong; thrown at start with every mistake at once, each naming the setting and the remedy. */
export class ConfigError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The configuration has ${mistakes.length} mistake(s):\n${mistakes.map((m) => `- ${m}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

/** A document of configuration cannot be used; thrown with every mistake at once, each naming its place. Never seen over the network. */
export class DocumentError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The document has ${mistakes.length} mistake(s):\n${mistakes.map((m) => `- ${m}`).join('\n')}`)
    this.name = 'DocumentError'
  }
}

/** The database was made by a newer version, its history was changed by hand, or another process holds it. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/** The audit log's chain cannot go on from what the database holds: somebody changed it. Never seen over the network. */
export class AuditLogError extends Error {
  override name = 'AuditLogError'
}
