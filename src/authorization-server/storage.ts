// What the authorization server asks of its store, in one; the parts stand beside what they are for.

import type { ActivityStorage } from './activity/activity-storage.ts'
import type { AttemptStorage } from './attempts/attempt-storage.ts'
import type { ChainStorage } from './audit-log/chain-storage.ts'
import type { AuditEventListStorage } from './audit-log/event-list.ts'
import type { AuditEntry, Client, ScopeDefinition, User, UserForLogin } from './records.ts'
import type { RevocationStorage } from './revocation-storage.ts'
import type { SessionStorage } from './sessions/session-storage.ts'

export type { Revocation, RevocationKind } from '../token/revocation-page.ts'
export type { AttemptSettlement } from './attempts/attempt-storage.ts'
export type {
  AuditEntry,
  Client,
  ClientSecret,
  ClientType,
  GrantType,
  RefreshToken,
  Role,
  ScopeDefinition,
  Session,
  User,
  UserForLogin,
} from './records.ts'
export type { FeedPlace, FeedStretch } from './revocation-storage.ts'
export type {
  NewRefreshToken,
  PasswordChange,
  ReuseKind,
  Rotation,
  RotationOutcome,
  SessionEnd,
  SessionStart,
  SessionsRevocation,
} from './sessions/session-storage.ts'

/** Everything the authorization server asks of its store. Every write is one transaction, with its audit entry in it. */
export interface AuthorizationStorage
  extends SessionStorage,
    RevocationStorage,
    AttemptStorage,
    ChainStorage,
    AuditEventListStorage,
    ActivityStorage {
  findUser(id: string): Promise<User | undefined>
  findUserForLogin(email: string): Promise<UserForLogin | undefined>
  findClient(id: string): Promise<Client | undefined>
  listScopeDefinitions(): Promise<readonly ScopeDefinition[]>

  recordEvent(audit: AuditEntry): Promise<void>
  /** Records the event and notes when the secret was used. */
  recordSecretUse(secretId: string, audit: AuditEntry): Promise<void>
  /** Replaces the hash of a client secret, unless it is no longer the one that was read. */
  rehashClientSecret(rehash: { id: string; from: string; to: string }): Promise<void>
}
