// Apollo on Fastify with the gate and verified tokens, and the same server without: two processes, loaded in turns.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'
import { median } from './measure.js'
import { operations } from './subject.js'

const measured = ['1 x 10', '20 deep x 10', '1,000 x 10']

/** For each operation the ratio, gated to bare, of requests answered and of processor time for one; the median over pairs of runs. */
export async function raceServers({ pairs, seconds }) {
  const servers = { bare: await start('bare'), gated: await start('gated') }
  try {
    const ratios = {}
    for (const operation of measured) {
      const runs = { bare: [], gated: [] }
      for (const server of Object.values(servers)) await load(server, operation, seconds)
      for (let pair = 0; pair < pairs; pair += 1) {
        for (const name of pair % 2 ? ['gated', 'bare'] : ['bare', 'gated']) {
          runs[name].push(await load(servers[name], operation, seconds))
        }
      }
      const medianOf = (pick) => median(runs.gated.map((run, pair) => pick(run) / pick(runs.bare[pair])))
      ratios[operation] = {
        throughput: medianOf(({ perSecond }) => perSecond),
        processorTime: medianOf(({ microseconds }) => microseconds),
      }
      console.log(`${operation}: bare ${median(runs.bare.map(({ perSecond }) => perSecond)).toFixed(0)} requests a second`)
    }
    return ratios
  } finally {
    for (const { child } of Object.values(servers)) child.disconnect()
  }
}

async function start(kind) {
  const child = fork(new URL('http-server.js', import.meta.url), [kind])
  const [ready] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The ${kind} server did not start.`))),
  ])
  return { child, ...ready }
}

async function load({ child, url, tokens }, operation, seconds) {
  const before = await processorMicroseconds(child)
  const result = await autocannon({
    url,
    connections: 10,
    duration: seconds,
    method: 'POST',
    body: JSON.stringify({ query: operations[operation] }),
    requests: tokens.map((token) => ({ headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } })),
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error('The server refused some of the requests.')
  const used = (await processorMicroseconds(child)) - before
  const answered = result['2xx']
  return { perSecond: answered / result.duration, microseconds: used / answered }
}

async function processorMicroseconds(child) {
  const answer = once(child, 'message')
  child.send('usage')
  const [{ user, system }] = await answer
  return user + system
}
