// Delivers to every webhook while the service runs; none waits for another.

import { createReading, type Reading } from '../audit-log/reading.ts'
import { startRepeating } from '../start-repeating.ts'
import { createDelivery, type DeliveryOptions } from './delivery.ts'

/** How to deliver, and whom to tell. */
export interface DeliveringOptions extends Omit<DeliveryOptions, 'signal'> {
  /** Of this node and this start of it. */
  readonly holder: string
  /** 1 by default. */
  readonly everySeconds?: number
  /** A run failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

/**
 * Looks every second which webhooks have something before them, and delivers to each on its own.
 *
 * @returns how to stop: at once, cutting off requests that are under way, which another node repeats
 */
export function startDelivering(options: DeliveringOptions): () => Promise<void> {
  const { storage, authority, holder, everySeconds = 1, onError } = options
  const cut = new AbortController()
  const running = new Map<string, Promise<unknown>>()
  const readings = new Map<string, Reading>()
  const stop = startRepeating({ task: deliverToAll, everySeconds, isAtOnce: true, onError })
  return async () => {
    cut.abort()
    await stop()
    await Promise.all(running.values())
    // Without it the leases end by themselves.
    await Promise.all([...readings.values()].map((reading) => reading.release().catch(() => undefined)))
  }

  async function deliverToAll(): Promise<void> {
    for (const id of await storage.listDueWebhooks(authority.now())) {
      if (running.has(id) || cut.signal.aborted) continue
      const run = readingOf(id).readOn().catch(onError)
      running.set(
        id,
        run.finally(() => running.delete(id)),
      )
    }
  }

  function readingOf(id: string): Reading {
    const known = readings.get(id)
    if (known) return known
    const reader = createDelivery(id, { ...options, signal: cut.signal })
    const reading = createReading({ storage, reader, now: authority.now, holder, isStopped: () => cut.signal.aborted })
    readings.set(id, reading)
    return reading
  }
}
