// GET /keys: the public keys that verify access tokens.

import type { FastifyInstance } from 'fastify'
import { answerCacheable } from './etag.ts'
import { paths } from './paths.ts'

/** A key as resource servers fetch it. */
export interface PublishedKey {
  /** `k4.pid.…` */
  readonly id: string
  /** `k4.public.…` */
  readonly key: string
  readonly status: 'PENDING' | 'ACTIVE' | 'RETIRED' | 'REVOKED'
  readonly activatesAt: Date
  /** When the last token it signed has expired; null while it signs. */
  readonly expiresAt: Date | null
}

/** What the route works with. */
export interface KeysRouteOptions {
  publishedKeys: () => Promise<readonly PublishedKey[]>
}

/** Adds the route. A new key is published well before it signs, so a minute in a cache does no harm. */
export function addKeysRoute(app: FastifyInstance, { publishedKeys }: KeysRouteOptions): void {
  app.get(paths.keys, async (request, reply) => {
    const keys = await publishedKeys()
    return answerCacheable(request, reply, {
      // Field by field: what else a caller's objects hold is not for the public.
      body: JSON.stringify({
        keys: keys.map(({ id, key, status, activatesAt, expiresAt }) => ({ id, key, status, activatesAt, expiresAt })),
      }),
      contentType: 'application/json; charset=utf-8',
      cacheControl: 'public, max-age=60',
    })
  })
}
