// Cleans again and again while the service runs.

import { addSeconds } from './authority.ts'
import { type CleanUpOptions, cleanUp, cleanUpLease } from './clean-up.ts'
import { startRepeating } from './start-repeating.ts'

/** How to clean, and whom to tell. */
export interface CleaningOptions extends Omit<CleanUpOptions, 'isStopped' | 'tokensExpiredSince'> {
  /** 60 by default. */
  readonly everySeconds?: number
  /** A run failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

const day = 86_400

/**
 * Cleans every minute; no run begins before the last one is over, and none keeps the process alive.
 *
 * @returns how to stop: after the batch that is being deleted, and so that another node may go on at once
 */
export function startCleaning({ everySeconds = 60, onError, ...options }: CleaningOptions): () => Promise<void> {
  let isStopped = false
  /** When the last run began, and the last that looked at every expired token: there are many that stay, as the last of their session. */
  let last: { readonly at: Date; readonly fullAt: Date } | undefined
  const stop = startRepeating({ task: run, everySeconds, isAtOnce: false, onError })
  return async () => {
    isStopped = true
    await stop()
    // Without it the lease ends by itself.
    await options.storage.releaseLease({ name: cleanUpLease, holder: options.holder }).catch(() => undefined)
  }

  async function run(): Promise<void> {
    const at = options.now()
    const before = last !== undefined && addSeconds(last.fullAt, day) > at ? last : undefined
    // Twice the day that expired tokens are kept, so that none is passed over.
    const tokensExpiredSince = before && addSeconds(before.at, -2 * day)
    const cleaned = await cleanUp({ ...options, tokensExpiredSince, isStopped: () => isStopped })
    last = cleaned && { at, fullAt: before?.fullAt ?? at }
  }
}
