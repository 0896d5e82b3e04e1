// Stores the denials of this node again and again while the service runs, and once more when it stops.

import { startRepeating } from '../start-repeating.ts'
import type { ActivityStorage } from './activity-storage.ts'
import { tally } from './counts.ts'
import { createDenialTally, type DenialTally } from './denial-tally.ts'

/** Where to store them, and whom to tell. */
export interface DenialCountingOptions {
  readonly storage: Pick<ActivityStorage, 'addDenials'>
  readonly now: () => Date
  /** So many clients and minutes are told apart from one time to the next; 1,000 by default. */
  readonly maxKeys?: number
  /** 5 by default. A node that is killed takes along what it counted in that time. */
  readonly everySeconds?: number
  /** Storing failed; the next time tries again. */
  readonly onError: (error: unknown) => void
}

/** Counts for one node. */
export interface DenialCounting extends Pick<DenialTally, 'count'> {
  /** Stores what is left. */
  stop(): Promise<void>
}

/** Begins to count. */
export function startCountingDenials({ storage, everySeconds = 5, onError, ...options }: DenialCountingOptions): DenialCounting {
  const denials = createDenialTally(options)
  const stop = startRepeating({ task: store, everySeconds, isAtOnce: false, onError })
  return {
    count: denials.count,
    async stop() {
      await stop()
      await store().catch(onError)
    },
  }

  async function store(): Promise<void> {
    const taken = denials.take()
    if (taken.length === 0) return
    const increments = taken.map(({ minute, count }) => ({ at: minute, counter: 'denials' as const, count }))
    try {
      await storage.addDenials(taken, tally(increments))
    } catch (error) {
      // Where the connection was lost as it was committed, they count twice: better than not at all, when somebody is trying doors.
      denials.putBack(taken)
      throw error
    }
  }
}
