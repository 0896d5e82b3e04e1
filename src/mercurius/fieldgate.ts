// The Fastify plugin for mercurius: verifies the token, and lets the gate answer every operation that it does not allow whole.

import type { FastifyInstance } from 'fastify'
import { type AdapterOptions, assertAdapterOptions } from '../resource-server/http-answer.ts'
import type { ErrorFormatter } from './deliver.ts'
import { createGuard } from './guard.ts'

/** What the plugin works with. */
export interface FieldgateOptions extends AdapterOptions {
  /**
   * mercurius' `errorFormatter`. Plugins cannot see it, and operations of which something is refused are answered by the gate; of what it
   * returns there, the errors count. Without it, unexpected errors of resolvers are masked in those answers.
   */
  errorFormatter?: ErrorFormatter
  /** The functions that stand at the top of mercurius' `resolvers`, if there are any. */
  rootValue?: unknown
}

/**
 * Protects a mercurius server: `app.register(fieldgate, { gate, verifier })` after mercurius, on the same Fastify instance.
 *
 * An allowed operation is left to mercurius, without its JIT, which mistakes one operation of a document for another. Of others the gate
 * answers: with partial data, or with 401 or 403 and no data. An unusable token is answered with 401 before anything else. The entries of a
 * batch are judged each alone. It also holds for `reply.graphql` and for `app.graphql` with a `reply` in the context.
 *
 * mercurius shows no hook the variables of a subscription, and validates none. So subscriptions cannot be judged, and the plugin does not
 * start beside them: serve them with graphql-ws over `gate.subscribe`.
 *
 * @throws {TypeError} while Fastify starts: without a gate or a verifier, without mercurius, beside mercurius' subscriptions, or with another
 *   schema than the gate's
 */
export async function fieldgate(app: FastifyInstance, options: FieldgateOptions): Promise<void> {
  assertAdapterOptions(options)
  if (!Object.hasOwn(app, 'graphql')) {
    throw new TypeError('Register fieldgate after mercurius, and on the same Fastify instance.')
  }
  if (app.graphql.pubsub) {
    throw new TypeError(
      'fieldgate cannot judge subscriptions of mercurius. Turn "subscription" off; serve them with gate.subscribe.',
    )
  }
  const guard = createGuard(options)
  app.graphql = new Proxy(app.graphql, guard.handler)

  app.addHook('onReady', async () => {
    if (app.graphql.schema !== options.gate.schema) {
      throw new TypeError('"gate" was built from another schema than mercurius serves. Build it from app.graphql.schema.')
    }
    // As late as can be: a hook after it could exchange what was judged.
    app.graphql.addHook('preExecution', guard.judge)
  })
}

// As fastify-plugin does it: the plugin is for the instance that it is registered on.
Object.assign(fieldgate, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'fieldgate',
})
