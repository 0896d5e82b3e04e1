// The log: one JSON line an event on stderr or a given stream, without secrets.

import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

const secretNames = [
  'password',
  'currentPassword',
  'newPassword',
  'secret',
  'clientSecret',
  'token',
  'refreshToken',
  'accessToken',
  'authorization',
  'cookie',
]

/**
 * Creates the log. What is logged on purpose is chosen where it happens; the list of names is only a second net.
 *
 * @param level one of pino's levels
 * @param destination where lines go
 */
export function createLogger(level: string, destination: DestinationStream): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '[hidden]' } }, destination)
}

/** What the log tells of an error: never its own fields, which may hold the request. */
export function describeError(error: unknown): { name: string; message: string; stack?: string; cause?: unknown } {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error).slice(0, 500) }
  const { name, message, stack, cause } = error
  return {
    name,
    message: message.slice(0, 2_000),
    ...(stack && { stack: stack.slice(0, 4_000) }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}
