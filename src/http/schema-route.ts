// GET /schema.graphql: the schema with its directives, for people and tools while introspection is off.

import type { FastifyInstance } from 'fastify'
import { answerCacheable } from './etag.ts'
import { paths } from './paths.ts'

/** Adds the route; as plain text, so that browsers show it. */
export function addSchemaRoute(app: FastifyInstance, { schemaSdl }: { schemaSdl: string }): void {
  app.get(paths.schema, async (request, reply) =>
    answerCacheable(request, reply, {
      body: schemaSdl,
      contentType: 'text/plain; charset=utf-8',
      cacheControl: 'public, max-age=60',
    }),
  )
}
