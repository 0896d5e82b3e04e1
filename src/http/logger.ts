// The log: JSON lines in which no secret stands, whatever is passed in.

import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'
import { activeTraceIds } from '../telemetry/span.ts'

/** How to log. */
export interface LoggerOptions {
  /** The least important level that is written. */
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  /** Where lines go. */
  destination: DestinationStream
}

const secretNames = [
  ...[
    'password',
    'currentPassword',
    'newPassword',
    'secret',
    'clientSecret',
    'rootSecret',
    'token',
    'refreshToken',
    'accessToken',
    'deviceToken',
  ],
  ...['authorization', 'Authorization', 'cookie', 'databaseUrl'],
]
const maxDepth = 4
const maxCauses = 5

/**
 * A pino logger.
 *
 * Values that stand under the name of a secret, up to four levels deep, become `[redacted]`. Errors are reduced to type, code, message,
 * stack and causes: what libraries hang on them, such as the body or the query they failed on, stays out. Requests and responses,
 * should anything log one, are reduced to method and status. A line that belongs to a trace has its `trace_id` and `span_id`.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      timestamp: stdTimeFunctions.isoTime,
      mixin: activeTraceIds,
      redact: { paths: [...secretPaths()], censor: '[redacted]' },
      serializers: {
        err: (error: unknown) => describeError(error, maxCauses),
        error: (error: unknown) => describeError(error, maxCauses),
        req: (request: unknown) => pick(request, 'method'),
        res: (response: unknown) => pick(response, 'statusCode'),
      },
    },
    destination,
  )
}

function* secretPaths(): Generator<string> {
  for (let depth = 0; depth < maxDepth; depth++) {
    for (const name of secretNames) yield [...Array.from({ length: depth }, () => '*'), name].join('.')
  }
}

interface ErrorDescription {
  readonly type: string
  readonly code?: string | number
  readonly message: string
  readonly stack?: string
  readonly cause?: ErrorDescription
}

function describeError(error: unknown, causesLeft: number): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Something other than an error was thrown.' }
  const code = 'code' in error ? error.code : undefined
  const cause = causeOf(error)
  return {
    type: error.name,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    message: error.message,
    ...(error.stack && { stack: error.stack }),
    ...(cause !== undefined && causesLeft > 0 && { cause: describeError(cause, causesLeft - 1) }),
  }
}

/** GraphQL errors keep what was thrown in `originalError`. */
function causeOf(error: Error): unknown {
  return error.cause ?? ('originalError' in error ? error.originalError : undefined)
}

function pick(value: unknown, name: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && name in value ? { [name]: Reflect.get(value, name) } : {}
}
