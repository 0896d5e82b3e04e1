// What a row must be to become a user: the same as createUser asks for.

import { assertAcceptableHash } from '../../authorization-server/password-hash.ts'
import { assertAcceptablePassword } from '../../authorization-server/passwords.ts'
import type { Role, ScopeDefinition } from '../../authorization-server/storage.ts'
import { BadUserInputError, NotFoundError } from '../../errors.ts'
import { checkOptionalText, checkScopes } from '../checks.ts'
import { checkEmail, checkRoleIds } from '../user-rules.ts'
import type { Row } from './rows.ts'

/** A user to be, with a password that is still to be hashed, or a hash. */
export interface CheckedUser {
  readonly line: number
  readonly email: string
  readonly displayName: string | null
  readonly roleIds: readonly string[]
  readonly scopes: readonly string[]
  readonly secret: { readonly password: string } | { readonly hash: string }
}

/** What there is that a row may name. */
export interface Known {
  readonly roles: ReadonlyMap<string, Role>
  readonly definitions: readonly ScopeDefinition[]
}

/**
 * The user that a row tells of.
 *
 * @throws {BadUserInputError} {InvalidScopeError} {NotFoundError} it tells of none
 */
export function checkRow({ line, fields }: Row, { roles, definitions }: Known): CheckedUser {
  const email = checkEmail('email', textOf('email', fields.email) ?? '')
  const names = listOf('roles', fields.roles)
  const found = names.map((name) => roles.get(name.normalize('NFC')))
  if (found.includes(undefined)) throw new NotFoundError('There is no role of that name.')
  return {
    line,
    email,
    displayName: checkOptionalText('displayName', textOf('displayName', fields.displayName), 200),
    roleIds: checkRoleIds(found.flatMap((role) => (role ? [role.id] : []))),
    scopes: checkScopes('scopes', listOf('scopes', fields.scopes), definitions),
    secret: secretOf(textOf('password', fields.password), textOf('passwordHash', fields.passwordHash), email),
  }
}

function secretOf(password: string | null, hash: string | null, email: string): CheckedUser['secret'] {
  if ((password === null) === (hash === null))
    throw new BadUserInputError('password', 'It must have either a password or a passwordHash.')
  if (hash !== null) {
    assertAcceptableHash('passwordHash', hash)
    return { hash }
  }
  assertAcceptablePassword('password', password ?? '', email)
  return { password: password ?? '' }
}

function textOf(field: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  throw new BadUserInputError(field, 'It must be a text.')
}

function listOf(field: string, value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) return value
  throw new BadUserInputError(field, 'It must be a list of texts.')
}
