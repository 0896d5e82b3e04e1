// What a CPU profile says: the functions with the most time of their own, and the time of each package.

import { readFileSync } from 'node:fs'

/** Two tables of a `.cpuprofile`, in percent of the time that the process was busy. */
export function summarise(path, top = 20) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(path, 'utf8'))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const functions = new Map()
  const packages = new Map()
  let busy = 0
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id).callFrame
    const time = timeDeltas[index] ?? 0
    if (functionName === '(idle)') return
    busy += time
    add(functions, `${functionName || '(anonymous)'} ${placeOf(url)}${url ? `:${lineNumber + 1}` : ''}`, time)
    add(packages, packageOf(url, functionName), time)
  })
  return { busySeconds: busy / 1e6, functions: ranked(functions, busy).slice(0, top), packages: ranked(packages, busy) }
}

function packageOf(url, name) {
  if (url.startsWith('node:')) return `node (${url.slice(5).split('/')[0]})`
  const inside = url.split('node_modules/').at(-1)
  if (inside !== url) return inside.split('/').slice(0, inside.startsWith('@') ? 2 : 1).join('/')
  const own = url.match(/\/dist\/([^/]+)/)
  if (own) return `fieldgate ${own[1]}`
  return url.startsWith('wasm:') ? 'WebAssembly' : `native: ${name}`
}

const placeOf = (url) => url.replace(/^.*node_modules\//, '').replace(/^.*\/dist\//, 'fieldgate/')
const add = (map, key, time) => map.set(key, (map.get(key) ?? 0) + time)
const ranked = (map, busy) =>
  [...map].sort((a, b) => b[1] - a[1]).map(([name, time]) => ({ name, percent: Math.round((time / busy) * 1000) / 10 }))
