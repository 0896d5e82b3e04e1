// Work that the service does again and again by itself, on one node at a time.

import { type Repetition, startRepeating } from './start-repeating.ts'

/** Work that is done under a lease. */
export interface LeasedWork {
  /** Does what there is to do, if this node may. */
  run(): Promise<unknown>
  /** Lets another node go on at once. */
  release(): Promise<void>
}

/** What to do, how often, and whom to tell. */
export interface LeasedRepetition extends Omit<Repetition, 'task'> {
  /** @param isStopped for the work to ask between two batches: true once it is to end */
  readonly begin: (isStopped: () => boolean) => LeasedWork
}

/**
 * Repeats work that is done under a lease; no run begins before the last one is over, and none keeps the process alive.
 *
 * @returns how to stop: after the batch that is under way, and so that another node may go on at once
 */
export function startLeasedWork({ begin, ...repetition }: LeasedRepetition): () => Promise<void> {
  let isStopped = false
  const work = begin(() => isStopped)
  const stop = startRepeating({ ...repetition, task: () => work.run() })
  return async () => {
    isStopped = true
    await stop()
    // Without it the lease ends by itself.
    await work.release().catch(() => undefined)
  }
}
