// The nodes of one describe block: started before its tests, stopped after them.

import { afterAll, beforeAll } from 'vitest'
import { startLimitMs } from '../support/counts.ts'
import type { TestDatabase } from '../support/databases.ts'
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts'

export interface UsedClusterOptions extends Omit<ClusterOptions, 'databaseUrl'> {
  /** Makes the empty database that the nodes share; it is dropped after them. */
  readonly openDatabase: () => Promise<TestDatabase>
}

/** Returns how to get the cluster, once the tests run. */
export function useCluster({ openDatabase, ...options }: UsedClusterOptions): () => Cluster {
  let database: TestDatabase | undefined
  let cluster: Cluster | undefined
  beforeAll(async () => {
    database = await openDatabase()
    cluster = await startCluster({ databaseUrl: database.url, ...options })
  }, startLimitMs)
  afterAll(async () => {
    await cluster?.stop()
    await database?.drop()
  })
  return () => {
    if (!cluster) throw new Error('The cluster runs only while the tests do.')
    return cluster
  }
}
