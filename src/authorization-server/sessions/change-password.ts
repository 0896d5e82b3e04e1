// A user changes their password; every other session ends with the old one.

import { BadUserInputError, InvalidCredentialsError, NotFoundError, UnauthenticatedError } from '../../errors.ts'
import type { AccessToken } from '../../token/access-token.ts'
import { evaluateGuess, placesOfSession, placesOfStranger } from '../attempts/attempts.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import type { Authority } from '../authority.ts'
import { assertAcceptablePassword, assertHashable } from '../passwords.ts'
import { sessionEnd } from './session-end.ts'

/** What the user typed, and whether the session that asks may go on. */
export interface ChangePasswordRequest {
  readonly currentPassword: string
  readonly newPassword: string
  readonly keepThisSession: boolean
}

/**
 * Replaces the password of the token's user and returns how many sessions ended with the old one.
 *
 * @throws {BadUserInputError} the new password is too short, too long, well known or the old one
 * @throws {InvalidCredentialsError} the current password is wrong
 * @throws {NotFoundError} the token is a client's own
 * @throws {RateLimitedError} too many wrong guesses by this session, and at this account or from this address
 * @throws {UnauthenticatedError} the user is disabled or gone
 */
export async function changePassword(
  authority: Authority,
  token: AccessToken,
  { currentPassword, newPassword, keepThisSession }: ChangePasswordRequest,
  origin: RequestOrigin,
): Promise<number> {
  const { storage, passwords, now } = authority
  assertHashable('currentPassword', currentPassword)
  if (token.subject === token.clientId) throw new NotFoundError("The token is a client's own, and clients have no password.")
  const user = await storage.findUser(token.subject)
  if (!user?.isEnabled) throw new UnauthenticatedError('REVOKED', 'The user is disabled or gone.')
  assertAcceptablePassword('newPassword', newPassword, user.email)
  if (newPassword.normalize('NFC') === currentPassword.normalize('NFC'))
    throw new BadUserInputError('newPassword', 'The new password is the same as the current one.')
  const stranger = placesOfStranger(authority, user.email, origin)
  const facts = { actorId: user.id, clientId: token.clientId, targetId: user.id }
  const isRight = await evaluateGuess(authority, {
    // By the session first: those who guess at the login keep nobody who is in from changing the password.
    places: token.sessionId === undefined ? [stranger] : [placesOfSession(authority, token.sessionId), stranger],
    origin,
    isRight: () => passwords.verify(currentPassword, user.passwordHash),
    failed: (at) => auditEntry('password.change_failed', at, origin, facts),
  })
  if (!isRight) throw new InvalidCredentialsError('password', 'The current password is wrong.')
  const passwordHash = await passwords.hash(newPassword)
  const at = now()
  const changed = await storage.replacePassword({
    userId: user.id,
    checkedPasswordHash: user.passwordHash,
    passwordHash,
    keepSessionId: keepThisSession ? (token.sessionId ?? null) : null,
    end: sessionEnd({ actorId: user.id, reason: 'password changed', origin }, at),
    audit: auditEntry('password.changed', at, origin, facts),
  })
  if (!changed) throw new InvalidCredentialsError('The password was changed by another request meanwhile.')
  return changed.revokedSessionCount
}
