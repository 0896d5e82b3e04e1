// A signed place in the audit log's chain: PASETO v4.public with an implicit assertion of its own for each kind, so that none passes for
// the other, nor for a token. What signs it is in sign-audit-mark.ts.

import { readKeyId } from './footer.ts'
import type { PublicKey } from './public-key.ts'
import { openV4Public } from './v4-public.ts'

/**
 * The end of the chain as of an instant; where it goes on from after older events were deleted; or the end of an export, which vouches for
 * a file and gives nobody leave to delete what is in it.
 */
export type AuditMarkKind = 'head' | 'checkpoint' | 'export'

/** A place in the chain. */
export interface AuditMark {
  readonly kind: AuditMarkKind
  readonly issuer: string
  /** When it was signed. */
  readonly issuedAt: Date
  /** Of the event there; 0 for the beginning, before any event. */
  readonly sequence: number
  /** Of the event there, in hexadecimal. */
  readonly hash: string
}

const maxMarkLength = 4_096
const hashPattern = /^[0-9a-f]{64}$/

/** Signed with every mark of a kind, and never sent. */
export function markAssertion(kind: AuditMarkKind): Uint8Array {
  return Buffer.from(`fieldgate audit ${kind} v1`)
}

/**
 * The key id that a mark names: a hint, as with access tokens.
 *
 * @throws {UnauthenticatedError} MALFORMED
 */
export function readMarkKeyId(token: string): string {
  return readKeyId(token, maxMarkLength)
}

/**
 * A mark whose signature holds.
 *
 * @throws {UnauthenticatedError} MALFORMED or BAD_SIGNATURE
 * @throws {TypeError} signed, and yet no mark
 */
export function openAuditMark(kind: AuditMarkKind, token: string, key: PublicKey): AuditMark {
  const payload: unknown = JSON.parse(openV4Public(token, key, markAssertion(kind)).toString())
  const { iss, iat, sequence, hash } = payload as Record<string, unknown>
  const issuedAt = new Date(String(iat))
  const isPlace = Number.isSafeInteger(sequence) && Number(sequence) >= 0
  if (
    typeof iss !== 'string' ||
    Number.isNaN(issuedAt.getTime()) ||
    !isPlace ||
    typeof hash !== 'string' ||
    !hashPattern.test(hash)
  )
    throw new TypeError('The mark lacks a member.')
  return { kind, issuer: iss, issuedAt, sequence: Number(sequence), hash }
}
