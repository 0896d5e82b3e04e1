// Several nodes on one database, as processes of their own, and what is on record there.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtInScopes } from '../../src/administration/built-in-scopes.ts'
import { createCredentials } from '../../src/authorization-server/credentials.ts'
import { createPasswords } from '../../src/authorization-server/passwords.ts'
import { openKeyRing } from '../../src/authorization-server/signing-keys/key-ring.ts'
import { openStore } from '../../src/store/store.ts'
import { testSettings } from '../support/authority.ts'
import { addClient, addUser, password, type Records, testScopes } from '../support/records.ts'
import { createNodeProcess, type NodeProcess } from './node-process.ts'

/** How every node names itself. */
export const issuer = 'http://localhost:4000'
/** Of the client that acts for itself, and rotates keys. */
export const clientSecret = 'fgs_of-the-service-client-for-tests'
const rootSecret = 'a root secret for tests only, 0123456789 abcdefghij'

export interface Cluster {
  readonly databaseUrl: string
  readonly nodes: readonly NodeProcess[]
  /** A public first-party app. */
  readonly appId: string
  /** A confidential client. */
  readonly serviceId: string
  /** Users who can log in. */
  readonly emails: readonly string[]
  /** How often nodes ended without having been told to. */
  exitCount(): number
  /** More clients and users. */
  record<T>(task: (records: Records) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

export interface ClusterOptions {
  readonly databaseUrl: string
  readonly count: number
  readonly environment?: Readonly<Record<string, string>>
  /** How many users there are to be; 10 by default. */
  readonly userCount?: number
}

/** Starts the nodes, all at once. */
export async function startCluster({ databaseUrl, count, environment, userCount = 10 }: ClusterOptions): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-cluster-'))
  const settings = {
    FIELDGATE_PORT: '0',
    FIELDGATE_DATABASE_URL: databaseUrl,
    FIELDGATE_ISSUER: issuer,
    FIELDGATE_SECRET: rootSecret,
    // A retry after a restart is a retry.
    FIELDGATE_REPLAY_WINDOW_SECONDS: '60',
    ...environment,
  }
  const nodes = Array.from({ length: count }, () => createNodeProcess(folder, settings))
  const record = <T>(task: (records: Records) => Promise<T>) => withRecords(databaseUrl, task)
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.end('SIGKILL')))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await Promise.all(nodes.map((node) => node.start()))
    const known = await record((records) => addEveryone(records, userCount))
    return { databaseUrl, nodes, ...known, record, exitCount: () => nodes.reduce((sum, each) => sum + each.exitCount, 0), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function addEveryone(records: Records, userCount: number) {
  const createdAt = records.clock.now()
  await records.store.ensureScopeDefinitions([...builtInScopes(createdAt), ...testScopes(createdAt)])
  const appId = await addClient(records)
  const allowedScopes = ['orders:*', 'keys:read', 'keys:write']
  const serviceId = await addClient(records, { secret: clientSecret, allowedScopes })
  const passwordHash = await records.authority.passwords.hash(password)
  const emails: string[] = []
  for (let n = 0; n < userCount; n++) emails.push((await addUser(records, { passwordHash })).email)
  return { appId, serviceId, emails }
}

async function withRecords<T>(databaseUrl: string, task: (records: Records) => Promise<T>): Promise<T> {
  const store = await openStore(databaseUrl)
  try {
    const now = () => new Date()
    const secret = Buffer.from(rootSecret)
    const authority = {
      settings: testSettings,
      storage: store,
      keyRing: await openKeyRing({ storage: store, rootSecret: secret, policy: testSettings, now }),
      credentials: createCredentials(secret),
      passwords: await createPasswords({ memoryKib: 19_456, passes: 2, concurrency: 2, maxWaiting: 200 }),
      now,
    }
    return await task({ store, authority, clock: { now, advance: () => undefined } })
  } finally {
    await store.close()
  }
}
