// The security events and how one is made. The list is closed: a type that is not here cannot be written.

import { newId } from './identifiers.ts'
import type { AuditEntry } from './storage.ts'

/** The closed list of security events; each is written exactly once, in the transaction it tells of. */
export type AuditType =
  | 'login.succeeded'
  | 'login.failed'
  | 'attempts.limited'
  | 'refresh.rotated'
  | 'refresh.retried'
  | 'refresh.reused'
  | 'client.authentication_failed'
  | 'token.issued'
  | 'token.exchanged'
  | 'token.revoked'
  | 'session.ended'
  | 'sessions.revoked'
  | 'password.changed'
  | 'password.change_failed'
  | 'user.created'
  | 'client.created'
  | 'role.created'
  | 'key.created'
  | 'key.rotated'
  | 'key.rotation_scheduled'
  | 'key.revoked'
  | 'key.resealed'

/** Where a request came from: for the audit log, the session list, and the limits of guesses, which count by `ipAddress`. */
export interface RequestOrigin {
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly requestId: string | null
}

/** The origin of what the service does by itself. */
export const internalOrigin: RequestOrigin = { ipAddress: null, userAgent: null, requestId: null }

/** Who did what to whom; everything may be unknown. */
export interface AuditFacts {
  actorId?: string | null
  clientId?: string | null
  targetId?: string | null
  /** Further facts, never a secret. */
  data?: Readonly<Record<string, unknown>>
}

/** An event ready to be written. */
export function auditEntry(type: AuditType, at: Date, { ipAddress, requestId }: RequestOrigin, facts: AuditFacts): AuditEntry {
  const { actorId = null, clientId = null, targetId = null, data = {} } = facts
  return { id: newId('evt', at), at, type, actorId, clientId, targetId, ipAddress, requestId, data }
}
