// Sessions ended from outside of them: one's own by their user, anyone's by an administrator or an operator.

import { NotFoundError } from '../../errors.ts'
import { covers } from '../../scope/covers.ts'
import type { AccessToken } from '../../token/access-token.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import { type Authority, addSeconds, tokensExpireAt } from '../authority.ts'
import type { Revocation, Session } from '../storage.ts'
import { type Ending, sessionEnd } from './session-end.ts'

/** What ending needs of an authorization server: no keys and no secrets, so that an operator can do it with the database alone. */
export type EndingAuthority = Pick<Authority, 'storage' | 'now'>

/** Whose sessions end: all of a user, or all that were begun through a client. */
export type SessionOwner = { readonly userId: string } | { readonly clientId: string }

/** How far the clocks of two nodes may differ: access tokens of a clock that is further ahead are refused as not yet valid. */
const clockToleranceSeconds = 5

/**
 * Ends one session for the bearer of a token, and returns it: one of their own, or anyone's with `sessions:write`. One that has ended
 * stays as it is.
 *
 * @throws {NotFoundError} there is no such session, or it is another user's: one answer for both
 */
export async function revokeSession(
  authority: EndingAuthority,
  token: AccessToken,
  sessionId: string,
  origin: RequestOrigin,
): Promise<Session> {
  const session = await findSessionToEnd(authority, token, sessionId)
  const reason = session.userId === token.subject ? 'revoked by the user' : 'revoked by an administrator'
  return endSession(authority, session.id, { actorId: token.subject, reason, origin })
}

/**
 * The session, if the bearer may end it.
 *
 * @throws {NotFoundError} there is no such session, or it is another user's: one answer for both
 */
export async function findSessionToEnd({ storage }: EndingAuthority, token: AccessToken, sessionId: string): Promise<Session> {
  const session = await storage.findSession(sessionId)
  const isOwn = session?.userId === token.subject
  if (!session || !(isOwn || token.scopes.some((scope) => covers(scope, 'sessions:write')))) throw noSession()
  return session
}

/**
 * Ends one session, whoever's, and returns it. One that has ended stays as it is.
 *
 * @throws {NotFoundError} there is no such session
 */
export async function endSession({ storage, now }: EndingAuthority, sessionId: string, ending: Ending): Promise<Session> {
  await storage.endSessions({ sessionId }, sessionEnd(ending, now()))
  const session = await storage.findSession(sessionId)
  if (!session) throw noSession()
  return session
}

/**
 * Ends every session of a user or a client, with every access token that was issued so far, a client's own included; returns how many
 * sessions could still have been refreshed.
 *
 * Who is not disabled may log in again at once. Tokens that a client gets within the next five seconds are refused too.
 *
 * @throws {NotFoundError} there is no such user or client
 */
export async function revokeSessions({ storage, now }: EndingAuthority, owner: SessionOwner, ending: Ending): Promise<number> {
  const { actorId, reason, origin } = ending
  const at = now()
  const revocation = revocationOf(owner, at)
  const facts = { actorId, targetId: revocation.targetId, ...('clientId' in owner && owner) }
  const count = await storage.revokeSessions(owner, {
    end: sessionEnd(ending, at),
    revocation,
    audit: (revokedSessionCount) =>
      auditEntry('sessions.revoked', at, origin, { ...facts, data: { kind: revocation.kind, reason, revokedSessionCount } }),
  })
  if (count === undefined) throw new NotFoundError(`There is no such ${revocation.kind}.`)
  return count
}

/**
 * What is revoked beside the sessions: whatever was issued until then.
 *
 * A user's tokens all hang on sessions, which end by their ids whatever the clocks say, and a login under way has begun its session before
 * or begins it after; so a user's revocation is of this instant, and the login that follows it is good. A client's own tokens hang on
 * nothing but their instant: one that a node with a clock ahead issued just before, or that was asked for while this is being written,
 * must die too, and five seconds without new tokens are the lesser evil.
 */
export function revocationOf(owner: SessionOwner, at: Date): Revocation {
  if ('userId' in owner) return { kind: 'user', targetId: owner.userId, revokedAt: at, expiresAt: tokensExpireAt(at) }
  const revokedAt = addSeconds(at, clockToleranceSeconds)
  return { kind: 'client', targetId: owner.clientId, revokedAt, expiresAt: tokensExpireAt(revokedAt) }
}

function noSession(): NotFoundError {
  return new NotFoundError('There is no such session.')
}
