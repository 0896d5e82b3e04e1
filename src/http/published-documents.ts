// What the read-only routes publish of an authorization server.

import { createHash } from 'node:crypto'
import type { Authority } from '../authorization-server/authority.ts'
import type { DiscoveryRouteOptions } from './discovery-route.ts'
import type { KeysRouteOptions } from './keys-route.ts'
import type { RevocationsRouteOptions } from './revocations-route.ts'

/** The sources of discovery, keys and revocations; each asks the authority anew. */
export function publishedDocuments({
  storage,
  keyRing,
  now,
}: Authority): Pick<DiscoveryRouteOptions, 'discovery'> & KeysRouteOptions & RevocationsRouteOptions {
  return {
    discovery: async () => ({
      grantTypesSupported: ['PASSWORD', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'],
      scopesSupported: (await storage.listScopeDefinitions()).map(({ name }) => name),
    }),
    publishedKeys: async () => (await keyRing.listKeys()).map(({ publicKey: key, ...record }) => ({ ...record, key })),
    revocations: async () => {
      const revocations = await storage.listRevocations(now())
      const position = createHash('sha256').update(JSON.stringify(revocations)).digest('base64url')
      return { position, revocations }
    },
  }
}
