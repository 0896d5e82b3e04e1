// Sends requests at a fixed rate whatever the answers do (an open loop), and times each from the moment it was due.
//
// A closed loop sends less while the service is slow, and so leaves out the very requests that would have waited (coordinated omission).

/**
 * What became of one run.
 *
 * @typedef {object} Run
 * @property {number} rate requests that were due a second
 * @property {number} answers right ones
 * @property {number} throughput right answers a second, from the first due time to the last answer
 * @property {number} p50 milliseconds from the due time to the answer; so are p99 and p999
 * @property {number} errors wrong answers, and those that never came
 * @property {boolean} isGivenUp whether it stopped sending before its time
 * @property {number} backlog requests that were still open when the last one was sent
 * @property {number} lateness 99th percentile of how much too late this driver sent, in milliseconds: at most so much of p99 is its own
 * @property {string | undefined} fault the first error
 */

/**
 * Runs `task` `rate` times a second and returns the {@link Run}.
 *
 * @param options.graceSeconds how long the last answers are waited for: longer than the service lets a caller wait
 * @param options.giveUpSeconds no more is sent once so many seconds' worth of requests is open
 */
export async function openLoop({ rate, seconds, task, graceSeconds = 16, giveUpSeconds = 2 }) {
  const total = Math.max(1, Math.round(rate * seconds))
  const gap = 1000 / rate
  const latencies = []
  const lateness = []
  const begin = performance.now() + 2
  const run = { sent: 0, answered: 0, errors: 0, fault: undefined, end: begin, backlog: 0 }
  const settle = (due, error) => {
    run.answered += 1
    run.end = performance.now()
    if (!error) return latencies.push(run.end - due)
    run.errors += 1
    run.fault ??= error.message
  }
  const send = (due) => {
    lateness.push(performance.now() - due)
    run.sent += 1
    task().then(
      () => settle(due),
      (error) => settle(due, error),
    )
  }
  const isHopeless = () => run.sent - run.answered > Math.max(50, rate * giveUpSeconds)
  while (run.sent < total && !isHopeless()) {
    for (let due = begin + run.sent * gap; run.sent < total && due <= performance.now(); due += gap) send(due)
    await pause()
  }
  run.backlog = run.sent - run.answered
  const deadline = performance.now() + graceSeconds * 1000
  while (run.answered < run.sent && performance.now() < deadline) await pause()
  return {
    rate,
    answers: latencies.length,
    throughput: latencies.length / Math.max(seconds, (run.end - begin) / 1000),
    ...percentiles(latencies),
    errors: run.errors + run.sent - run.answered,
    isGivenUp: run.sent < total,
    backlog: run.backlog,
    lateness: percentiles(lateness).p99,
    fault: run.fault ?? (run.answered < run.sent ? 'some were never answered' : undefined),
  }
}

/** Answers a second of `workers` that each send when they have an answer: the order of magnitude, to choose rates by. */
export async function closedLoop({ workers, seconds, task }) {
  const begin = performance.now()
  let answers = 0
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < begin + seconds * 1000) {
        await task()
        answers += 1
      }
    }),
  )
  return (answers * 1000) / (performance.now() - begin)
}

function percentiles(numbers) {
  const sorted = Float64Array.from(numbers).sort()
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) }
}

// A timer and not a spin: PostgreSQL runs on this core too.
function pause() {
  return new Promise((resolve) => setTimeout(resolve, 1))
}
