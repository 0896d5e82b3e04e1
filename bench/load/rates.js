// Which rate is held, and how it is at a given rate.

import { closedLoop, openLoop } from './driver.js'
import { readCore, shareOfCore } from './process.js'

/** Parts of what a closed loop reaches, from safe to too much. */
const steps = [0.3, 0.5, 0.65, 0.8, 0.9, 1, 1.1, 1.25]

/**
 * The highest rate of the steps that is held: p99 within the limit, no error, and no more open at the end than the limit's time brings.
 *
 * Steps up until one breaks twice. A closed loop comes first, only to choose the steps by.
 *
 * @returns what the closed loop reached, the lowest rate that was tried, and the run that was held, if any
 */
export async function findHeldRate({ task, limitMilliseconds, seconds, tell }) {
  // What is not compiled yet would make the first steps slow.
  await closedLoop({ workers: 16, seconds, task })
  const reached = await closedLoop({ workers: 16, seconds, task })
  tell(`  closed loop, 16 at a time: ${reached.toFixed(0)}/s`)
  const rates = [...new Set(steps.map((step) => round(reached * step)))]
  let held
  for (const rate of rates) {
    const attempt = { rate, seconds, task, limitMilliseconds, tell }
    const run = (await tryRate(attempt)) ?? (await tryRate(attempt))
    if (!run) break
    held = run
  }
  return { reached, lowest: rates[0], held }
}

// Tried twice at most: what else this machine does can break a step once.
async function tryRate({ rate, seconds, task, limitMilliseconds, tell }) {
  const run = await openLoop({ rate, seconds, task })
  const isHeld = isWithin(run, limitMilliseconds)
  tell(`  ${rate}/s: p99 ${run.p99.toFixed(0)} ms, ${run.backlog} open, ${run.errors} errors${isHeld ? '' : ': broken'}`)
  return isHeld ? run : undefined
}

/** One run at one rate, with the processor time it took of the service and how much of its core others had. */
export async function measureAt({ rate, seconds, task, pid }) {
  const before = readCore(pid)
  const run = await openLoop({ rate, seconds, task })
  return { ...run, ...costOf(before, readCore(pid), run) }
}

/** Two streams at once, the first one's cost being that of both. */
export async function measureTogether(streams, { seconds, pid }) {
  const before = readCore(pid)
  const runs = await Promise.all(streams.map(({ rate, task }) => openLoop({ rate, seconds, task })))
  const core = shareOfCore(before, readCore(pid))
  return runs.map((run) => ({ ...run, core }))
}

/** Whether a run kept to a limit, its backlog too. */
export function isWithin({ p99, errors, backlog, rate, isGivenUp }, limitMilliseconds) {
  return !isGivenUp && errors === 0 && p99 <= limitMilliseconds && backlog <= Math.max(2, (rate * limitMilliseconds) / 1000)
}

function costOf(before, after, { answers }) {
  // Linux counts processor time in hundredths of a second.
  return {
    core: shareOfCore(before, after),
    processorMilliseconds: ((after.service - before.service) * 10) / Math.max(1, answers),
  }
}

const round = (rate) => (rate < 20 ? Math.max(1, Math.round(rate)) : Math.round(rate / 5) * 5)
