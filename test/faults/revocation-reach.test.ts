// A logout on one node reaches every other node and every resource server; and whoever cannot hear of it denies.

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenVerifier } from '../../src/resource-server/index.ts'
import { counts, limitMs, startLimitMs } from '../support/counts.ts'
import { createDatabase } from '../support/databases.ts'
import { createApp, inParallel } from './app.ts'
import { conclude, countBroken, percentile } from './conclude.ts'
import { useCluster } from './use-cluster.ts'
import { createVerifier, refusalOf } from './verifiers.ts'

/** In 99 of 100 places, and in every one. */
const [mostWithinMs, allWithinMs] = [1_000, 2_000]
/** From this age of the last page on, a verifier that hears nothing denies. */
const maxStalenessSeconds = 3
/** What was on its way when the feed was lost is still read. */
const onItsWayMs = 250
/** Pages come once a second: whoever denies sooner than two of them before the bound has not been waiting for it. */
const earlyMs = maxStalenessSeconds * 1000 - 2_000

describe('a logout on one of three nodes', () => {
  const getCluster = useCluster({ openDatabase: () => createDatabase('postgresql'), count: 3 })
  const verifiers: TokenVerifier[] = []
  let proxy: Server | undefined
  beforeAll(async () => {
    const { nodes } = getCluster()
    for (let n = 0; n < 5; n++) verifiers.push(await createVerifier(() => nodes[n % nodes.length]?.url ?? ''))
  }, startLimitMs)
  afterAll(async () => {
    await Promise.all(verifiers.map((verifier) => verifier.close()))
    proxy?.close()
  })

  it(
    'counts there at once, and within a second or two everywhere',
    async () => {
      const cluster = getCluster()
      const app = createApp(cluster)
      const sessions = await app.logInMany(counts.revocations)
      const latenciesMs: number[] = []
      let [refusedTooEarly, acceptedAfterwards] = [0, 0]
      await inParallel(sessions, 4, async (session) => {
        const { accessToken } = session
        const here = Math.floor(Math.random() * cluster.nodes.length)
        const others = cluster.nodes.map((_, place) => place).filter((place) => place !== here)
        const places = [
          ...others.map((node) => async () => !(await app.isAccepted(accessToken, { node }))),
          ...verifiers.map((verifier) => async () => (await refusalOf(verifier, accessToken)) !== undefined),
        ]
        // Warm: what was verified before is remembered, and must be forgotten.
        for (const isRefused of places) if (await isRefused()) refusedTooEarly += 1
        await app.logOut(session, { node: here })
        const begun = performance.now()
        if (await app.isAccepted(accessToken, { node: here })) acceptedAfterwards += 1
        await Promise.all(
          places.map(async (isRefused) => {
            while (!(await isRefused()) && performance.now() - begun <= allWithinMs) await sleep(5)
            latenciesMs.push(performance.now() - begun)
          }),
        )
      })
      const { revivedSessions } = await app.audit()
      const brokenInvariants = await countBroken(cluster.databaseUrl)
      const [p99, longest] = [percentile(latenciesMs, 0.99), Math.max(...latenciesMs)]
      const { broken } = app.tally
      conclude(
        {
          what: 'revocation, 3 processes and 5 verifiers',
          tried: `${counts.revocations} logouts, ${latenciesMs.length} places`,
          losses: {
            brokenInvariants,
            revivedSessions,
            refusedTooEarly,
            acceptedAfterwards,
            p99Above1s: p99 > mostWithinMs ? 1 : 0,
            laterThan2s: latenciesMs.filter((ms) => ms > allWithinMs).length,
            ofThe500Kind: broken.length,
          },
          measured: `p50 ${Math.round(percentile(latenciesMs, 0.5))} ms, p99 ${Math.round(p99)} ms, max ${Math.round(longest)} ms`,
        },
        broken,
      )
    },
    limitMs(counts.revocations, 2),
  )

  // The last one: its node stays away.
  it.each(['its connection falls silent', 'its node is killed'])(
    'is not missed by a verifier when %s: it denies',
    async (what) => {
      const cluster = getCluster()
      const app = createApp(cluster)
      const token = await app.issue()
      const victim = cluster.nodes[2]
      const silent = await startProxy(() => victim?.url ?? '')
      proxy = silent.server
      const verifier = await createVerifier(() => silent.url, maxStalenessSeconds)
      verifiers.push(verifier)
      expect(await refusalOf(verifier, token)).toBeUndefined()
      const begun = performance.now()
      if (what === 'its node is killed') await victim?.end('SIGKILL')
      else silent.fallSilent()
      const lostAt = performance.now()
      // When it was asked counts, not when it answered: a busy machine is late with either.
      let [refusal, lastAcceptedAt, askedAt]: [string | undefined, number, number] = [undefined, lostAt, lostAt]
      while (refusal === undefined && performance.now() - begun < 60_000) {
        lastAcceptedAt = askedAt
        await sleep(20)
        askedAt = performance.now()
        refusal = await refusalOf(verifier, token)
      }
      const deniedAfterMs = performance.now() - begun
      const staysAccepted = await app.isAccepted(token, { node: 0 })
      conclude({
        what: `revocation feed lost: ${what}`,
        tried: 'once',
        losses: {
          deniedForAnotherReason: refusal === 'STALE' ? 0 : 1,
          acceptedTooLong: lastAcceptedAt - lostAt > maxStalenessSeconds * 1000 + onItsWayMs ? 1 : 0,
          deniedEarly: deniedAfterMs < earlyMs ? 1 : 0,
          deniedElsewhere: staysAccepted ? 0 : 1,
        },
        measured: `denied after ${Math.round(deniedAfterMs)} ms, bound ${maxStalenessSeconds} s`,
      })
    },
    limitMs(1, 1),
  )
})

interface Proxy {
  readonly server: Server
  readonly url: string
  /** From now on nothing comes through, and no connection closes. */
  fallSilent(): void
}

async function startProxy(target: () => string): Promise<Proxy> {
  let isSilent = false
  const sockets = new Set<Socket>()
  const server = createServer((incoming) => {
    sockets.add(incoming)
    incoming.on('error', () => undefined)
    if (isSilent) return
    const { hostname, port } = new URL(target())
    const outgoing = connect(Number(port), hostname)
    outgoing.on('error', () => incoming.destroy())
    outgoing.on('close', () => !isSilent && incoming.destroy())
    incoming.on('close', () => outgoing.destroy())
    incoming.on('data', (chunk) => !isSilent && outgoing.write(chunk))
    outgoing.on('data', (chunk) => !isSilent && incoming.write(chunk))
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    fallSilent: () => {
      isSilent = true
      for (const socket of sockets) socket.unref()
    },
  }
}
