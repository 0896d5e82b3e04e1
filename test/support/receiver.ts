// Whoever receives webhooks: a real server on loopback that keeps what it was sent, and answers as a test wants it to.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ReceivedRequest {
  readonly method: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface Receiver {
  readonly url: string
  /** In the order in which they came, whatever the answer. */
  readonly requests: ReceivedRequest[]
  /** A status, or what answers; 204 at first. A promise that never settles is a target that hangs. */
  answer: number | ((response: ServerResponse, request: ReceivedRequest) => unknown)
  /** Resolves once so many requests have come. */
  received(count: number): Promise<void>
  /** Nothing listens there afterwards. */
  stop(): Promise<void>
}

/** @param port 0 for any */
export async function startReceiver(port = 0): Promise<Receiver> {
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    const { method, headers } = request
    const received = { method, headers, body: await text(request) }
    receiver.requests.push(received)
    for (const look of waiting) look()
    if (typeof receiver.answer === 'number') response.writeHead(receiver.answer).end()
    else await receiver.answer(response, received)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests: [],
    answer: 204,
    received: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (receiver.requests.length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return receiver
}

/** A target that never answers. */
export const hang = () => undefined
