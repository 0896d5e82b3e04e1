// Takes times in turns: many short rounds over all contenders in one process, and the processor's time instead of the clock's, so that
// what else the machine does hits all alike.

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/**
 * Microseconds of processor time, garbage collection included, for one call of each task, one list entry a round; the same index is the same round.
 *
 * @param tasks by name; each returns a value or a promise, which is waited for
 * @param options.slotMilliseconds how long one contender runs in one round
 */
export async function race(tasks, { rounds, slotMilliseconds = 4 }) {
  const runners = []
  for (const [name, task] of Object.entries(tasks)) {
    await loop(task, 30, 60)
    runners.push({ name, task, calls: await fit(task, slotMilliseconds), times: [] })
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const runner of shuffle(runners)) {
      // Nobody pays for what the one before has thrown away.
      globalThis.gc?.({ type: 'minor' })
      const before = process.cpuUsage()
      for (let call = 0; call < runner.calls; call += 1) await runner.task()
      const { user, system } = process.cpuUsage(before)
      runner.times.push((user + system) / runner.calls)
    }
  }
  return Object.fromEntries(runners.map(({ name, times }) => [name, times]))
}

/** The median over all rounds of what one took, compared with another in the same round. */
export const ratio = (times, others) => median(times.map((time, round) => time / others[round]))
export const difference = (times, others) => median(times.map((time, round) => time - others[round]))

async function loop(task, minMilliseconds, minCalls) {
  const end = performance.now() + minMilliseconds
  for (let call = 0; call < minCalls || performance.now() < end; call += 1) await task()
}

async function fit(task, milliseconds) {
  const start = performance.now()
  let calls = 0
  while (performance.now() < start + milliseconds) {
    await task()
    calls += 1
  }
  return calls
}

function shuffle(runners) {
  return runners
    .map((runner) => ({ runner, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ runner }) => runner)
}
