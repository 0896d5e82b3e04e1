// What a CPU profile says: which functions and packages the time of their own goes to, and what each function takes with all it calls.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The top of each profile in a folder, as text. */
export function describeProfiles(folder, options) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))
  return files.map((name) => describe(name, summarise(join(folder, name), options))).join('\n')
}

function describe(name, { functions, packages, inclusive }) {
  const parts = { 'time of their own': functions, 'by package': packages, 'with what they call': inclusive }
  const lines = Object.entries(parts).flatMap(([title, rows]) => [
    `${title}:`,
    ...rows.slice(0, 20).map((row) => `  ${row.percent.toFixed(1).padStart(5)} %  ${row.name}`),
  ])
  return [name, ...lines, ''].join('\n')
}

/**
 * Three rankings of a `.cpuprofile`, in percent of the time in which the process was busy.
 *
 * @param options.lastSeconds only the end of it, so that start-up does not count; all of it by default
 */
export function summarise(path, { lastSeconds = Number.POSITIVE_INFINITY } = {}) {
  const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(readFileSync(path, 'utf8'))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node
  const [functions, packages, inclusive] = [new Map(), new Map(), new Map()]
  let busy = 0
  let at = startTime
  samples.forEach((id, index) => {
    const time = timeDeltas[index] ?? 0
    at += time
    const node = byId.get(id)
    if (node.callFrame.functionName === '(idle)' || at < endTime - lastSeconds * 1e6) return
    busy += time
    add(functions, nameOf(node.callFrame), time)
    add(packages, packageOf(node.callFrame), time)
    // A function that calls itself counts once.
    const names = new Set()
    for (let step = node; step.parent; step = step.parent) names.add(nameOf(step.callFrame))
    for (const name of names) add(inclusive, name, time)
  })
  const ranked = (map) =>
    [...map].sort((a, b) => b[1] - a[1]).map(([name, time]) => ({ name, percent: Math.round((time / busy) * 1000) / 10 }))
  return { busySeconds: busy / 1e6, functions: ranked(functions), packages: ranked(packages), inclusive: ranked(inclusive) }
}

function nameOf({ functionName, url, lineNumber }) {
  return `${functionName || '(anonymous)'} ${placeOf(url)}${url ? `:${lineNumber + 1}` : ''}`
}

function placeOf(url) {
  return url.includes('node_modules/') ? url.split('node_modules/').at(-1) : url.replace(/^.*\/dist\//, 'fieldgate/')
}

function packageOf({ url, functionName }) {
  const [place] = [placeOf(url)]
  if (url === '') return `native: ${functionName}`
  if (url.startsWith('wasm:')) return 'WebAssembly (of Prisma)'
  const parts = place.split('/')
  return url.startsWith('node:') && parts[0] !== 'node:internal'
    ? parts[0]
    : parts.slice(0, place.startsWith('@') || /^(fieldgate|node:)/.test(place) ? 2 : 1).join('/')
}

const add = (map, key, time) => map.set(key, (map.get(key) ?? 0) + time)
