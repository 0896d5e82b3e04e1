// The table: everyone on every operation, for callers who may see all, all but one field, and none of what is protected.
import { parse } from 'graphql'
import { assertSameWork, createContenders } from './contenders.js'
import { difference, median, race, ratio } from './measure.js'
import { callers, operations } from './subject.js'

const unprotected = new Set(['graphql-js', 'envelop'])

/** Prints the ratios to graphql-js; returns nothing, as bars are measured against fewer others and longer. */
export async function printTable({ rounds }) {
  const contenders = await createContenders()
  const names = Object.keys(contenders).filter((name) => name !== 'graphql-js')
  printRow('ratio to graphql-js', [...names, 'graphql-js'])
  for (const [operation, source] of Object.entries(operations)) {
    const tasks = await createTasks(contenders, source)
    const times = await race(tasks, { rounds })
    for (const state of [...Object.keys(callers), 'allowed, new document']) {
      const base = times[`graphql-js ${state.includes('new') ? state : 'allowed'}`]
      const cells = names.map((name) => times[`${name} ${state}`])
      printRow(`${operation}, ${state}`, [
        ...cells.map((each) => (each ? ratio(each, base).toFixed(2) : '-')),
        `${median(base).toFixed(1)} µs`,
      ])
    }
  }
}

/** The gate against graphql-js alone, in many more rounds. */
export async function measureGate({ rounds }) {
  const { 'graphql-js': plain, gate } = await createContenders()
  const figures = {}
  for (const [operation, source] of Object.entries(operations)) {
    const tasks = await createTasks({ 'graphql-js': plain, gate }, source, { isCold: false })
    const times = await race(tasks, { rounds, slotMilliseconds: 3 })
    const allowed = times['gate allowed']
    figures[operation] = {
      ratio: ratio(allowed, times['graphql-js allowed']),
      microseconds: difference(allowed, times['graphql-js allowed']),
      oneDenied: ratio(times['gate one denied'], allowed),
      allDenied: ratio(times['gate all denied'], allowed),
    }
  }
  return figures
}

async function createTasks(contenders, source, { isCold } = { isCold: true }) {
  const tasks = {}
  const document = parse(source)
  // Parsed anew each, and seen again only after so many others that nothing can have been kept for long.
  const documents = Array.from({ length: isCold ? 500 : 0 }, () => parse(source))
  for (const [name, create] of Object.entries(contenders)) {
    for (const [state, scopes] of Object.entries(callers)) {
      if (unprotected.has(name) && state !== 'allowed') continue
      const run = create(scopes)
      await assertSameWork(run, { source, scopes, name })
      tasks[`${name} ${state}`] = () => run(document)
    }
    if (!isCold) continue
    const run = create(callers.allowed)
    let next = 0
    tasks[`${name} allowed, new document`] = () => {
      next = (next + 1) % documents.length
      // A new object is a new document to everyone who remembers documents; its parts are shared, and remembered by no one.
      return run({ ...documents[next] })
    }
  }
  return tasks
}

function printRow(title, cells) {
  console.log(title.padEnd(46) + cells.map((cell) => cell.padStart(15)).join(''))
}
