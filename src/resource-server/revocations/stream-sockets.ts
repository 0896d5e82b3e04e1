// Lets the process end while a stream is open: fetch has no option for that, but tells on which socket it sends (undici, DiagnosticsChannel).

import { subscribe, unsubscribe } from 'node:diagnostics_channel'

const channel = 'undici:client:sendHeaders'

/**
 * From now on, sockets on which events are asked for at this endpoint do not keep the process alive. A fetch that is not node's own is not
 * touched.
 *
 * @returns how to stop
 */
export function releaseStreamSockets(endpoint: string): () => void {
  const { origin, pathname } = new URL(endpoint)
  const release = (message: unknown) => {
    const { request, socket, headers } = message as {
      request?: { origin?: unknown; path?: unknown }
      socket?: { unref?: () => void }
      headers?: unknown
    }
    const isOurs = String(request?.origin) === origin && String(request?.path).startsWith(`${pathname}?`)
    if (isOurs && /accept: text\/event-stream/i.test(String(headers))) socket?.unref?.()
  }
  subscribe(channel, release)
  return () => void unsubscribe(channel, release)
}
