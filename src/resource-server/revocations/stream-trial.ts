// Decides when to try the stream of events again where it could not be had: a proxy in between, or too many followers.

/** Whether a stream is worth a try. */
export interface StreamTrial {
  isDue(): boolean
  /** The answer was no stream, or one that brought nothing. */
  failed(): void
  /** The stream works, or nothing does: it is due again. */
  reset(): void
}

const minWaitSeconds = 10
const maxWaitSeconds = 320

/** Due at first; after each failure in a row after twice the time, from ten seconds to about five minutes. */
export function createStreamTrial(now: () => Date): StreamTrial {
  let failureCount = 0
  let failedAt: Date | undefined
  return {
    isDue() {
      if (!failedAt) return true
      const waitSeconds = Math.min(minWaitSeconds * 2 ** (failureCount - 1), maxWaitSeconds)
      return now().getTime() - failedAt.getTime() >= waitSeconds * 1000
    },
    failed() {
      failureCount += 1
      failedAt = now()
    },
    reset() {
      failureCount = 0
      failedAt = undefined
    },
  }
}
