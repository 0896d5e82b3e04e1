// Takes the token out of an `Authorization` header (RFC 6750 section 2.1).

import { UnauthenticatedError } from '../errors.ts'

/**
 * The text after `Bearer`, not verified in any way; null when there is no header, or a blank one.
 *
 * @throws {UnauthenticatedError} another scheme, or not exactly one token: whoever sends something wants to be someone
 */
export function readBearerToken(header: string | undefined): string | null {
  if (header === undefined || header.trim() === '') return null
  const token = /^ *bearer +([^\s,]+) *$/i.exec(header)?.[1]
  if (token === undefined) {
    throw new UnauthenticatedError('MALFORMED', 'The Authorization header is not "Bearer" and one access token.')
  }
  return token
}
