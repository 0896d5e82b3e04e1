// Thousands of requests that no honest app sends: none breaks the node, and none is answered with an error of the 500 kind.

import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { createRandom } from '../resource-server/random.ts'
import { counts, limitMs } from '../support/counts.ts'
import { createDatabase } from '../support/databases.ts'
import { createApp, inParallel } from './app.ts'
import { conclude, countBroken } from './conclude.ts'
import { randomRequest } from './random-request.ts'
import { useCluster } from './use-cluster.ts'

const [maxMiB, maxGrowthMiB] = [400, 50]
const seed = Number(process.env.FIELDGATE_FUZZ_SEED ?? Date.now() % 2 ** 31)
/** A request that is not whole is waited for by the node; a caller has better things to do. */
const [patienceMs, shortPatienceMs] = [20_000, 300]

describe('a node under fuzzed requests', () => {
  const environment = { FIELDGATE_TRUST_PROXY: '127.0.0.1' }
  const getCluster = useCluster({ openDatabase: () => createDatabase('sqlite'), count: 1, environment })

  it(
    'lives on, answers nothing of the 500 kind, and does not grow',
    async () => {
      const cluster = getCluster()
      const app = createApp(cluster)
      const session = await app.logIn()
      const { url = '', pid = 0 } = cluster.nodes[0] ?? {}
      const statuses: Record<string, number> = {}
      const odd: string[] = []
      let unanswered = 0
      const half = async (from: number, to: number) => {
        const indexes = Array.from({ length: to - from }, (_, n) => from + n)
        await inParallel(indexes, 16, async (index) => {
          const { bytes, isWhole } = randomRequest(createRandom(seed + index))
          const answer = await exchange(url, bytes, isWhole ? patienceMs : shortPatienceMs)
          const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'none'
          statuses[status] = (statuses[status] ?? 0) + 1
          if (status === 'none' && isWhole) {
            unanswered += 1
            odd.push(`seed ${seed + index}: no answer to ${bytes.toString('latin1').slice(0, 200)}`)
          }
          const isPassing = status === '503' && /\r\nretry-after:/i.test(answer)
          if (status >= '500' && status !== 'none' && !isPassing) odd.push(`seed ${seed + index}: ${answer.slice(0, 600)}`)
          if (answer.includes('"INTERNAL_SERVER_ERROR"') && !isPassing) odd.push(`seed ${seed + index}: ${answer.slice(0, 600)}`)
        })
        await sleep(500)
        return residentMiB(pid)
      }
      const middle = Math.floor(counts.fuzzedRequests / 2)
      const firstMiB = await half(0, middle)
      const secondMiB = await half(middle, counts.fuzzedRequests)
      const { lostSessions } = await app.audit()
      const brokenInvariants = await countBroken(cluster.databaseUrl)
      const { stderr = '' } = cluster.nodes[0] ?? {}
      conclude(
        {
          what: 'fuzzed HTTP requests, seed in the failure',
          tried: `${counts.fuzzedRequests} requests`,
          losses: {
            brokenInvariants,
            ofThe500KindOrUnanswered: odd.length,
            unanswered,
            lostSessions,
            exits: cluster.exitCount(),
            toldOfTrouble: /unhandled|uncaught|Warning:/i.test(stderr) ? 1 : 0,
            above400MiB: secondMiB > maxMiB ? 1 : 0,
            grownBy50MiB: secondMiB - firstMiB > maxGrowthMiB ? 1 : 0,
            refused: session.isLoggedOut ? 1 : 0,
          },
          measured: `${JSON.stringify(statuses)}, ${firstMiB} then ${secondMiB} MiB`,
        },
        odd,
      )
    },
    limitMs(counts.fuzzedRequests, 0.05),
  )
})

/** What comes back until the other side hangs up, or it takes too long. */
function exchange(url: string, bytes: Buffer, timeoutMs: number): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    const timer = setTimeout(() => socket.destroy(), timeoutMs)
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1').slice(0, 4_000)
    })
    // A reset after the answer is as good as an end.
    socket.on('error', () => undefined)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(answer)
    })
  })
}

/** Memory of a process; 0 where the system does not tell. */
function residentMiB(pid: number): number {
  try {
    const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kib) / 1024)
  } catch {
    return 0
  }
}
