// What the built service holds under load, next to peers that do the same work: `npm run bench:service`.
//
// Everything on loopback: the service alone on core 0, this driver on core 1 and PostgreSQL with it. `--only`, `--engine`, `--contender` and
// `--profile` are told in the README.

import { mkdirSync, openSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startFieldgate } from './load/fieldgate.js'
import { measureGrowth } from './load/growth.js'
import { closeConnections } from './load/http.js'
import { startPeer } from './load/peers.js'
import { startPostgres } from './load/postgres.js'
import { endOnSignals, pinDriver } from './load/process.js'
import { describeProfiles } from './load/profile.js'
import { findHeldRate, isWithin, measureAt, measureTogether } from './load/rates.js'
import { describeMachine, runCells, runColumns, table } from './load/report.js'
import { bars, contenders, floor, limitOf, mixedBar, operations } from './load/work.js'

const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, engine: { type: 'string' }, contender: { type: 'string' }, profile: { type: 'string' } },
})
const seconds = Number(process.env.BENCH_SECONDS ?? 8)
const stepSeconds = Math.max(1, seconds / 3)
const isAskedFor = (list, name) => list === undefined || list.split(',').includes(name)
const isPart = (name) => isAskedFor(flags.only, name)
const tell = (text) => console.log(text)

endOnSignals()
const isPinned = pinDriver()
const log = process.env.BENCH_LOG ? openSync(process.env.BENCH_LOG, 'a') : 'ignore'
if (flags.profile) mkdirSync(flags.profile, { recursive: true })
const chosen = contenders.filter(({ name, engine }) => isAskedFor(flags.contender, name) && isAskedFor(flags.engine, engine))
const postgres = chosen.some(({ engine }) => engine === 'postgresql') ? await startPostgres() : undefined
const rows = [['who', 'operation', 'run', ...runColumns]]
const verdicts = [['who', 'bar', 'verdict']]
const growth = [['who', 'sessions', 'rate/s', 'p50 ms', 'p99 ms', 'errors']]
const machines = []

try {
  tell(isPinned ? 'The service is alone on core 0.' : 'Nothing is pinned here: figures are rough.')
  for (const contender of chosen) await goOn(contender.name, () => measureContender(contender))
  for (const { name, engine } of chosen)
    if (name === 'fieldgate' && isPart('growth')) await goOn('growth', () => addGrowth(engine))
} finally {
  await postgres?.stop()
  closeConnections()
}
for (const part of [machines.map((line) => `- ${line}`).join('\n'), table(rows), table(verdicts), table(growth)])
  tell(`\n${part}`)

// Its end is the service at work; what came before is its start.
if (flags.profile) tell(`\n${describeProfiles(flags.profile, { lastSeconds: 20 })}`)

// One that fails does not cost what was measured of the others.
async function goOn(what, measure) {
  try {
    await measure()
  } catch (error) {
    tell(`${what} could not be measured: ${error.stack}`)
    process.exitCode = 1
  }
}

async function measureContender({ name, engine, pragmas, durability }) {
  const wanted = operations.filter((operation) => isPart(operation.name))
  if (wanted.length === 0 && !isPart('mixed')) return
  const who = [name, engine, pragmas].filter(Boolean).join(' ')
  tell(`\n${who} (${durability})`)
  machines.push(`${who}: ${await describeMachine()}`)
  const options = { isPinned, profileFolder: flags.profile, log }
  const isOurs = name === 'fieldgate'
  const databaseUrl = engine === 'postgresql' ? await postgres.createDatabase() : undefined
  const service = isOurs ? await startFieldgate({ ...options, databaseUrl }) : await startPeer({ ...options, name, pragmas })
  try {
    if (isOurs) {
      const run = await measureAt({ rate: floor.rate, seconds, task: service.tasks[floor.name], pid: service.pid })
      rows.push([who, 'GET /healthz', 'does nothing', ...runCells(run)])
    }
    const held = {}
    for (const operation of wanted) {
      if (service.tasks[operation.name])
        held[operation.name] = await measureOperation({ who, engine, isOurs, operation, service })
    }
    if (isOurs && isPart('mixed')) await measureMixed({ who, held, service })
  } finally {
    await service.stop()
  }
}

async function measureOperation({ who, engine, isOurs, operation, service }) {
  const task = service.tasks[operation.name]
  tell(operation.name)
  const { reached, lowest, held } = await findHeldRate({
    task,
    limitMilliseconds: limitOf(operation, engine),
    seconds: stepSeconds,
    tell,
  })
  const add = async (kind, rate) => {
    const run = await measureAt({ rate, seconds, task, pid: service.pid })
    rows.push([who, operation.name, kind, ...runCells(run)])
    tell(`  ${rows.at(-1).join(' | ')}`)
    if (run.fault) tell(`  at ${rate}/s: ${run.fault}`)
    return run
  }
  // Where not even the lowest step was held, it is shown what came of it.
  await add(`${held ? 'held' : 'not held'} (closed loop ${reached.toFixed(0)}/s)`, held?.rate ?? lowest)
  const bar = isOurs && bars[operation.name]?.[engine]
  if (bar) {
    const run = await add('bar', bar.rate)
    verdicts.push([who, `${operation.name} ${bar.rate}/s, p99 at most ${bar.p99} ms`, isWithin(run, bar.p99) ? 'met' : 'not met'])
  }
  return held?.rate
}

async function measureMixed({ who, held, service }) {
  const { login, refresh } = service.tasks
  const quarter = {
    logins: Math.max(1, Math.round((held.login ?? 8) / 2)),
    refreshes: Math.max(1, Math.round((held.refresh ?? 40) / 4)),
  }
  for (const [kind, { logins, refreshes }] of Object.entries({ 'half and quarter': quarter, bar: mixedBar })) {
    const streams = [
      { rate: logins, task: login },
      { rate: refreshes, task: refresh },
    ]
    const [loginRun, refreshRun] = await measureTogether(streams, { seconds, pid: service.pid })
    rows.push([who, 'login, mixed', kind, ...runCells(loginRun)], [who, 'refresh, mixed', kind, ...runCells(refreshRun)])
    const isMet = isWithin(refreshRun, mixedBar.refreshP99) && isWithin(loginRun, 1_000)
    verdicts.push([who, `login ${logins}/s beside refresh ${refreshes}/s, its p99 at most 100 ms`, isMet ? 'met' : 'not met'])
  }
}

async function addGrowth(engine) {
  tell(`\ngrowth, ${engine}`)
  machines.push(`growth, ${engine}: ${await describeMachine()}`)
  const createDatabase = engine === 'postgresql' ? postgres.createDatabase : undefined
  const found = await measureGrowth({ createDatabase, isPinned, seconds: Math.max(1, seconds / 2), log, tell })
  growth.push(...found.map((cells) => [`fieldgate ${engine}`, ...cells]))
}
