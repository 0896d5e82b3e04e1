// What a full table costs: refreshes with a thousand sessions and with a million, in turns, as a ratio.

import { median } from '../measure.js'
import { closedLoop, openLoop } from './driver.js'
import { startFieldgate } from './fieldgate.js'
import { milliseconds } from './report.js'

const rounds = 5
const [few, many] = [1_000, Number(process.env.BENCH_GROWTH_SESSIONS ?? 1_000_000)]

/**
 * Both services run all the time, on one core, and only one is driven; what else the machine does hits both alike.
 *
 * @param options.createDatabase gives the URL of an empty PostgreSQL database; without it, SQLite
 * @returns a row for each size and one for the ratio
 */
export async function measureGrowth({ createDatabase, isPinned, seconds, log, tell }) {
  const sides = []
  try {
    for (const sessions of [few, many]) {
      const begin = performance.now()
      const service = await startFieldgate({ databaseUrl: await createDatabase?.(), sessions, isPinned, log })
      sides.push({ ...service, sessions, runs: [] })
      tell(`  ${sessions} sessions after ${((performance.now() - begin) / 1000).toFixed(0)} s`)
    }
    const reached = []
    for (const { tasks } of sides) reached.push(await closedLoop({ workers: 16, seconds, task: tasks.refresh }))
    const rate = Math.max(2, Math.round(Math.min(...reached) * 0.4))
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 === 0 ? sides : [...sides].reverse()
      for (const { tasks, runs } of order) runs.push(await openLoop({ rate, seconds, task: tasks.refresh }))
    }
    return rowsOf(sides, rate)
  } finally {
    for (const { stop } of sides) await stop()
  }
}

function rowsOf(sides, rate) {
  const rows = sides.map(({ sessions, runs }) => [
    sessions,
    rate,
    ...['p50', 'p99'].map((name) => milliseconds(median(runs.map((run) => run[name])))),
    runs.reduce((sum, { errors }) => sum + errors, 0),
  ])
  const [before, after] = sides
  const ratios = ['p50', 'p99'].map((name) => median(after.runs.map((run, round) => run[name] / before.runs[round][name])))
  return [...rows, ['ratio of one round, median', '', ...ratios.map((ratio) => ratio.toFixed(2)), '']]
}
