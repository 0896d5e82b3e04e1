// Signing keys are replaced again and again while tokens are issued and verified everywhere; at the end one leaks and is revoked.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { TokenVerifier } from '../../src/resource-server/index.ts'
import { counts, limitMs, startLimitMs } from '../support/counts.ts'
import { createDatabase } from '../support/databases.ts'
import { RevokeSigningKeyDocument, RotateSigningKeyDocument, SigningKeysDocument } from '../support/generated/operations.ts'
import { type App, createApp, inParallel } from './app.ts'
import { conclude, countBroken } from './conclude.ts'
import { useCluster } from './use-cluster.ts'
import { createVerifier, refusalOf } from './verifiers.ts'

const workers = 12
const maxRemembered = 3_000
const revocationLimitMs = 2_000

describe('the signing keys of three nodes', () => {
  const getCluster = useCluster({
    openDatabase: () => createDatabase('postgresql'),
    count: 3,
    environment: { FIELDGATE_KEY_PUBLISH_SECONDS: '2', FIELDGATE_ACCESS_TOKEN_SECONDS: '3600' },
  })
  let app: App
  const verifiers: TokenVerifier[] = []
  beforeAll(async () => {
    app = createApp(getCluster())
    for (const node of getCluster().nodes) verifiers.push(await createVerifier(() => node.url))
  }, startLimitMs)
  afterAll(() => Promise.all(verifiers.map((verifier) => verifier.close())))

  const admin = () => app.issue(['keys:read', 'keys:write'])
  async function listKeys() {
    const { data } = await app.ask(SigningKeysDocument, {}, { token: await admin() })
    return data?.signingKeys ?? []
  }

  /** Everyone who may be asked, about one token. */
  async function refusals(token: string): Promise<string[]> {
    const nodes = getCluster().nodes.map(async (_, node) =>
      (await app.isAccepted(token, { node })) ? undefined : `node ${node}`,
    )
    const all = await Promise.all([...nodes, ...verifiers.map((verifier) => refusalOf(verifier, token))])
    return all.filter((each) => each !== undefined)
  }

  it(
    'are replaced without a refused token, and one that is revoked is dead everywhere',
    async () => {
      const cluster = getCluster()
      const tokens: string[] = []
      const wronglyRefused: string[] = []
      let [isOver, pairCount, rotationCount] = [false, 0, 0]
      const begun = performance.now()
      const working = Array.from({ length: workers }, async (_, worker) => {
        while (!isOver) {
          const token = await app.issue()
          if (tokens.length < maxRemembered) tokens.push(token)
          else tokens[Math.floor(Math.random() * maxRemembered)] = token
          const old = tokens[Math.floor(Math.random() * tokens.length)] ?? token
          const verifier = verifiers[(pairCount + worker) % verifiers.length]
          for (const each of [token, old]) {
            const refusal = verifier && (await refusalOf(verifier, each))
            if (refusal !== undefined) wronglyRefused.push(`a verifier: ${refusal}`)
          }
          if (!(await app.isAccepted(pairCount % 4 === 0 ? old : token))) wronglyRefused.push('a node')
          pairCount += 1
        }
      })
      while (rotationCount < counts.rotations) {
        const pending = (await listKeys()).find(({ status }) => status === 'PENDING')
        await sleep(Math.max(0, new Date(pending?.activatesAt ?? 0).getTime() - Date.now()) + 50)
        const { data } = await app.ask(RotateSigningKeyDocument, { input: {} }, { token: await admin() })
        if (data?.rotateSigningKey.activeKey.id === pending?.id) rotationCount += 1
      }
      await sleep(500)
      isOver = true
      await Promise.all(working)
      const seconds = (performance.now() - begun) / 1000

      // Each key that was retired still stands for its tokens.
      await inParallel(tokens.slice(0, 200), 8, async (token) => void wronglyRefused.push(...(await refusals(token))))

      const leaked = (await listKeys()).find(({ status }) => status === 'ACTIVE')?.id ?? ''
      const dead = await issueUnder(leaked)
      const good = tokens.filter((token) => keyIdOf(token) !== leaked).slice(0, 50)
      await app.ask(RevokeSigningKeyDocument, { input: { id: leaked } }, { token: await admin() })
      const revokedAt = performance.now()
      const countAccepted = async () => {
        const refused = await Promise.all(dead.map(refusals))
        return dead.length * (cluster.nodes.length + verifiers.length) - refused.flat().length
      }
      while ((await countAccepted()) > 0 && performance.now() - revokedAt < revocationLimitMs) await sleep(20)
      const wronglyAccepted = await countAccepted()
      await inParallel(good, 4, async (token) => void wronglyRefused.push(...(await refusals(token))))
      wronglyRefused.push(...(await refusals(await app.issue())))
      const brokenInvariants = await countBroken(cluster.databaseUrl)
      const { broken } = app.tally
      conclude(
        {
          what: 'key rotation under load, 3 processes and 3 verifiers, and one revoked',
          tried: `${rotationCount} rotations, ${pairCount} issued and verified`,
          losses: {
            brokenInvariants,
            wronglyRefused: wronglyRefused.length,
            wronglyAccepted,
            ofThe500Kind: broken.length,
            exits: cluster.exitCount(),
            noDeadToken: dead.length === 0 ? 1 : 0,
            noGoodToken: good.length === 0 ? 1 : 0,
          },
          measured: `${Math.round(pairCount / seconds)} issued and verified a second`,
        },
        [...broken, ...new Set(wronglyRefused)],
      )
    },
    limitMs(counts.rotations, 10),
  )

  async function issueUnder(keyId: string): Promise<string[]> {
    const issued: string[] = []
    for (let n = 0; n < 10; n++) issued.push(await app.issue())
    return issued.filter((token) => keyIdOf(token) === keyId)
  }
})

function keyIdOf(token: string): string {
  const footer = Buffer.from(token.split('.')[3] ?? '', 'base64url').toString()
  return (JSON.parse(footer) as { kid: string }).kid
}
