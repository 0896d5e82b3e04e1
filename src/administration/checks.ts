// What administrators send, checked where it is used: each throws naming the field.

import { isRegistered } from '../authorization-server/registered-scopes.ts'
import type { ScopeDefinition } from '../authorization-server/storage.ts'
import { BadUserInputError, ConflictError, InvalidScopeError } from '../errors.ts'
import { isGrantableScope } from '../scope/scope.ts'

const maxListed = 500

/**
 * A name or a text for people: NFC, without spaces around it, 1 to `maxLength` characters, none of them a control character or half of a
 * surrogate pair.
 *
 * @throws {BadUserInputError} it is not
 */
export function checkText(field: string, text: string, maxLength: number): string {
  const normal = text.normalize('NFC').trim()
  if (normal.length === 0) throw new BadUserInputError(field, 'It must not be empty.')
  if (normal.length > maxLength) throw new BadUserInputError(field, `It may have at most ${maxLength} characters.`)
  if (/[\p{Cc}\p{Cs}]/u.test(normal)) throw new BadUserInputError(field, 'It must hold no control characters.')
  return normal
}

/** A text that may be missing: null stays null. */
export function checkOptionalText(field: string, text: string | null | undefined, maxLength: number): string | null {
  return text == null ? null : checkText(field, text, maxLength)
}

/**
 * Scopes that can be granted and are registered, or are wildcards over some that are; each once, in the order given.
 *
 * @throws {InvalidScopeError} naming those that are not
 * @throws {BadUserInputError} more than 500
 */
export function checkScopes(field: string, scopes: readonly string[], definitions: readonly ScopeDefinition[]): string[] {
  if (scopes.length > maxListed) throw new BadUserInputError(field, `It may hold at most ${maxListed} scopes.`)
  const refused = scopes.filter((scope) => !isGrantableScope(scope) || !isRegistered(scope, definitions))
  if (refused.length > 0) throw new InvalidScopeError([...new Set(refused)].sort())
  return [...new Set(scopes)]
}

/**
 * A whole number of seconds within bounds; null for the service's own setting.
 *
 * @throws {BadUserInputError} it is not
 */
export function checkSeconds(field: string, seconds: number | null | undefined, [min, max]: readonly [number, number]) {
  if (seconds == null) return null
  if (!Number.isInteger(seconds) || seconds < min || seconds > max)
    throw new BadUserInputError(field, `It must be from ${min} to ${max} seconds.`)
  return seconds
}

/**
 * A value that a patch may leave out but not take away.
 *
 * @throws {BadUserInputError} it is null
 */
export function checkGiven<T>(field: string, value: T | null | undefined, before: T): T {
  if (value === null) throw new BadUserInputError(field, 'It cannot be null. Leave it out to keep it.')
  return value ?? before
}

/**
 * Holds a record against the version that the caller has seen; null for callers who do not mind.
 *
 * @throws {ConflictError} it was changed meanwhile
 */
export function checkVersion({ version }: { readonly version: number }, seen: number | null | undefined): void {
  if (seen != null && seen !== version)
    throw new ConflictError('version', 'It was changed meanwhile. Read it again, and decide again.')
}
