// Whether work grows in step with its input, told from a ratio of processor time, so that a slow or busy machine does not matter.

/**
 * How many times more work 20,000 things are than 500; the best of several runs each. Linear work gives about 40, and up to five times
 * that where 20,000 outgrow the processor's cache and others use it too; quadratic work gives about 1,600.
 */
export function growth(work: (size: number) => () => void): number {
  return best(work(20_000), 1) / best(work(500), 40)
}

/** Between linear and quadratic. */
export const linearBound = 500

/** Microseconds of this process for one run; waiting for a processor does not count. Short runs are measured many at a time. */
function best(run: () => void, runCount: number): number {
  run()
  const times = Array.from({ length: 7 }, () => {
    const start = process.cpuUsage()
    for (let i = 0; i < runCount; i++) run()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / runCount
  })
  return Math.min(...times)
}
