// GET /.well-known/fieldgate: where everything is and what is supported, from the issuer alone. After RFC 8414 section 3.

import type { FastifyInstance } from 'fastify'
import { answerCacheable } from './etag.ts'
import { paths } from './paths.ts'

/** What the authorization server supports. */
export interface Capabilities {
  readonly grantTypesSupported: readonly string[]
  readonly scopesSupported: readonly string[]
}

/** What the route works with. */
export interface DiscoveryRouteOptions {
  /** Without a slash at the end; endpoints are built on it. */
  issuer: string
  discovery: () => Promise<Capabilities>
}

/** Adds the route. */
export function addDiscoveryRoute(app: FastifyInstance, { issuer, discovery }: DiscoveryRouteOptions): void {
  app.get(paths.discovery, async (request, reply) => {
    const { grantTypesSupported, scopesSupported } = await discovery()
    const body = JSON.stringify({
      issuer,
      graphqlEndpoint: issuer + paths.graphql,
      keysEndpoint: issuer + paths.keys,
      revocationsEndpoint: issuer + paths.revocations,
      schemaEndpoint: issuer + paths.schema,
      grantTypesSupported,
      scopesSupported,
      accessTokenFormat: 'v4.public',
    })
    return answerCacheable(request, reply, {
      body,
      contentType: 'application/json; charset=utf-8',
      cacheControl: 'public, max-age=60',
    })
  })
}
