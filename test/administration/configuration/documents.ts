// Documents for tests: one of each kind, to change from.

import type {
  ClientEntry,
  ConfigurationDocument,
  RoleEntry,
  ScopeEntry,
} from '../../../src/administration/configuration/document.ts'

export const roleId = 'rol_0190d6c8-0000-7000-8000-000000000001'
export const clientId = 'cli_0190d6c8-0000-7000-8000-000000000002'

export function scope(traits: Partial<ScopeEntry> = {}): ScopeEntry {
  return { name: 'orders:read', description: 'Read orders.', implies: [], isDefault: false, ...traits }
}

export function role(traits: Partial<RoleEntry> = {}): RoleEntry {
  return { id: roleId, name: 'Support', description: null, scopes: ['orders:read'], ...traits }
}

export function client(traits: Partial<ClientEntry> = {}): ClientEntry {
  return {
    id: clientId,
    name: 'Shop',
    description: null,
    type: 'PUBLIC',
    isFirstParty: true,
    isEnabled: true,
    grantTypes: ['PASSWORD', 'REFRESH_TOKEN'],
    allowedScopes: ['orders:*'],
    defaultScopes: ['orders:read'],
    allowedAudiences: [],
    accessTokenLifetimeSeconds: null,
    refreshTokenIdleSeconds: 3_600,
    refreshTokenAbsoluteSeconds: null,
    ...traits,
  }
}

export function document(traits: Partial<ConfigurationDocument> = {}): ConfigurationDocument {
  return { scopes: [scope()], roles: [role()], clients: [client()], ...traits }
}
