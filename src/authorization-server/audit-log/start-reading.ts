// Reads for a reader again and again while the service runs.

import { startLeasedWork } from '../start-leased-work.ts'
import { createReading, type ReadingOptions } from './reading.ts'

/** How to read, and whom to tell. */
export interface StartReadingOptions extends Omit<ReadingOptions, 'isStopped'> {
  /** 0.5 by default. */
  readonly everySeconds?: number
  /** A run failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

/**
 * Reads twice a second.
 *
 * @returns how to stop: after the batch that is being read, and so that another node may go on at once
 */
export function startReading({ everySeconds = 0.5, onError, ...options }: StartReadingOptions): () => Promise<void> {
  return startLeasedWork({
    ...{ everySeconds, isAtOnce: true, onError },
    begin(isStopped) {
      const { readOn: run, release } = createReading({ ...options, isStopped })
      return { run, release }
    },
  })
}
