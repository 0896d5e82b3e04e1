// Guesses at passwords on several nodes that share a database, each from an address that the test names, and what came of them.

import type { RequestOrigin } from '../../../src/authorization-server/audit.ts'
import type { Authority } from '../../../src/authorization-server/authority.ts'
import { passwordGrant } from '../../../src/authorization-server/grants/password.ts'
import { createPasswords } from '../../../src/authorization-server/passwords.ts'
import { FieldgateError } from '../../../src/errors.ts'
import type { Store } from '../../../src/store/store.ts'
import { openStores } from '../../store/records.ts'
import { cheapArgon2, openTestAuthority, type TestAuthority } from '../../support/authority.ts'
import type { Engine } from '../../support/databases.ts'
import { addClient, password } from '../../support/records.ts'
import { query } from '../../support/sql.ts'

export interface Cluster {
  readonly server: TestAuthority
  readonly nodes: readonly Authority[]
  readonly clientId: string
  stop(): Promise<void>
}

/** Three nodes: a store, a queue of passwords and a connection each, on one database. */
export async function openCluster(engine: Engine): Promise<Cluster> {
  const server = await openTestAuthority(engine)
  const stores: Store[] = await openStores(server.databaseUrl, 2)
  const others = stores.map(async (storage) => ({ ...server.authority, storage, passwords: await createPasswords(cheapArgon2) }))
  return {
    server,
    nodes: [server.authority, ...(await Promise.all(others))],
    clientId: await addClient(server),
    stop: async () => {
      await Promise.all(stores.map((store) => store.close()))
      await server.stop()
    },
  }
}

let addressCount = 0

/** An address that no one has guessed from. */
export function newAddress(): string {
  addressCount += 1
  return `10.0.${addressCount >> 8}.${addressCount & 255}`
}

export const originOf = (ipAddress: string | null): RequestOrigin => ({ ipAddress, userAgent: null, requestId: 'req_test' })

export interface TestGuess {
  readonly email: string
  readonly from: string
  /** `password` when not given, which is right. */
  readonly typed?: string
  readonly deviceToken?: string | undefined
}

/** What a guess was answered with: a session, or the code of the refusal and what is told beside it. */
export type GuessAnswer = { readonly code: 'IN'; readonly deviceToken: string } | Readonly<Record<string, unknown>>

export async function guess(
  { clientId, nodes }: Cluster,
  { from, typed = password, ...rest }: TestGuess,
  node = 0,
): Promise<GuessAnswer> {
  const authority = nodes[node % nodes.length]
  if (!authority) throw new Error('There is no node.')
  try {
    const { deviceToken } = await passwordGrant(authority, { clientId, password: typed, ...rest }, originOf(from))
    return { code: 'IN', deviceToken }
  } catch (error) {
    if (error instanceof FieldgateError) return { message: error.message, ...error.extensions }
    throw error
  }
}

/** So many wrong guesses, one after the other. */
export async function guessWrong(cluster: Cluster, target: Omit<TestGuess, 'typed'>, count: number): Promise<GuessAnswer[]> {
  const answers: GuessAnswer[] = []
  for (let n = 0; n < count; n++) answers.push(await guess(cluster, { ...target, typed: 'a wrong one' }, n))
  return answers
}

/** How often each code is among the answers. */
export function tally(answers: readonly GuessAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of answers) counts[String(code)] = (counts[String(code)] ?? 0) + 1
  return counts
}

/** The events of one actor, as type and data. */
export async function eventsOfUser({ server }: Cluster, userId: string): Promise<[type: unknown, data: unknown][]> {
  const rows = await query(server.databaseUrl, `SELECT type, data FROM audit_events WHERE "actorId" = '${userId}' ORDER BY id`)
  return rows.map(({ type, data }) => [type, JSON.parse(String(data))])
}
