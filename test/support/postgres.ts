// Starts one real PostgreSQL for the whole test run, or uses the one that TEST_POSTGRES_URL names.

import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a role that may create databases. */
    postgresUrl: string
  }
}

let server: PostgresServer | undefined

export async function setup(project: TestProject): Promise<void> {
  const given = process.env.TEST_POSTGRES_URL
  if (given === undefined) server = await startPostgresServer()
  project.provide('postgresUrl', given ?? server?.url ?? '')
}

export async function teardown(): Promise<void> {
  await server?.remove()
}
