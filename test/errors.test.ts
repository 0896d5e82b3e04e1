// The closed list of codes: each has one class, one public form, one HTTP status where it refuses a whole request.

import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import {
  BadUserInputError,
  ConflictError,
  type ErrorCode,
  FieldgateError,
  InternalError,
  InvalidAudienceError,
  InvalidClientError,
  InvalidCredentialsError,
  InvalidGrantError,
  InvalidScopeError,
  NotFoundError,
  QueryTooComplexError,
  RateLimitedError,
  UnauthenticatedError,
  UnauthorizedClientError,
} from '../src/errors.ts'
import { statusOf } from '../src/http/answer-error.ts'
import { createErrorFormatter } from '../src/http/format-error.ts'
import { createLogger } from '../src/http/logger.ts'

const cause = 'the private cause'

/** UNAUTHORIZED_FIELD_OR_TYPE is told by the gate, field by field, and has no class: see test/resource-server. */
const errors: readonly (readonly [error: FieldgateError, extensions: object, status: number])[] = [
  [new UnauthenticatedError('EXPIRED', 'It has expired.', cause), { code: 'UNAUTHENTICATED', reason: 'EXPIRED' }, 401],
  [new InvalidCredentialsError(cause), { code: 'INVALID_CREDENTIALS' }, 400],
  [new InvalidClientError(cause), { code: 'INVALID_CLIENT' }, 400],
  [new UnauthorizedClientError('It may not.'), { code: 'UNAUTHORIZED_CLIENT' }, 400],
  [new InvalidGrantError(cause), { code: 'INVALID_GRANT' }, 400],
  [new InvalidScopeError(['a', 'b']), { code: 'INVALID_SCOPE', scopes: ['a', 'b'] }, 400],
  [new InvalidAudienceError(), { code: 'INVALID_AUDIENCE' }, 400],
  [new BadUserInputError('email', 'It is malformed.'), { code: 'BAD_USER_INPUT', field: 'email' }, 400],
  [new NotFoundError('There is none.'), { code: 'NOT_FOUND' }, 404],
  [new ConflictError('name', 'It is taken.'), { code: 'CONFLICT', field: 'name' }, 400],
  [new RateLimitedError(7), { code: 'RATE_LIMITED', retryAfterSeconds: 7 }, 429],
  [new QueryTooComplexError('depth', 11, 10), { code: 'QUERY_TOO_COMPLEX', limit: 'depth', measured: 11, maximum: 10 }, 400],
]

describe.each(errors)('%s', (error, extensions, status) => {
  it('reaches the caller with its code, its facts and its message, and without its cause', () => {
    const lines: string[] = []
    const logger = createLogger({ level: 'trace', destination: { write: (line) => lines.push(line) } })
    const thrown = new GraphQLError(error.message, { originalError: error, path: ['here'] })
    const told = createErrorFormatter(logger)(thrown.toJSON(), thrown)
    expect(told).toEqual({ message: error.message, path: ['here'], extensions })
    expect(JSON.stringify(told)).not.toContain(cause)
    expect(lines).toEqual([])
  })

  it(`is HTTP ${status} when it refuses a whole request`, () => {
    expect(statusOf(error)).toBe(status)
  })
})

describe('an error of the service itself', () => {
  it.each([
    ['that lasts', new InternalError({ cause: new Error(cause) }), 500, {}],
    ['that passes', new InternalError({ cause: new Error(cause), retryAfterSeconds: 1 }), 503, { retryAfterSeconds: 1 }],
    ['of a library', new Error(cause), 500, {}],
  ])('%s is masked, and its cause is in the log', (_name, error, status, facts) => {
    const lines: string[] = []
    const logger = createLogger({ level: 'trace', destination: { write: (line) => lines.push(line) } })
    const thrown = new GraphQLError(error.message, { originalError: error })
    const told = createErrorFormatter(logger)(thrown.toJSON(), thrown)
    expect(told.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: undefined, ...facts })
    expect(JSON.stringify(told)).not.toContain(cause)
    expect(lines.join('')).toContain(cause)
    expect(statusOf(error instanceof FieldgateError ? error : new InternalError())).toBe(status)
  })
})

it('every code of the closed list has its class', () => {
  const listed: Record<ErrorCode, true> = {
    UNAUTHENTICATED: true,
    UNAUTHORIZED_FIELD_OR_TYPE: true,
    INVALID_CREDENTIALS: true,
    INVALID_CLIENT: true,
    UNAUTHORIZED_CLIENT: true,
    INVALID_GRANT: true,
    INVALID_SCOPE: true,
    INVALID_AUDIENCE: true,
    BAD_USER_INPUT: true,
    NOT_FOUND: true,
    CONFLICT: true,
    RATE_LIMITED: true,
    QUERY_TOO_COMPLEX: true,
    INTERNAL_SERVER_ERROR: true,
  }
  const told = [...errors.map(([error]) => error.code), 'UNAUTHORIZED_FIELD_OR_TYPE', new InternalError().code]
  expect([...told].sort()).toEqual(Object.keys(listed).sort())
})
