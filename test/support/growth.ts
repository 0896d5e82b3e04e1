// Whether work grows in step with its input, told from a ratio of processor time, so that a slow or busy machine does not matter.

/**
 * How many times more work 20,000 things are than 1,000; the best of several runs each. Linear work gives about 20, twice or three
 * times that where 20,000 outgrow the processor's cache; quadratic work gives about 400.
 */
export function growth(work: (size: number) => () => void): number {
  return best(work(20_000), 1) / best(work(1_000), 20)
}

/** Between linear and quadratic. */
export const linearBound = 130

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
