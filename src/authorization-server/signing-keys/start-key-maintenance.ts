// Looks after the key ring again and again while the service runs.

import { startRepeating } from '../start-repeating.ts'
import { type KeyKeeper, maintainKeys } from './key-rotation.ts'

/** How often to look, and whom to tell. */
export interface KeyMaintenanceOptions {
  readonly keeper: KeyKeeper
  /** 60 by default. */
  readonly everySeconds?: number
  /** A run failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

/**
 * Looks now and then every minute; no run begins before the last one is over, and none keeps the process alive.
 *
 * @returns how to stop: after the run that is under way
 */
export function startKeyMaintenance({ keeper, everySeconds = 60, onError }: KeyMaintenanceOptions): () => Promise<void> {
  return startRepeating({ task: () => maintainKeys(keeper), everySeconds, isAtOnce: true, onError })
}
