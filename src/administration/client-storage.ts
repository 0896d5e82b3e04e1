// What the administration of clients asks of its store.

import type {
  AuditEntry,
  Client,
  ClientSecret,
  ClientType,
  ScopeDefinition,
  SessionsRevocation,
} from '../authorization-server/storage.ts'
import type { Page, PageRequest } from './page.ts'

/** A client as it is written, with its secrets. */
export type NewClient = Omit<Client, 'secrets' | 'updatedAt' | 'version'> & { readonly secrets: readonly ClientSecret[] }

/** Which clients to list; what is null or missing does not count. */
export interface ClientFilter {
  /** Part of the name, without regard to the case of ASCII letters; or the whole id. */
  readonly search?: string | null | undefined
  readonly type?: ClientType | null | undefined
  readonly isEnabled?: boolean | null | undefined
}

/** What a change makes of a client. */
export interface ClientChange {
  /** Secrets that are not among its own are added, those it lacks are deleted. */
  readonly next: Client
  readonly audit: AuditEntry
  /** What was issued to the client dies with the change; of more than five hundred sessions, the first of them. */
  readonly revoking?: Omit<SessionsRevocation, 'audit'>
}

/** The part of the storage that administers clients. */
export interface ClientAdministrationStorage {
  /** By their ids, and so by their age. */
  listClients(page: PageRequest, filter: ClientFilter): Promise<Page<Client>>
  countClients(filter: ClientFilter): Promise<number>
  /** Those that exist, in any order. */
  findClients(ids: readonly string[]): Promise<readonly Client[]>
  /**
   * @param assertFit is shown the registry that the client's scopes are of; when it throws, nothing is written
   * @throws {ConflictError} the id is taken
   */
  createClient(client: NewClient, audit: AuditEntry, assertFit?: (registry: readonly ScopeDefinition[]) => void): Promise<void>
  /**
   * Shows `decide` the client and the registry as they are while nobody else can change them, and writes what it returns, as the next
   * version. When it throws, nothing is written. Undefined when there is no such client.
   */
  changeClient(
    id: string,
    decide: (client: Client, registry: readonly ScopeDefinition[]) => ClientChange,
  ): Promise<Client | undefined>
  /** Deletes a client that is disabled, with its secrets and sessions. False when there is none. */
  deleteClient(id: string, audit: AuditEntry): Promise<boolean>
}
