// A whole service over real HTTP on a new database, with a few clients and users, and a clock that tests move.

import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { type GraphQLSchema, print } from 'graphql'
import { builtInScopes } from '../../src/administration/built-in-scopes.ts'
import type { Authority } from '../../src/authorization-server/authority.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/http/logger.ts'
import { startService } from '../../src/main.ts'
import type { Store } from '../../src/store/store.ts'
import { createClock, type TestClock } from './clock.ts'
import { createDatabase, type Engine } from './databases.ts'
import { testScopes } from './records.ts'

export { addClient, addUser, password } from './records.ts'

export interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly data: T | null | undefined
  readonly errors: readonly { message: string; path?: unknown; extensions: Record<string, unknown> & { code: string } }[]
}

export interface TestService {
  readonly url: string
  readonly databaseUrl: string
  readonly clock: TestClock
  readonly authority: Authority
  readonly store: Store
  /** Everything that was logged, as text. */
  readonly log: () => string
  send<T, V>(document: TypedDocumentNode<T, V>, variables: V, accessToken?: string): Promise<Answer<T>>
  stop(): Promise<void>
}

export interface TestServiceOptions {
  readonly engine: Engine
  readonly environment?: Readonly<Record<string, string>>
  /** One that was built for the test, which looks on while it is used. */
  readonly schema?: GraphQLSchema
  /** Another node on the database of this service; stop it before. */
  readonly beside?: TestService
}

export async function startTestService({ engine, environment = {}, schema, beside }: TestServiceOptions): Promise<TestService> {
  const database = beside ? { url: beside.databaseUrl, drop: async () => undefined } : await createDatabase(engine)
  const clock = createClock()
  const lines: string[] = []
  const settings = {
    FIELDGATE_PORT: '0',
    FIELDGATE_DATABASE_URL: database.url,
    FIELDGATE_ISSUER: 'http://localhost:4000',
    FIELDGATE_SECRET: 'a root secret for tests only, 0123456789 abcdefghij',
    ...environment,
  }
  const config = readConfig(settings, () => '', { mode: 'production' })
  const logger = createLogger({ level: config.logLevel, destination: { write: (line) => lines.push(line) } })
  let opened: { authority: Authority; store: Store } | undefined
  const service = await startService({
    config,
    logger,
    now: clock.now,
    ...(schema && { schema }),
    prepare: async (authority, store) => {
      opened = { authority, store }
      const createdAt = clock.now()
      await store.ensureScopeDefinitions([...builtInScopes(createdAt), ...testScopes(createdAt)])
    },
  })
  if (!opened) throw new Error('The service did not prepare.')
  return {
    url: service.url,
    databaseUrl: database.url,
    clock,
    ...opened,
    log: () => lines.join(''),
    send: (document, variables, accessToken) => send(service.url, { query: print(document), variables }, accessToken),
    stop: async () => {
      await service.stop()
      await database.drop()
    },
  }
}

/** Posts an operation and reads the answer; throws when it is not JSON. */
export async function send<T>(url: string, body: unknown, accessToken?: string): Promise<Answer<T>> {
  const authorization = accessToken === undefined ? undefined : { authorization: `Bearer ${accessToken}` }
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'fieldgate-test', ...authorization },
    body: JSON.stringify(body),
  })
  const { data, errors = [] } = (await response.json()) as { data?: T | null; errors?: Answer<T>['errors'] }
  return { status: response.status, headers: response.headers, data, errors }
}
