// GET /revocations: everything that stopped being valid before its time, as one snapshot.

import type { FastifyInstance } from 'fastify'
import { answerCacheable } from './etag.ts'
import { paths } from './paths.ts'

/** Something revoked. */
export interface PublishedRevocation {
  readonly kind: 'token' | 'session' | 'user' | 'client' | 'key'
  readonly targetId: string
  readonly revokedAt: Date
  /** When the last token it names has expired, and the entry leaves. */
  readonly expiresAt: Date
}

/** All of them. */
export interface RevocationSnapshot {
  /** Opaque; another one whenever the list is another. */
  readonly position: string
  readonly revocations: readonly PublishedRevocation[]
}

/** What the route works with. */
export interface RevocationsRouteOptions {
  revocations: () => Promise<RevocationSnapshot>
}

/** Adds the route. No cache may answer in our place: a revocation counts from the second it is written. */
export function addRevocationsRoute(app: FastifyInstance, { revocations }: RevocationsRouteOptions): void {
  app.get(paths.revocations, async (request, reply) => {
    const snapshot = await revocations()
    return answerCacheable(request, reply, {
      body: JSON.stringify({
        position: snapshot.position,
        revocations: snapshot.revocations.map(({ kind, targetId, revokedAt, expiresAt }) => ({
          kind,
          targetId,
          revokedAt,
          expiresAt,
        })),
      }),
      contentType: 'application/json; charset=utf-8',
      cacheControl: 'no-cache',
    })
  })
}
