// Tokens verified a moment ago, so that a bearer's next request costs one hash instead of a signature.

import { createHash } from 'node:crypto'
import type { AccessToken } from './access-token.ts'
import { maxTokenLength } from './footer.ts'

/** Remembers verified tokens until they expire. */
export interface VerifiedTokenCache {
  /** The token as it was verified; undefined when it is unknown, forgotten or expired. */
  get(token: string): AccessToken | undefined
  /** Remembers a token. Whoever calls it has verified exactly this text. */
  set(token: string, verified: AccessToken): void
  /** Drops every token that the predicate picks, for revocation. */
  forget(predicate: (verified: AccessToken) => boolean): void
}

interface Entry {
  readonly verified: AccessToken
  /** Copied, because a Date can be changed even in a frozen token. */
  readonly expiresAtMilliseconds: number
}

/**
 * An empty cache for one verifier: its entries were checked against one issuer and one audience.
 *
 * It knows no revocations: ask for them on every hit too, since a token may be remembered in the moment it is revoked.
 *
 * @param options.maxEntries the one used longest ago leaves for a new one beyond that
 * @throws {TypeError} when `maxEntries` is not a whole number above 0
 */
export function createVerifiedTokenCache({ maxEntries, now }: { maxEntries: number; now: () => Date }): VerifiedTokenCache {
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) throw new TypeError('"maxEntries" must be a whole number above 0.')
  /** By hash; the one used last stands last. */
  const entries = new Map<string, Entry>()

  return {
    get(token) {
      if (token.length > maxTokenLength) return undefined
      const hash = hashToken(token)
      const entry = entries.get(hash)
      if (entry === undefined) return undefined

      entries.delete(hash)
      if (!isAlive(entry)) return undefined
      entries.set(hash, entry)
      return entry.verified
    },

    set(token, verified) {
      const entry = { verified, expiresAtMilliseconds: verified.expiresAt.getTime() }
      if (!isAlive(entry)) return
      const hash = hashToken(token)
      entries.delete(hash)
      entries.set(hash, entry)
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break
        entries.delete(oldest)
      }
    },

    forget(predicate) {
      for (const [hash, { verified }] of entries) {
        if (predicate(verified)) entries.delete(hash)
      }
    },
  }

  function isAlive({ expiresAtMilliseconds }: Entry): boolean {
    return now().getTime() < expiresAtMilliseconds
  }
}

/** The whole token counts, signature and footer too; the bearer's secret itself is not kept. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64')
}
