// An authorization server without HTTP: a store on a new database, real keys and credentials, and a clock that tests move.

import { builtInScopes } from '../../src/administration/built-in-scopes.ts'
import type { RequestOrigin } from '../../src/authorization-server/audit.ts'
import { authenticateAccessToken } from '../../src/authorization-server/authenticate-access-token.ts'
import type { Authority, Settings } from '../../src/authorization-server/authority.ts'
import { createCredentials } from '../../src/authorization-server/credentials.ts'
import { type PasswordGrantRequest, passwordGrant } from '../../src/authorization-server/grants/password.ts'
import { createPasswords, type PasswordOptions } from '../../src/authorization-server/passwords.ts'
import { openKeyRing } from '../../src/authorization-server/signing-keys/key-ring.ts'
import type { Session } from '../../src/authorization-server/storage.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import type { AccessToken } from '../../src/token/access-token.ts'
import { anyAudience } from '../../src/token/claims.ts'
import { createClock, type TestClock } from './clock.ts'
import { createDatabase, type Engine } from './databases.ts'
import { addUser, password, testScopes } from './records.ts'

/** Far too little for real passwords; the tests hash many. */
export const cheapArgon2: PasswordOptions = { memoryKib: 64, passes: 1, concurrency: 2, maxWaiting: 200 }

export const testSettings: Settings = {
  issuer: 'http://localhost:4000',
  audience: 'http://localhost:4000',
  accessTokenLifetimeSeconds: 300,
  refreshTokenIdleSeconds: 3_600,
  refreshTokenAbsoluteSeconds: 10_800,
  replayWindowSeconds: 10,
  keyPublishSeconds: 600,
  arePrivateWebhooksAllowed: true,
  keyRotationDays: 30,
}

export const testRootSecret = Buffer.from('a root secret for tests only, 0123456789 abcdefghij')

export const testOrigin: RequestOrigin = { ipAddress: '192.0.2.7', userAgent: 'fieldgate-test', requestId: 'req_test' }

export interface TestAuthority {
  readonly databaseUrl: string
  readonly clock: TestClock
  readonly authority: Authority
  readonly store: Store
  stop(): Promise<void>
}

export async function openTestAuthority(engine: Engine): Promise<TestAuthority> {
  const database = await createDatabase(engine)
  const clock = createClock()
  const store = await openStore(database.url)
  await store.ensureScopeDefinitions([...builtInScopes(clock.now()), ...testScopes(clock.now())])
  const authority: Authority = {
    settings: testSettings,
    storage: store,
    keyRing: await openKeyRing({ storage: store, rootSecret: testRootSecret, policy: testSettings, now: clock.now }),
    credentials: createCredentials(testRootSecret),
    passwords: await createPasswords(cheapArgon2),
    now: clock.now,
  }
  return {
    databaseUrl: database.url,
    clock,
    authority,
    store,
    stop: async () => {
      await store.close()
      await database.drop()
    },
  }
}

export interface TestLogin {
  readonly userId: string
  readonly session: Session
  readonly accessToken: string
  readonly refreshToken: string
}

/** Logs a user in, a new one when no email is given. */
export async function logIn(
  server: TestAuthority,
  request: Pick<PasswordGrantRequest, 'clientId'> & Partial<PasswordGrantRequest>,
): Promise<TestLogin> {
  const email = request.email ?? (await addUser(server)).email
  const { tokens, session } = await passwordGrant(server.authority, { password, ...request, email }, testOrigin)
  return { userId: session.userId, session, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken ?? '' }
}

/** What an access token says, once it was verified and found not to be revoked; of any audience. */
export function read({ authority }: TestAuthority, accessToken: string): Promise<AccessToken> {
  return authenticateAccessToken(authority, accessToken, anyAudience)
}
