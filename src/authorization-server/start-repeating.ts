// Work that the service does again and again by itself.

/** What to do, how often, and whom to tell. */
export interface Repetition {
  readonly task: () => Promise<unknown>
  readonly everySeconds: number
  /** Whether the first time is now, and not after the first pause. */
  readonly isAtOnce: boolean
  /** The task failed; the next time tries again. */
  readonly onError: (error: unknown) => void
}

/**
 * Repeats a task; it never begins before it is over, and does not keep the process alive.
 *
 * @returns how to stop: after the one that is under way
 */
export function startRepeating({ task, everySeconds, isAtOnce, onError }: Repetition): () => Promise<void> {
  let running: Promise<unknown> | undefined
  const begin = () => {
    running ??= task()
      .catch(onError)
      .finally(() => {
        running = undefined
      })
  }
  if (isAtOnce) begin()
  const timer = setInterval(begin, everySeconds * 1000)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
