// The end of the server: no new connections, and a while for the requests that are open.

import type { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** A request on a new connection may be on its way while the end begins. */
const silenceMs = 100

/**
 * How to end a server that does not listen yet: idle connections are closed at once, open requests are answered, and what is still
 * open after `seconds` is cut off.
 *
 * @returns ends the server; false when something was cut off
 */
export function prepareDrain(app: FastifyInstance, seconds: number): () => Promise<boolean> {
  const sockets = new Set<Socket>()
  const answers = new Set<ServerResponse>()
  app.server.on('connection', (socket) => keepUntilClosed(sockets, socket))
  app.server.on('request', (_request, answer) => keepUntilClosed(answers, answer))

  return async () => {
    // Node counts a connection that never sent anything as busy.
    const silence = setTimeout(() => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    }, silenceMs)
    let isWhole = true
    const deadline = setTimeout(() => {
      isWhole = sockets.size === 0
      app.server.closeAllConnections()
    }, seconds * 1000)
    // Fastify says this on requests that come from now on; after those that are open, the connection would idle on.
    for (const answer of answers) if (!answer.headersSent) answer.setHeader('connection', 'close')
    await app.close()
    clearTimeout(silence)
    clearTimeout(deadline)
    return isWhole
  }
}

function keepUntilClosed<T extends EventEmitter>(open: Set<T>, item: T): void {
  open.add(item)
  item.once('close', () => open.delete(item))
}
