// Which client is asking? RFC 6749 section 2.3; unknown, disabled and wrongly authenticated clients get one answer.

import { timingSafeEqual } from 'node:crypto'
import { InvalidClientError, UnauthorizedClientError } from '../errors.ts'
import { countWrongSecret } from './attempts/attempts.ts'
import { auditEntry, type RequestOrigin } from './audit.ts'
import type { Authority } from './authority.ts'
import type { Client, ClientSecret, GrantType } from './storage.ts'

/** What a client shows of itself: its id, and a secret if it has one (RFC 6749 section 2.3.1). */
export interface PresentedClient {
  readonly clientId: string
  readonly clientSecret?: string | null | undefined
}

/** A client that is who it says. */
export interface AuthenticatedClient {
  readonly client: Client
  /** The secret that was used; undefined for a public client. */
  readonly secret: ClientSecret | undefined
}

/**
 * Authenticates a client: a confidential one by its secret, a public one by its id alone.
 *
 * @throws {InvalidClientError} unknown, disabled, wrong, expired or missing secret, or a secret from a public client
 * @throws {RateLimitedError} the same, and too many of them came from this address before
 */
export async function authenticateClient(
  authority: Authority,
  { clientId, clientSecret }: PresentedClient,
  origin: RequestOrigin,
): Promise<AuthenticatedClient> {
  const { storage, credentials, now } = authority
  const client = await storage.findClient(clientId)
  // Hashed also when the client is unknown, so that both take the same work.
  const hashes = credentials.clientSecretHashes(clientSecret ?? '')
  const at = now()
  const secret = client?.secrets.find((candidate) => isAmong(candidate.hash, hashes) && isAlive(candidate, at))
  const isAuthenticated = client?.type === 'PUBLIC' ? clientSecret == null : secret !== undefined
  if (client?.isEnabled && isAuthenticated) {
    const [current = ''] = hashes
    // Made under a previous root secret: once each secret was used, that one can go.
    if (secret && secret.hash !== current) await storage.rehashClientSecret({ id: secret.id, from: secret.hash, to: current })
    return { client, secret }
  }
  // Recorded also for an unknown one, so that both take the same work; what was sent as an id may be anything, and is not kept.
  const data = { reason: !client ? 'unknown' : client.isEnabled ? 'secret' : 'disabled' }
  const known = client && { clientId: client.id, targetId: client.id }
  const failed = auditEntry('client.authentication_failed', at, origin, { ...known, data })
  await countWrongSecret(authority, { kind: 'clientSecret', origin, failed })
  throw new InvalidClientError()
}

/** @throws {UnauthorizedClientError} the client may not use the grant (RFC 6749 section 5.2) */
export function assertGrantAllowed(client: Client, grant: GrantType): void {
  if (!client.grantTypes.includes(grant)) {
    throw new UnauthorizedClientError(`This client may not use the grant ${grant}. An administrator can allow it.`)
  }
}

/** Whether a secret can be used at an instant. */
export function isAlive({ expiresAt }: Pick<ClientSecret, 'expiresAt'>, now: Date): boolean {
  return expiresAt === null || expiresAt > now
}

/** Compares with each in any case, so that the time does not tell which one it was. */
function isAmong(hash: string, hashes: readonly string[]): boolean {
  return hashes.filter((each) => isSame(Buffer.from(hash), Buffer.from(each))).length > 0
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
