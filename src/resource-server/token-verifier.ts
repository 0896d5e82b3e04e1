// Verifies access tokens of one authorization server, offline: keys and revocations are fetched in the background, never per request.

import { UnauthenticatedError } from '../errors.ts'
import type { AccessToken } from '../token/access-token.ts'
import type { Revocation } from '../token/revocation-page.ts'
import { createVerifiedTokenCache } from '../token/verified-tokens.ts'
import { verifyAccessToken } from '../token/verify.ts'
import { readBearerToken } from './bearer.ts'
import { discoverEndpoints } from './discovery.ts'
import { createOutageReport, type Outage } from './outage.ts'
import { fetchRemoteKeys } from './remote-keys.ts'
import { followRevocations, type RevocationFeed } from './revocations/revocation-feed.ts'

/** Whose tokens to accept, and how. */
export interface TokenVerifierOptions {
  /** The authorization server's URL, exactly as it names itself; everything else is found from it. */
  issuer: string
  /** The only audience accepted: the name under which the issuer knows this API. */
  audience: string
  /** How far the issuer's clock may be ahead. Default 5. */
  clockToleranceSeconds?: number
  /** Whether revoked tokens are learnt of before they expire. Default `follow`. */
  revocations?: 'follow' | 'off'
  /** From this age of the last news from the revocation feed on, `onStale` decides. Default 30. */
  maxStalenessSeconds?: number
  /** Default `deny`. */
  onStale?: 'deny' | 'allow'
  /**
   * Told once when the revocations, or the keys after the start, cannot be fetched or are not to be believed, and once when they can be
   * again: for your log. Also told, and at once that it is over, when the issuer's revocations went back, as after a restored backup. Keys
   * are fetched while tokens come, and when the feed says that they have changed. What it throws is ignored.
   */
  onOutage?: (outage: Outage) => void
  fetch?: typeof fetch
  now?: () => Date
}

/** Who or what lost access. */
export interface Revoked {
  tokenId?: string
  sessionId?: string
  subject?: string
  clientId?: string
}

/** Turns untrusted text into verified tokens. */
export interface TokenVerifier {
  /**
   * Null without a header.
   *
   * @throws {UnauthenticatedError} for anything that is not a good token
   */
  authenticate(authorizationHeader: string | undefined): Promise<AccessToken | null>
  /** @throws {UnauthenticatedError} malformed, forged, expired, revoked, for someone else, or the revocation feed is stale */
  verify(token: string): Promise<AccessToken>
  /** Whether a token that was good is so no longer, or that cannot be known. Asked by gates before each event of a subscription. */
  isRevoked(token: AccessToken): boolean
  /** Tells of each revocation that the feed brings; returns how to stop. Not told of revoked keys. */
  onRevoked(listener: (revoked: Revoked) => void): () => void
  /** Stops following revocations. With the feed followed, tokens are refused as stale from then on. */
  close(): Promise<void>
}

const maxRememberedTokens = 10_000

/**
 * Finds the issuer's endpoints, fetches its keys, and starts to follow its revocations.
 *
 * @throws {TypeError} an option is missing or senseless
 * @throws {Error} discovery or the first fetch of keys failed: a verifier that knows no keys is not made
 */
