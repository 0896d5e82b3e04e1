// What the read-only routes publish of an authorization server.

import type { Authority } from '../authorization-server/authority.ts'
import type { DiscoveryRouteOptions } from './discovery-route.ts'
import type { KeysRouteOptions } from './keys-route.ts'

/** The sources of discovery and keys; each asks the authority anew. */
export function publishedDocuments({ storage, keyRing }: Authority): Pick<DiscoveryRouteOptions, 'discovery'> & KeysRouteOptions {
  return {
    discovery: async () => ({
      grantTypesSupported: ['PASSWORD', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'],
      scopesSupported: (await storage.listScopeDefinitions()).map(({ name }) => name),
    }),
    publishedKeys: async () => (await keyRing.listKeys()).map(({ publicKey: key, ...record }) => ({ ...record, key })),
  }
}
