// What the caches keep after a hundred thousand things that are seen once each: `--expose-gc` tells what is really held.
import { buildSchema, parse } from 'graphql'
import { createGate, directiveTypeDefs } from '../dist/resource-server/index.js'
import { accessToken } from '../dist/testing/index.js'
import { createVerifiedTokenCache } from '../dist/token/verified-tokens.js'
import { protectedFields } from './subject.js'

const typeDefs = `
  ${directiveTypeDefs}
  type Query { project(id: ID!): Project @requiresScopes(scopes: [["project:{id}:read"]]) other: Project }
  type Project { name: String cost: String @requiresScopes(scopes: [["project:cost"]]) }
`
const source = 'query($id: ID!, $cost: Boolean!) { project(id: $id) { name cost @include(if: $cost) } other { cost } }'

/** Megabytes of heap that each kind of thing left behind. */
export async function printMemory(count) {
  const gate = createGate(buildSchema(typeDefs))
  const document = parse(source)
  const token = accessToken()
  const verifiedTokens = createVerifiedTokenCache({ maxEntries: 10_000, now: () => new Date() })
  const feeds = {
    documents: (index) =>
      gate.decide({ document: parse(`{ a${index}: other { name cost } }`), operationName: null }, token, undefined),
    variables: (index) => gate.decide({ document, variableValues: { id: `p${index}`, cost: index % 2 === 0 } }, token),
    'callers with other scopes': (index) =>
      gate.decide({ document, variableValues: { id: `p${index}`, cost: true } }, accessToken({ scopes: scopesOf(index) })),
    'verified tokens': (index) =>
      verifiedTokens.set(
        `v4.public.${String(index).padStart(500, 'x')}`,
        accessToken({ scopes: protectedFields.map((name) => `item:${name}`) }),
      ),
  }

  console.log(`\n${'heap kept, MB'.padEnd(46)}${['1 %', '10 %', '50 %', '100 %'].map((cell) => cell.padStart(10)).join('')}`)
  const grown = {}
  for (const [name, feed] of Object.entries(feeds)) {
    const start = await heapMegabytes()
    const kept = []
    let index = 0
    for (const share of [0.01, 0.1, 0.5, 1]) {
      while (index < count * share) await feed(index++)
      kept.push((await heapMegabytes()) - start)
    }
    grown[name] = kept.at(-1)
    console.log(
      `${`${count.toLocaleString('en')} ${name}`.padEnd(46)}${kept.map((each) => each.toFixed(1).padStart(10)).join('')}`,
    )
  }
  return grown
}

function scopesOf(index) {
  return [`project:p${index}:read`, `extra:s${index}`]
}

async function heapMegabytes() {
  // Weak references are dropped a turn after what they pointed at.
  for (let turn = 0; turn < 3; turn += 1) {
    globalThis.gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed / 1_048_576
}
