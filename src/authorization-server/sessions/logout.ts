// A user ends their own sessions: this one, or every one.

import type { AccessToken } from '../../token/access-token.ts'
import type { RequestOrigin } from '../audit.ts'
import type { Authority } from '../authority.ts'
import { revokeOneToken } from '../revoke-token.ts'
import { sessionEnd } from './session-end.ts'

/**
 * Ends the session of a token, or all sessions of its user, and returns how many there were.
 *
 * A token without a session (client credentials) is itself revoked; that counts as no session.
 */
export async function logout(
  authority: Authority,
  token: AccessToken,
  { everywhere }: { everywhere: boolean },
  origin: RequestOrigin,
): Promise<number> {
  if (token.sessionId === undefined) {
    await revokeOneToken(authority, token, { actorId: token.subject, origin })
    return 0
  }
  const which = everywhere ? { userId: token.subject } : { sessionId: token.sessionId }
  const end = sessionEnd({ actorId: token.subject, reason: 'logout', origin }, authority.now())
  return authority.storage.endSessions(which, end)
}
