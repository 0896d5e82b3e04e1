// One page of the revocation feed, signed: PASETO v4.public with an implicit assertion of its own, so that neither it nor an access
// token can pass for the other. What signs it is in sign-revocation-page.ts.

import { readKeyId } from './footer.ts'
import type { PublicKey } from './public-key.ts'
import { openV4Public } from './v4-public.ts'

/** What a revocation names. */
export const revocationKinds = ['token', 'session', 'user', 'client', 'key'] as const
/** What a revocation names. */
export type RevocationKind = (typeof revocationKinds)[number]

/** Something that stopped being valid before its time. */
export interface Revocation {
  readonly kind: RevocationKind
  readonly targetId: string
  readonly revokedAt: Date
  /** When the last token it names has expired. */
  readonly expiresAt: Date
}

/** Every revocation that has a place in the feed after `from` and up to `to`, but those whose tokens have expired. */
export interface RevocationPage {
  readonly issuer: string
  /** When it was signed: two pages of one follower never go back in it. */
  readonly issuedAt: Date
  /** Where whoever asked had got to; 0 for the beginning, which is also the answer to a place that the feed has not reached. */
  readonly from: number
  /** Ask on after this. */
  readonly to: number
  /**
   * What stands at `to`, or before it where nothing does: shown with the place, it tells the issuer whether its feed still is the one that
   * was read, and not one from a backup that has grown as long.
   */
  readonly mark: string
  /** False when there is more to ask for now. */
  readonly isLast: boolean
  /** Another text whenever the published keys, or their states, are others. */
  readonly keySet: string
  readonly revocations: readonly Revocation[]
}

/** The longest page, in characters. Longer ones are refused unread. */
export const maxPageLength = 1024 * 1024
/** The most revocations on a page: with the longest ids it stays below `maxPageLength`. */
export const maxPageEntries = 1_000

/** Signed with every page, and never sent. */
export const pageAssertion = Buffer.from('fieldgate revocations v1')

/**
 * The key id that a page names: a hint, as with access tokens.
 *
 * @throws {UnauthenticatedError} MALFORMED
 */
export function readPageKeyId(page: string): string {
  return readKeyId(page, maxPageLength)
}

/**
 * A page whose signature holds. Whether it is the right issuer's, fresh, and goes on where the last one ended is for the follower to say.
 *
 * @throws {UnauthenticatedError} MALFORMED or BAD_SIGNATURE
 * @throws {TypeError} signed, and yet no page
 */
export function openRevocationPage(page: string, key: PublicKey): RevocationPage {
  const payload: unknown = JSON.parse(openV4Public(page, key, pageAssertion).toString())
  const { iss, iat, from, to, mark, last, keys, revocations } = payload as Record<string, unknown>
  const issuedAt = new Date(String(iat))
  const isWhole =
    typeof iss === 'string' && isInstant(issuedAt) && isPlace(from) && isPlace(to) && from <= to && typeof last === 'boolean'
  if (!isWhole || typeof mark !== 'string' || typeof keys !== 'string' || !Array.isArray(revocations))
    throw new TypeError('The page lacks a member.')
  return { issuer: iss, issuedAt, from, to, mark, isLast: last, keySet: keys, revocations: revocations.map(readRevocation) }
}

function readRevocation(entry: unknown): Revocation {
  if (!Array.isArray(entry) || entry.length !== 4) throw new TypeError('An entry of the page is no revocation.')
  const [name, targetId, revokedAtMs, expiresAtMs] = entry as unknown[]
  const kind = revocationKinds.find((known) => known === name)
  const revokedAt = new Date(Number(revokedAtMs))
  const expiresAt = new Date(Number(expiresAtMs))
  if (!kind || typeof targetId !== 'string' || targetId === '' || !isInstant(revokedAt) || !isInstant(expiresAt))
    throw new TypeError('An entry of the page is no revocation.')
  return { kind, targetId, revokedAt, expiresAt }
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isInstant(date: Date): boolean {
  return !Number.isNaN(date.getTime())
}
