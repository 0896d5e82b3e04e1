// The scopes that our own API asks for. They exist from the first start, and are reserved for administrators.

import type { ScopeDefinition } from '../authorization-server/storage.ts'

const descriptions: readonly (readonly [name: string, description: string])[] = [
  ['audit:read', 'Read the audit log.'],
  ['clients:read', 'Read client apps.'],
  ['clients:write', 'Change client apps and their secrets.'],
  ['keys:read', 'Read the signing keys.'],
  ['keys:write', 'Rotate and revoke signing keys.'],
  ['metrics:read', 'Read activity figures.'],
  ['roles:read', 'Read roles.'],
  ['roles:write', 'Change roles.'],
  ['scopes:read', 'Read the registry of scopes.'],
  ['scopes:write', 'Change the registry of scopes.'],
  ['sessions:read', "Read anyone's sessions."],
  ['sessions:write', "End anyone's sessions."],
  ['tokens:introspect', 'Look into any token of this service.'],
  ['users:read', 'Read users.'],
  ['users:write', 'Change users.'],
]

/** Their names; reserved for administrators. */
export const adminScopes: readonly string[] = descriptions.map(([name]) => name)

/** Their definitions, as of their first start. */
export function builtInScopes(createdAt: Date): Omit<ScopeDefinition, 'version'>[] {
  return descriptions.map(([name, description]) => ({ name, description, implies: [], isDefault: false, createdAt }))
}
