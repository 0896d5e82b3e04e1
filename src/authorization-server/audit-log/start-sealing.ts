// Seals again and again while the service runs.

import { startLeasedWork } from '../start-leased-work.ts'
import { createSealer, type SealOptions } from './seal.ts'

/** How to seal, and whom to tell. */
export interface SealingOptions extends Omit<SealOptions, 'isStopped'> {
  /** 0.5 by default: an event waits for no more than a second. */
  readonly everySeconds?: number
  /** A run failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

/**
 * Seals twice a second.
 *
 * @returns how to stop: after the batch that is being sealed, and so that another node may go on at once
 */
export function startSealing({ everySeconds = 0.5, onError, ...options }: SealingOptions): () => Promise<void> {
  return startLeasedWork({
    ...{ everySeconds, isAtOnce: true, onError },
    begin(isStopped) {
      const { seal: run, release } = createSealer({ ...options, isStopped })
      return { run, release }
    },
  })
}
