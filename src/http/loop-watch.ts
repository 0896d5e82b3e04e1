// Whether this process was late itself: it was starved or stood still, and did not read what had come.

/** Knows when the event loop was last late. */
export interface LoopWatch {
  /** Whether it was late at any time in the last so many seconds, or is only now coming back. */
  wasLateWithin(seconds: number): boolean
  stop(): void
}

const beatMs = 250
/** A request is whole after a few turns of the loop, so that turns shorter than this leave its sender most of the time there is. */
const lateMs = 1_000

/**
 * Watches the event loop of this process by a timer, which does not keep it alive.
 *
 * @param now in milliseconds, of a clock that is never set: `performance.now`
 */
export function watchLoop(now: () => number): LoopWatch {
  let beatAt = now()
  let lateAt = Number.NEGATIVE_INFINITY
  const timer = setInterval(beat, beatMs).unref()
  return {
    wasLateWithin(seconds) {
      // Whoever asks may come before the timer, in the very turn of the loop that is late.
      beat()
      return now() - lateAt <= seconds * 1000
    },
    stop: () => clearInterval(timer),
  }

  function beat(): void {
    const at = now()
    if (at - beatAt > lateMs) lateAt = at
    beatAt = at
  }
}
