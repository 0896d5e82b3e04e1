// The `scope` claim of a token: how a list of scopes is written and read.

import { isGrantableScope } from './scope.ts'

/**
 * The scopes in a `scope` claim, frozen; undefined when any member is odd, so that a claim is never partly valid.
 *
 * Odd is: neither a text nor an array of texts, a member that cannot be granted, a member twice, a blank too many.
 *
 * @param claim scopes parted by single spaces, or an array of them; an empty one holds no scopes
 * @see RFC 9068 section 2.2.3; RFC 6749 section 3.3
 */
export function parseScopeClaim(claim: unknown): readonly string[] | undefined {
  const members = splitClaim(claim)
  return members !== undefined && areFitAndDistinct(members) ? Object.freeze([...members]) : undefined
}

/**
 * The scopes as one `scope` claim, in the order given.
 *
 * @throws {TypeError} when a member cannot be granted or comes twice: parseScopeClaim would refuse the whole claim
 */
export function formatScopeClaim(scopes: readonly string[]): string {
  if (!areFitAndDistinct(scopes)) throw new TypeError('"scopes" holds a text that is no grantable scope, or one scope twice.')
  return scopes.join(' ')
}

function splitClaim(claim: unknown): readonly unknown[] | undefined {
  if (claim === '') return []
  if (typeof claim === 'string') return claim.split(' ')
  // Spread, so that a hole is a member too.
  return Array.isArray(claim) ? [...claim] : undefined
}

function areFitAndDistinct(members: readonly unknown[]): members is readonly string[] {
  return (
    new Set(members).size === members.length && members.every((member) => typeof member === 'string' && isGrantableScope(member))
  )
}
