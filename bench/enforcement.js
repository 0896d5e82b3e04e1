// What enforcement costs, next to the same work without it: `npm run bench:enforcement` in this folder. Read the ratios, not the times.
import { verify } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { buildSchema, parse } from 'graphql'
import { PAE } from 'paseto'
import { createGate } from '../dist/resource-server/index.js'
import { accessToken } from '../dist/testing/index.js'
import { importPublicKey } from '../dist/token/public-key.js'
import { createVerifiedTokenCache } from '../dist/token/verified-tokens.js'
import { verifyAccessToken } from '../dist/token/verify.js'
import { raceServers } from './http.js'
import { median, race, ratio } from './measure.js'
import { printMemory } from './memory.js'
import { measureGate, printTable } from './race-fields.js'
import { callers, typeDefs, wideOperation } from './subject.js'
import { createIssuer } from './tokens.js'

const parts = process.argv.slice(2)
const isAsked = (part) => parts.length === 0 || parts.includes(part)
const scale = Number(process.env.BENCH_SCALE ?? 1)
const bars = []

if (isAsked('table')) await printTable({ rounds: Math.ceil(12 * scale) })
if (isAsked('gate')) await gateBars()
if (isAsked('plan')) await planBar()
if (isAsked('tokens')) await tokenBars()
if (isAsked('memory')) await memoryBar()
if (isAsked('http')) await httpBars()

console.log(`\n${availableParallelism()} cores, Node ${process.versions.node.split('.')[0]}, load ${loadavg()[0].toFixed(1)}`)
for (const { title, figure, bar, isMet } of bars) {
  console.log(`${(isMet ? 'pass' : 'FALLS SHORT').padEnd(13)}${title.padEnd(62)}${figure.padStart(14)}   bar ${bar}`)
}

async function gateBars() {
  const figures = await measureGate({ rounds: Math.ceil(100 * scale) })
  const many = figures['1,000 x 10']
  atMost('allowed, 1,000 x 10, to graphql-js', many.ratio, 1.02)
  atMost('allowed, cached 1 x 10, more than graphql-js', figures['1 x 10'].microseconds, 3, ' µs')
  for (const [operation, { oneDenied, allDenied }] of Object.entries(figures)) {
    atMost(`one field denied, ${operation}, to allowed`, oneDenied, 1)
    atMost(`all denied, ${operation}, to allowed`, allDenied, 1)
  }
}

async function planBar() {
  const gate = createGate(buildSchema(typeDefs))
  const token = accessToken({ scopes: callers.allowed })
  const source = wideOperation(1_000)
  const times = []
  for (let document = 0; document < 300 * scale; document += 1) {
    const request = { document: parse(source) }
    const before = process.cpuUsage()
    await gate.decide(request, token)
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1_000)
  }
  atMost('cold plan of 1,000 fields, the first of the process', times[0], 5, ' ms')
  atMost('cold plan of 1,000 fields, median', median(times), 5, ' ms')
}

async function tokenBars() {
  const issuer = await createIssuer()
  // More than the verifier remembers, in turns: none is there any more when its turn comes.
  const tokens = []
  while (tokens.length < 10_500) tokens.push(await issuer.sign(callers.allowed))
  const seen = tokens.slice(0, 1_000)
  const key = importPublicKey(issuer.key.publicPaserk)
  const options = { ...issuer.expected, findKey: () => key, now: () => new Date() }
  const [verifier, knowing] = [await issuer.createVerifier(), await issuer.createVerifier()]
  const cache = createVerifiedTokenCache({ maxEntries: 10_000, now: options.now })
  for (const token of seen) cache.set(token, await knowing.verify(token))
  const times = await race(
    {
      raw: inTurn(seen.map(signedParts), ({ message, signature }) => verify(null, message, key.native, signature)),
      verify: inTurn(tokens, (token) => verifyAccessToken(token, options)),
      'verify and remember': inTurn(tokens, (token) => verifier.verify(token)),
      seen: inTurn(seen, (token) => knowing.verify(token)),
      recall: inTurn(seen, (token) => cache.get(token)),
    },
    { rounds: Math.ceil(120 * scale) },
  )
  atLeast('a new token, throughput to raw crypto.verify', ratio(times.raw, times.verify), 0.9)
  atLeast('a new token, remembered too, to raw crypto.verify', ratio(times.raw, times['verify and remember']), 0.9)
  atLeast('a token already seen, revocation checked, per second', 1_000_000 / median(times.seen), 500_000)
  atLeast('a token already seen, from the cache alone, per second', 1_000_000 / median(times.recall), 500_000)
  await verifier.close()
  await knowing.close()
}

/** Each call takes the next one. */
function inTurn(things, use) {
  let next = 0
  return () => {
    next = (next + 1) % things.length
    return use(things[next])
  }
}

/** What OpenSSL needs and nothing else, put together beforehand. */
function signedParts(token) {
  const [, , body, footer] = token.split('.')
  const bytes = Buffer.from(body, 'base64url')
  const pieces = [Buffer.from('v4.public.'), bytes.subarray(0, -64), Buffer.from(footer, 'base64url'), Buffer.alloc(0)]
  return { message: Buffer.from(PAE(pieces)), signature: bytes.subarray(-64) }
}

async function memoryBar() {
  const grown = await printMemory(100_000)
  for (const [name, megabytes] of Object.entries(grown)) atMost(`heap kept for 100,000 ${name}`, megabytes, 16, ' MB')
}

async function httpBars() {
  const ratios = await raceServers({ pairs: Math.ceil(8 * scale), seconds: 1.5 })
  for (const [operation, { throughput, processorTime }] of Object.entries(ratios)) {
    atLeast(`Apollo on Fastify, ${operation}, throughput to bare`, throughput, 0.95)
    console.log(`${operation}: processor time of a request, to bare ${processorTime.toFixed(3)}`)
  }
}

function atMost(title, figure, bar, unit = '') {
  bars.push({ title, figure: format(figure) + unit, bar: `at most ${bar}${unit}`, isMet: figure <= bar })
}

function atLeast(title, figure, bar) {
  bars.push({ title, figure: format(figure), bar: `at least ${bar.toLocaleString('en')}`, isMet: figure >= bar })
}

function format(figure) {
  return figure >= 1_000 ? Math.round(figure).toLocaleString('en') : figure.toFixed(3)
}
