// Requests that no route answers: 405 where another method would, 404 elsewhere.

import type { FastifyInstance } from 'fastify'
import { BadUserInputError, NotFoundError } from '../errors.ts'
import { answerError } from './answer-error.ts'

const methods = ['GET', 'HEAD', 'POST'] as const

/** Adds the hook. It answers before a body is read, so whatever such a request carries is never parsed. */
export function addMissingRoute(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return undefined
    const [url = ''] = request.url.split('?')
    const allowed = methods.filter((method) => app.hasRoute({ method, url }))
    if (allowed.length === 0) return answerError(reply, 404, new NotFoundError('There is nothing at this path.'))

    reply.header('allow', allowed.join(', '))
    return answerError(reply, 405, new BadUserInputError('method', `Use ${allowed.join(' or ')} at this path.`))
  })
}
