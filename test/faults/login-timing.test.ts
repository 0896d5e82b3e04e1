// Whether the time a failed login takes tells why it failed: unknown email, wrong password, disabled user. Long runs only.

import { beforeAll, describe, it } from 'vitest'
import { counts, limitMs, startLimitMs } from '../support/counts.ts'
import { createDatabase } from '../support/databases.ts'
import { addUser, password } from '../support/records.ts'
import { conclude } from './conclude.ts'
import { useCluster } from './use-cluster.ts'

const kinds = ['unknown', 'wrong password', 'disabled'] as const
type Kind = (typeof kinds)[number]
const tolerance = 0.03
/** A user is asked about a few times only, and so is an address: no limit is to be met. */
const samplesPerUser = 5

// A few hundred samples say nothing of a difference this small: only the long runs include this file.
describe('the time that a failed login takes', () => {
  const environment = { FIELDGATE_TRUST_PROXY: '127.0.0.1' }
  const getCluster = useCluster({ openDatabase: () => createDatabase('sqlite'), count: 1, environment })
  const emails: Record<Kind, string[]> = { unknown: [], 'wrong password': [], disabled: [] }
  beforeAll(async () => {
    await getCluster().record(async (records) => {
      const passwordHash = await records.authority.passwords.hash(password)
      for (let n = 0; n < counts.timingSamples; n += samplesPerUser) {
        emails.unknown.push(`usr_${n.toString().padStart(36, '0')}@example.com`)
        emails['wrong password'].push((await addUser(records, { passwordHash })).email)
        emails.disabled.push((await addUser(records, { passwordHash, isEnabled: false })).email)
      }
    })
  }, startLimitMs)

  it(
    'does not tell why it failed',
    async () => {
      const times: Record<Kind, number[]> = { unknown: [], 'wrong password': [], disabled: [] }
      let otherAnswers = 0
      for (let n = 0; n < counts.timingSamples; n++) {
        // In another order each time, so that no kind always follows the same one.
        for (const kind of shuffled(kinds)) {
          const email = emails[kind][Math.floor(n / samplesPerUser)] ?? ''
          const typed = kind === 'disabled' ? password : `wrong ${password.slice(6)}`
          const { status, ms } = await logIn(email, typed, `198.18.${n % 250}.${1 + (Math.floor(n / 250) % 250)}`)
          if (status !== 200) otherAnswers += 1
          times[kind].push(ms)
        }
      }
      const pairs = [
        ['unknown', 'wrong password'],
        ['unknown', 'disabled'],
        ['wrong password', 'disabled'],
      ] as const
      const areas = pairs.map(([a, b]) => areaUnderCurve(times[a], times[b]))
      conclude({
        what: 'timing between kinds of failed login (long run only)',
        tried: `${counts.timingSamples} of each kind, interleaved`,
        losses: { otherAnswers, toldApart: areas.filter((area) => Math.abs(area - 0.5) > tolerance).length },
        measured: `AUC ${areas.map((area) => area.toFixed(3)).join(', ')}`,
      })
    },
    limitMs(counts.timingSamples, 1),
  )

  async function logIn(email: string, typed: string, address: string): Promise<{ status: number; ms: number }> {
    const { appId, nodes } = getCluster()
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { session { id } } }'
    const input = { email, password: typed, clientId: appId }
    const body = JSON.stringify({ query, variables: { input } })
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': address }
    const begun = performance.now()
    const response = await fetch(`${nodes[0]?.url}/graphql`, { method: 'POST', headers, body })
    const text = await response.text()
    return { status: text.includes('"INVALID_CREDENTIALS"') ? 200 : response.status + 1, ms: performance.now() - begun }
  }
})

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** How often a value of the one is above one of the other: a half when nothing can be told. */
function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  let above = 0
  for (const x of a) for (const y of b) above += x > y ? 1 : x === y ? 0.5 : 0
  return above / (a.length * b.length)
}
