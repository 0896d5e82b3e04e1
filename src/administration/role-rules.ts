// What a role must be, whoever makes or changes it.

import { NotFoundError } from '../errors.ts'
import { checkOptionalText, checkText } from './checks.ts'

/** @throws {BadUserInputError} it is no text of 1 to 100 characters */
export function checkRoleName(name: string): string {
  return checkText('name', name, 100)
}

/** @throws {BadUserInputError} it is neither null nor a text of 1 to 1,000 characters */
export function checkRoleDescription(description: string | null | undefined): string | null {
  return checkOptionalText('description', description, 1_000)
}

/** The error of every operation that names a role which is not there. */
export function noRole(): NotFoundError {
  return new NotFoundError('There is no such role.')
}