export async function createTokenVerifier(options: TokenVerifierOptions): Promise<TokenVerifier> {
  assertOptions(options)
  const { issuer, audience, clockToleranceSeconds = 5, revocations = 'follow', now = () => new Date() } = options
  const { maxStalenessSeconds = 30, onStale = 'deny' } = options
  const fetching = { fetch: options.fetch ?? globalThis.fetch, now }

  let isClosed = false
  const listeners = new Set<(revoked: Revoked) => void>()
  const verifiedTokens = createVerifiedTokenCache({ maxEntries: maxRememberedTokens, now })
  const endpoints = await discoverEndpoints(issuer, fetching)
  const onOutage = (outage: Outage) => {
    if (!isClosed) options.onOutage?.(outage)
  }
  const keys = await fetchRemoteKeys({ endpoint: endpoints.keys, ...fetching, outage: createOutageReport('keys', onOutage) })
  const feed: RevocationFeed | undefined =
    revocations === 'follow'
      ? await followRevocations({
          endpoint: endpoints.revocations,
          issuer,
          keys,
          // A page from further away is either older than is allowed for, or from a clock that is wrong.
          maxClockDifferenceSeconds: maxStalenessSeconds + clockToleranceSeconds,
          ...fetching,
          random: Math.random,
          onRevoked: announce,
          outage: createOutageReport('revocations', onOutage),
        })
      : undefined

  return Object.freeze({
    async authenticate(authorizationHeader: string | undefined) {
      const token = readBearerToken(authorizationHeader)
      return token === null ? null : verify(token)
    },
    verify,
    isRevoked: (token: AccessToken) => isRevoked(token) || isStale(),
    onRevoked(listener: (revoked: Revoked) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      isClosed = true
      feed?.close()
      listeners.clear()
    },
  })

  async function verify(token: string): Promise<AccessToken> {
    const verified = recall(token) ?? (await verifyAnew(token))
    if (isRevoked(verified)) throw new UnauthenticatedError('REVOKED', 'The access token was revoked. Log in again.')
    // After revocation: what is known to be revoked is said to be, however old the feed is.
    if (isStale()) throw new UnauthenticatedError('STALE', 'Revocations cannot be checked at the moment. Try again.')
    return verified
  }

  function recall(token: string): AccessToken | undefined {
    const verified = verifiedTokens.get(token)
    return verified && keys.isUsable(verified.keyId) ? verified : undefined
  }

  async function verifyAnew(token: string): Promise<AccessToken> {
    const verified = await verifyAccessToken(token, { issuer, audience, findKey: keys.find, now, clockToleranceSeconds })
    verifiedTokens.set(token, verified)
    return verified
  }

  function isRevoked(token: AccessToken): boolean {
    return feed?.revocations.hits(token) ?? false
  }

  function isStale(): boolean {
    if (!feed || onStale === 'allow') return false
    if (isClosed || !feed.heardAt) return true
    return now().getTime() - feed.heardAt.getTime() > maxStalenessSeconds * 1000
  }

  function announce(news: readonly Revocation[]): void {
    verifiedTokens.forget(isRevoked)
    for (const revocation of news) {
      const revoked = describe(revocation)
      if (!revoked) continue
      for (const listener of listeners) {
        try {
          listener(revoked)
        } catch {
          // One listener's fault is neither the feed's nor another listener's.
        }
      }
    }
  }
}

function describe({ kind, targetId }: Revocation): Revoked | undefined {
  switch (kind) {
    case 'token':
      return { tokenId: targetId }
    case 'session':
      return { sessionId: targetId }
    case 'user':
      return { subject: targetId }
    case 'client':
      return { clientId: targetId }
    case 'key':
      return undefined
    default:
      return kind satisfies never
  }
}

function assertOptions(options: TokenVerifierOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('"options" must be an object with "issuer" and "audience".')
  const {
    issuer,
    audience,
    clockToleranceSeconds = 5,
    maxStalenessSeconds = 30,
    revocations = 'follow',
    onStale = 'deny',
  } = options
  if (typeof issuer !== 'string' || !/^https?:\/\//.test(issuer) || !URL.canParse(issuer))
    throw new TypeError('"issuer" must be the http(s) URL of the authorization server.')
  if (typeof audience !== 'string' || audience === '')
    throw new TypeError('"audience" must name this API as the issuer knows it.')
  if (!(clockToleranceSeconds >= 0)) throw new TypeError('"clockToleranceSeconds" must be 0 or more.')
  if (!['follow', 'off'].includes(revocations)) throw new TypeError("\"revocations\" must be 'follow' or 'off'.")
  if (!['deny', 'allow'].includes(onStale)) throw new TypeError("\"onStale\" must be 'deny' or 'allow'.")
  if (options.onOutage !== undefined && typeof options.onOutage !== 'function')
    throw new TypeError('"onOutage" must be a function.')
  if (!(maxStalenessSeconds > 0)) throw new TypeError('"maxStalenessSeconds" must be above 0.')
}
