// What every grant works with: the one argument that stands for "this authorization server".

import { maxLifetimeSeconds } from '../token/claims.ts'
import type { Credentials } from './credentials.ts'
import type { Passwords } from './passwords.ts'
import type { KeyRing } from './signing-keys/key-ring.ts'
import type { KeyPolicy } from './signing-keys/spare-key.ts'
import type { AuthorizationStorage } from './storage.ts'

/** What the operator decided about tokens. Lives are in seconds. */
export interface Settings extends KeyPolicy {
  /** `iss` of every token: the service's public URL. */
  readonly issuer: string
  /** `aud` of tokens that ask for none, and the audience of our own API. */
  readonly audience: string
  /** Lives of clients that set none of their own. */
  readonly accessTokenLifetimeSeconds: number
  readonly refreshTokenIdleSeconds: number
  readonly refreshTokenAbsoluteSeconds: number
  /** How long after its first use a refresh token answers again with the same successor. */
  readonly replayWindowSeconds: number
  /** Whether webhooks may go to addresses of this machine and of private networks, and there by http. */
  readonly arePrivateWebhooksAllowed: boolean
}

/** One authorization server: its settings, what it remembers, its keys and secrets, and its clock. */
export interface Authority {
  readonly settings: Settings
  readonly storage: AuthorizationStorage
  readonly keyRing: KeyRing
  readonly credentials: Credentials
  readonly passwords: Passwords
  readonly now: () => Date
}

/** The instant so many seconds later; earlier for a negative number. */
export function addSeconds(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000)
}

/** When every access token that exists at an instant has expired, with a minute to spare for slow clocks: a revocation is kept so long. */
export function tokensExpireAt(now: Date): Date {
  return addSeconds(now, maxLifetimeSeconds + 60)
}
