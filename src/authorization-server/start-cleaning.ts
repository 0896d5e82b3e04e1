// Cleans again and again while the service runs.

import { addSeconds } from './authority.ts'
import { type CleanUpOptions, cleanUp, cleanUpLease } from './clean-up.ts'
import { startLeasedWork } from './start-leased-work.ts'

/** How to clean, and whom to tell. */
export interface CleaningOptions extends Omit<CleanUpOptions, 'isStopped' | 'tokensExpiredSince'> {
  /** 60 by default. */
  readonly everySeconds?: number
  /** A run failed; the next one tries again. */
  readonly onError: (error: unknown) => void
}

const day = 86_400

/**
 * Cleans every minute.
 *
 * @returns how to stop: after the batch that is being deleted, and so that another node may go on at once
 */
export function startCleaning({ everySeconds = 60, onError, ...options }: CleaningOptions): () => Promise<void> {
  const { storage, now, holder } = options
  /** When the last run began, and the last that looked at every expired token: there are many that stay, as the last of their session. */
  let last: { readonly at: Date; readonly fullAt: Date } | undefined
  return startLeasedWork({
    ...{ everySeconds, isAtOnce: false, onError },
    begin: (isStopped) => ({
      async run() {
        const at = now()
        const before = last !== undefined && addSeconds(last.fullAt, day) > at ? last : undefined
        // Twice the day that expired tokens are kept, so that none is passed over.
        const tokensExpiredSince = before && addSeconds(before.at, -2 * day)
        const cleaned = await cleanUp({ ...options, tokensExpiredSince, isStopped })
        last = cleaned && { at, fullAt: before?.fullAt ?? at }
      },
      release: () => storage.releaseLease({ name: cleanUpLease, holder }),
    }),
  })
}
