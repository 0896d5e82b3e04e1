// The security events and how one is made. The catalogue is closed: a type or a field that is not here cannot be written.

import { newId } from './identifiers.ts'
import type { AuditEntry } from './records.ts'

/** What one type of event tells. */
interface CatalogueEntry {
  /** In one sentence, for whoever reads the log. */
  readonly description: string
  /** Names of what may stand in its `data`; never a secret. */
  readonly fields: readonly string[]
}

/** Every security event there is, with the fields of its `data`; each is written exactly once, in the transaction it tells of. */
export const auditCatalogue = {
  'login.succeeded': { description: 'A user logged in; the target is the session.', fields: ['scopes'] },
  'login.failed': { description: 'A login was refused; the actor is the user, where there is one.', fields: ['reason'] },
  'attempts.limited': { description: 'A guess took the last place of a limit.', fields: ['buckets'] },
  'refresh.rotated': { description: 'A refresh token was replaced by its successor.', fields: [] },
  'refresh.retried': { description: 'A refresh was repeated in the replay window, with the same answer.', fields: [] },
  'refresh.reused': { description: 'A spent refresh token came back, and its session ended.', fields: ['kind'] },
  'client.authentication_failed': { description: 'A client was unknown, disabled, or had a wrong secret.', fields: ['reason'] },
  'token.issued': { description: 'A client got a token of its own.', fields: ['scopes', 'audience'] },
  'token.exchanged': { description: 'A token was exchanged for a narrower one.', fields: ['scopes', 'audience'] },
  'token.revoked': { description: 'One access token was revoked.', fields: [] },
  'session.ended': { description: 'A session ended before its time.', fields: ['reason'] },
  'sessions.revoked': {
    description: 'All sessions and tokens of a user or a client were ended.',
    fields: ['kind', 'reason', 'revokedSessionCount'],
  },
  'password.changed': { description: 'A user changed the password.', fields: [] },
  'password.change_failed': { description: 'A change of password was refused: the current one was wrong.', fields: [] },
  'user.updated': { description: 'An administrator changed a user.', fields: ['changed'] },
  'user.deleted': { description: 'A user was deleted.', fields: [] },
  'user.password_set': { description: "An administrator set a user's password.", fields: ['revokedSessionCount'] },
  'user.created': { description: 'A user was created.', fields: [] },
  'client.created': { description: 'A client app was created.', fields: [] },
  'client.updated': { description: 'A client app was changed.', fields: ['changed'] },
  'client.deleted': { description: 'A client app was deleted.', fields: [] },
  'client.secret_rotated': {
    description: 'A client got a new secret beside its old ones.',
    fields: ['secretId', 'overlapSeconds'],
  },
  'client.secret_revoked': { description: 'A secret of a client ended.', fields: ['secretId'] },
  'role.created': { description: 'A role was created.', fields: [] },
  'role.updated': { description: 'A role was changed.', fields: ['changed'] },
  'role.deleted': { description: 'A role was deleted.', fields: ['holderCount'] },
  'scope.created': { description: 'A scope was registered.', fields: [] },
  'scope.updated': { description: 'A registered scope was changed.', fields: ['changed'] },
  'scope.deleted': { description: 'A scope was taken out of the registry.', fields: ['holderCount'] },
  'configuration.imported': {
    description: 'An operator imported configuration; each record has an event of its own.',
    fields: ['createdCount', 'updatedCount', 'deletedCount'],
  },
  'users.imported': { description: 'An operator imported users; each has an event of their own.', fields: ['createdCount'] },
  'webhook.created': {
    description: 'A webhook was made; the host is who hears of events from then on.',
    fields: ['host', 'eventTypes'],
  },
  'webhook.updated': { description: 'A webhook was changed; the host is who hears of events now.', fields: ['changed', 'host'] },
  'webhook.deleted': { description: 'A webhook was deleted.', fields: [] },
  'webhook.disabled': {
    description: 'A webhook had failed for three days, and was disabled by itself.',
    fields: ['failingSince', 'status', 'error'],
  },
  'key.created': { description: 'A signing key was made, and waits for its turn.', fields: [] },
  'key.rotated': { description: 'The next signing key took over.', fields: ['retiredKeyId', 'cause'] },
  'key.rotation_scheduled': { description: 'A rotation was asked for, and comes later.', fields: ['activatesAt', 'cause'] },
  'key.revoked': {
    description: 'A signing key ended, with every token it signed.',
    fields: ['cause', 'status', 'activatedKeyId'],
  },
  'key.resealed': { description: 'A signing key was sealed under another root secret.', fields: [] },
  'audit.pruned': {
    description: 'Old events were exported, and deleted up to a sequence.',
    fields: ['until', 'sequence', 'count'],
  },
  'suspicion.password_spraying': {
    description: 'Logins failed at many accounts from one network, the target.',
    fields: ['accounts', 'failures', 'firstAt', 'lastAt'],
  },
  'suspicion.distributed_guessing': {
    description: 'Logins of one user, the target, failed from many networks.',
    fields: ['networks', 'failures', 'firstAt', 'lastAt'],
  },
  'suspicion.many_networks': {
    description: 'A session, the target, was used from many networks.',
    fields: ['networks', 'uses', 'firstAt', 'lastAt'],
  },
  'suspicion.repeated_reuse': {
    description: 'Spent refresh tokens came back in many sessions of a user or a client, the target.',
    fields: ['sessions', 'firstAt', 'lastAt'],
  },
  'suspicion.denials_jumped': {
    description: 'Many more fields than before were refused to a client, the target.',
    fields: ['denials', 'usual', 'since'],
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>

/** The closed list of security events. */
export type AuditType = keyof typeof auditCatalogue

/** Those that the service concludes from others, and that nothing is concluded from. */
export type SuspicionType = Extract<AuditType, `suspicion.${string}`>

/** What may stand in the `data` of an event; any of it may be missing. */
export type AuditData<T extends AuditType> = { readonly [F in (typeof auditCatalogue)[T]['fields'][number]]?: unknown }

/** Where a request came from: for the audit log, the session list, and the limits of guesses, which count by `ipAddress`. */
export interface RequestOrigin {
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly requestId: string | null
}

/** The origin of what the service does by itself. */
export const internalOrigin: RequestOrigin = { ipAddress: null, userAgent: null, requestId: null }

/** Who did what to whom; everything may be unknown. */
export interface AuditFacts<D> {
  actorId?: string | null
  clientId?: string | null
  targetId?: string | null
  /** Further facts, never a secret. */
  data?: D
}

/** Keeps out fields that are not in the catalogue, also where an object was made earlier and TypeScript lets others through. */
type Exactly<D, T extends AuditType> = D & { readonly [F in Exclude<keyof D, keyof AuditData<T>>]: never }

/** An event ready to be written. */
export function auditEntry<T extends AuditType, D extends AuditData<T>>(
  type: T,
  at: Date,
  { ipAddress, requestId }: RequestOrigin,
  facts: AuditFacts<Exactly<D, T>>,
): AuditEntry {
  const { actorId = null, clientId = null, targetId = null, data = {} } = facts
  return { id: newId('evt', at), at, type, actorId, clientId, targetId, ipAddress, requestId, data }
}
