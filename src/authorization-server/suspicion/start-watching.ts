// Watches for the suspicious while the service runs.

import type { ReadingStorage } from '../audit-log/reading.ts'
import { startReading } from '../audit-log/start-reading.ts'
import { startRepeating } from '../start-repeating.ts'
import { watchDenials } from './denials.ts'
import type { SuspicionStorage } from './suspicion-storage.ts'
import { createSuspicionWatcher } from './watcher.ts'

/** How to watch, and whom to tell. */
export interface WatchingOptions {
  readonly storage: SuspicionStorage & ReadingStorage
  readonly now: () => Date
  /** Of this node and this start of it. */
  readonly holder: string
  /** A look failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

/** How often a node asks whether a minute is over. */
const everySeconds = 5

/**
 * Follows the sealed log, and looks at denials once a minute.
 *
 * @returns how to stop: after the look that is under way
 */
export function startWatching({ storage, now, holder, onError }: WatchingOptions): () => Promise<void> {
  const stopReading = startReading({ storage, reader: createSuspicionWatcher({ storage, now }), now, holder, onError })
  const stopLooking = startRepeating({ task: () => watchDenials({ storage, now }), everySeconds, isAtOnce: true, onError })
  return async () => {
    await Promise.all([stopReading(), stopLooking()])
  }
}
