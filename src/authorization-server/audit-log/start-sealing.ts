// Seals again and again while the service runs.

import { startRepeating } from '../start-repeating.ts'
import { createSealer, type SealOptions } from './seal.ts'

/** How to seal, and whom to tell. */
export interface SealingOptions extends Omit<SealOptions, 'isStopped'> {
  /** 0.5 by default: an event waits for no more than a second. */
  readonly everySeconds?: number
  /** A run failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

/**
 * Seals twice a second; no run begins before the last one is over, and none keeps the process alive.
 *
 * @returns how to stop: after the batch that is being sealed, and so that another node may go on at once
 */
export function startSealing({ everySeconds = 0.5, onError, ...options }: SealingOptions): () => Promise<void> {
  let isStopped = false
  const sealer = createSealer({ ...options, isStopped: () => isStopped })
  const stop = startRepeating({ task: sealer.seal, everySeconds, isAtOnce: true, onError })
  return async () => {
    isStopped = true
    await stop()
    // Without it the lease ends by itself.
    await sealer.release().catch(() => undefined)
  }
}
