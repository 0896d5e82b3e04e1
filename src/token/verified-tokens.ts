// Tokens verified a moment ago, so that a bearer's next request costs one hash instead of a signature.

import { hash } from 'node:crypto'
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
  /** Whether it was asked for since it last moved to the end. */
  isUsed: boolean
}

/**
 * An empty cache for one verifier: its entries were checked against one issuer and one audience.
 *
 * It knows no revocations: ask for them on every hit too, since a token may be remembered in the moment it is revoked.
 *
 * @param options.maxEntries beyond that one that was not used lately leaves for a new one
 * @throws {TypeError} when `maxEntries` is not a whole number above 0
 */
export function createVerifiedTokenCache({ maxEntries, now }: { maxEntries: number; now: () => Date }): VerifiedTokenCache {
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) throw new TypeError('"maxEntries" must be a whole number above 0.')
  /** By hash. One that was asked for moves to the end when its turn to leave comes, and not before: to move it on each hit is half a hit. */
  const entries = new Map<string, Entry>()

  return {
    get(token) {
      if (token.length > maxTokenLength) return undefined
      const key = hashToken(token)
      const entry = entries.get(key)
      if (entry === undefined) return undefined

      if (!isAlive(entry)) {
        entries.delete(key)
        return undefined
      }
      entry.isUsed = true
      return entry.verified
    },

    set(token, verified) {
      const entry: Entry = { verified, expiresAtMilliseconds: verified.expiresAt.getTime(), isUsed: false }
      if (!isAlive(entry)) return
      const key = hashToken(token)
      entries.delete(key)
      makeRoom()
      entries.set(key, entry)
    },

    forget(predicate) {
      for (const [hash, { verified }] of entries) {
        if (predicate(verified)) entries.delete(hash)
      }
    },
  }

  /** Before the new one is in, so that it is not itself the one to go. Ends: on its second visit an entry is unused. */
  function makeRoom(): void {
    for (const [key, entry] of entries) {
      if (entries.size < maxEntries) return
      entries.delete(key)
      if (!entry.isUsed) continue
      entry.isUsed = false
      entries.set(key, entry)
    }
  }

  function isAlive({ expiresAtMilliseconds }: Entry): boolean {
    return now().getTime() < expiresAtMilliseconds
  }
}

/**
 * The whole token counts, signature and footer too; the bearer's secret itself is not kept.
 *
 * In one call: a Hash object costs more than the hashing, and leaves as much again to the garbage collector.
 */
function hashToken(token: string): string {
  return hash('sha256', token, 'base64')
}
