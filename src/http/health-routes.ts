// GET /healthz and GET /readyz: whether to restart this process, and whether to send it requests.

import type { FastifyInstance } from 'fastify'
import { paths } from './paths.ts'

/** One thing that must work before requests are taken. */
export interface ReadinessCheck {
  /** Public: "database", "signing key". */
  readonly name: string
  readonly isReady: boolean
  /** For the log only. */
  readonly detail?: string
}

/** What the routes work with. */
export interface HealthRoutesOptions {
  /** An error that it throws counts as not ready. */
  checkReadiness: () => Promise<readonly ReadinessCheck[]>
}

/** Adds both routes. Liveness asks nothing: a lost database is no reason to restart. */
export function addHealthRoutes(app: FastifyInstance, { checkReadiness }: HealthRoutesOptions): void {
  app.get(paths.health, async () => ({ status: 'ok' }))

  app.get(paths.readiness, async (request, reply) => {
    const checks = await checkReadiness().catch((err: unknown): readonly ReadinessCheck[] => {
      request.log.error({ err }, 'readiness could not be checked')
      return [{ name: 'checks', isReady: false }]
    })
    const failed = checks.filter(({ isReady }) => !isReady)
    if (failed.length > 0) request.log.warn({ failed }, 'not ready')
    return reply.code(failed.length === 0 ? 200 : 503).send({
      status: failed.length === 0 ? 'ready' : 'not ready',
      checks: checks.map(({ name, isReady }) => ({ name, isReady })),
    })
  })
}
