// Answers to what is no HTTP request at all: there is only a socket, and Fastify's hooks never run.

import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { protectiveHeaders } from './response-headers.ts'

/** What the handler works with. */
export interface ClientErrorOptions {
  createRequestId: () => string
  logger: FastifyBaseLogger
}

/** Handles Node's `clientError`. The error itself is not logged: it carries the bytes that came. */
export function createClientErrorHandler({ createRequestId, logger }: ClientErrorOptions) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const requestId = createRequestId()
    const status = statusOf(error.code)
    logger.info({ requestId, method: null, route: null, status, reason: error.code }, 'request')
    socket.end(compose(status, requestId))
  }
}

function statusOf(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}

function compose(status: number, requestId: string): string {
  const message = 'The request is not well-formed HTTP, too long in its headers, or came too slowly.'
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT', requestId } }] })
  const headers = {
    ...protectiveHeaders,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
