// What the end of a session writes beside it, whoever ends it.

import { maxLifetimeSeconds } from '../../token/claims.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import { addSeconds, tokensExpireAt } from '../authority.ts'
import type { SessionEnd } from '../storage.ts'

/** Who ends sessions, as the sessions and the audit log will tell. */
export interface Ending {
  /** The user or the client that asks; null for an operator, who is at the machine and in no record. */
  readonly actorId: string | null
  /** As in "revoked by an operator". */
  readonly reason: string
  readonly origin: RequestOrigin
}

/** A session's end, told in the audit log; its revocation outlives every access token of it. */
export function sessionEnd({ actorId, reason, origin }: Ending, at: Date): SessionEnd {
  return {
    at,
    reason,
    tokensExpireAt: tokensExpireAt(at),
    tokensIssuedAfter: addSeconds(at, -maxLifetimeSeconds),
    audit: ({ id, clientId }) => auditEntry('session.ended', at, origin, { actorId, clientId, targetId: id, data: { reason } }),
  }
}
