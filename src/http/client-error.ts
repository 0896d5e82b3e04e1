// Answers to what is no HTTP request at all: there is only a socket, and Fastify's hooks never run.

import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { InternalError } from '../errors.ts'
import { protectiveHeaders } from './response-headers.ts'

/** What the handler works with. */
export interface ClientErrorOptions {
  createRequestId: () => string
  logger: FastifyBaseLogger
  /** Whether this process had no time to read, so that a request which is not there in time says nothing of its sender. */
  wasLate: () => boolean
}

/** Handles Node's `clientError`. The error itself is not logged: it carries the bytes that came. */
export function createClientErrorHandler({ createRequestId, logger, wasLate }: ClientErrorOptions) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const requestId = createRequestId()
    const refusal = refusalOf(error.code, wasLate)
    logger.info({ requestId, method: null, route: null, status: refusal.status, reason: error.code }, 'request')
    socket.end(compose(refusal, requestId))
  }
}

interface Refusal {
  readonly status: number
  readonly message: string
  readonly extensions: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, number>>
}

/**
 * Node compares the time since a request began with its limit once a second, in a timer; and timers come before what is there to be
 * read. After a process has stood still, whole requests that it never looked at are thus told to have come too slowly.
 */
function refusalOf(code: string | undefined, wasLate: () => boolean): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && wasLate()) {
    const { message, extensions } = new InternalError({ retryAfterSeconds })
    return { status: 503, message, extensions, headers: { 'retry-after': retryAfterSeconds } }
  }
  return {
    status: code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400,
    message: 'The request is not well-formed HTTP, too long in its headers, or came too slowly.',
    extensions: { code: 'BAD_USER_INPUT' },
  }
}

const retryAfterSeconds = 1

function compose({ status, message, extensions, headers }: Refusal, requestId: string): string {
  const body = JSON.stringify({ errors: [{ message, extensions: { ...extensions, requestId } }] })
  const all = {
    ...protectiveHeaders,
    ...headers,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
