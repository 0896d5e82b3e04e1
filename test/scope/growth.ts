// Whether work grows in step with its input, told from a ratio so that a slow or busy machine does not matter.

/**
 * How many times longer the work takes for 20,000 things than for 1,000; the best of several runs each. Linear work gives about 20,
 * quadratic about 400.
 */
export function growth(work: (size: number) => () => void): number {
  return best(work(20_000)) / best(work(1_000))
}

/** In the middle between linear and quadratic, on the scale of factors: noise of either side alone does not cross it. */
export const linearBound = 90

function best(run: () => void): number {
  run()
  const times = Array.from({ length: 7 }, () => {
    const start = process.hrtime.bigint()
    run()
    return Number(process.hrtime.bigint() - start)
  })
  return Math.min(...times)
}
