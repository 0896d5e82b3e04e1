// For orchestrators: is the process alive, and can it do its work?

import type { FastifyInstance } from 'fastify'

export interface Check {
  readonly name: string
  readonly isReady: boolean
}

export interface HealthChecks {
  /** Resolves always; a check that fails is not ready. */
  readonly checkReadiness: () => Promise<readonly Check[]>
}

export function serveHealth(server: FastifyInstance, { checkReadiness }: HealthChecks): void {
  server.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  server.get('/readyz', async (_request, reply) => {
    const checks = await checkReadiness()
    const isReady = checks.every((check) => check.isReady)
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: isReady ? 'ready' : 'not ready', checks })
  })
}
