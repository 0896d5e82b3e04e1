// What the end of a session writes beside it, whoever ends it.

import { maxLifetimeSeconds } from '../token/claims.ts'
import { auditEntry, type RequestOrigin } from './audit.ts'
import { addSeconds, tokensExpireAt } from './authority.ts'
import type { SessionEnd } from './storage.ts'

/** A session's end, told in the audit log; its revocation outlives every access token of it. */
export function sessionEnd(reason: string, actorId: string | null, at: Date, origin: RequestOrigin): SessionEnd {
  return {
    at,
    reason,
    tokensExpireAt: tokensExpireAt(at),
    tokensIssuedAfter: addSeconds(at, -maxLifetimeSeconds),
    audit: ({ id, clientId }) => auditEntry('session.ended', at, origin, { actorId, clientId, targetId: id, data: { reason } }),
  }
}
