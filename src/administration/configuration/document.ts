// The configuration of a service as one document: its scopes, roles and clients, without what belongs to one database alone.
//
// Instants and versions are left out: they tell of one database's past, and a record that is imported begins another one. Ids stay, for
// apps hold those of clients. Of the built-in scopes only those stand here that an administrator has changed.

import type { Client, ScopeDefinition } from '../../authorization-server/storage.ts'

/** Of the documents that this version writes and reads. */
export const formatVersion = 1

/** A registered scope. */
export type ScopeEntry = Pick<ScopeDefinition, 'name' | 'description' | 'implies' | 'isDefault'>

/** A role; who holds it is no configuration. */
export interface RoleEntry {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly scopes: readonly string[]
}

/** A client without its secrets. */
export type ClientEntry = Omit<Client, 'secrets' | 'createdAt' | 'updatedAt' | 'version'>

/** The whole of it. A part that is missing says nothing about its records; an empty one says that there are none. */
export interface ConfigurationDocument {
  readonly scopes?: readonly ScopeEntry[]
  readonly roles?: readonly RoleEntry[]
  readonly clients?: readonly ClientEntry[]
  /** The hashes of the clients' secrets, sealed under the root secret. */
  readonly sealedSecrets?: string
}

/** What it looks like in a file: the names in this order, every list sorted. */
export function scopeEntry({ name, description, implies, isDefault }: ScopeEntry): ScopeEntry {
  return { name, description, implies: [...implies].sort(), isDefault }
}

/** See scopeEntry. */
export function roleEntry({ id, name, description, scopes }: RoleEntry): RoleEntry {
  return { id, name, description, scopes: [...scopes].sort() }
}

/** See scopeEntry. */
export function clientEntry(client: ClientEntry): ClientEntry {
  return {
    id: client.id,
    name: client.name,
    description: client.description,
    type: client.type,
    isFirstParty: client.isFirstParty,
    isEnabled: client.isEnabled,
    grantTypes: [...client.grantTypes].sort(),
    allowedScopes: [...client.allowedScopes].sort(),
    defaultScopes: [...client.defaultScopes].sort(),
    allowedAudiences: [...client.allowedAudiences].sort(),
    accessTokenLifetimeSeconds: client.accessTokenLifetimeSeconds,
    refreshTokenIdleSeconds: client.refreshTokenIdleSeconds,
    refreshTokenAbsoluteSeconds: client.refreshTokenAbsoluteSeconds,
  }
}
