// What resource servers and developers read without a token: discovery, keys, revocations, schema.

import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** A verification key as it is published. */
export interface PublishedKey {
  readonly id: string
  readonly key: string
  readonly status: string
  readonly activatesAt: Date
  readonly expiresAt: Date | null
}

export interface PublishedRevocation {
  readonly kind: string
  readonly targetId: string
  readonly revokedAt: Date
  readonly expiresAt: Date
}

export interface Documents {
  readonly discovery: () => Promise<Readonly<Record<string, unknown>>>
  readonly keys: () => Promise<readonly PublishedKey[]>
  /** Every revocation that still names a live token. */
  readonly revocations: () => Promise<readonly PublishedRevocation[]>
  readonly schemaSdl: string
}

export function serveDocuments(server: FastifyInstance, { discovery, keys, revocations, schemaSdl }: Documents): void {
  server.get('/.well-known/fieldgate', async (request, reply) => {
    return sendJson(request, reply, await discovery(), 'public, max-age=60')
  })
  server.get('/keys', async (request, reply) => sendJson(request, reply, { keys: await keys() }, 'public, max-age=60'))
  server.get('/revocations', async (request, reply) => {
    const entries = await revocations()
    // Whoever holds an older list sees by this that it is older; a live feed will count instead.
    const position = tagOf(JSON.stringify(entries))
    return sendJson(request, reply, { position, revocations: entries }, 'no-cache')
  })
  server.get('/schema.graphql', async (request, reply) => {
    return send(request, reply, { body: schemaSdl, type: 'text/plain; charset=utf-8', caching: 'public, max-age=60' })
  })
}

function sendJson(request: FastifyRequest, reply: FastifyReply, value: unknown, caching: string): FastifyReply {
  return send(request, reply, { body: JSON.stringify(value), type: 'application/json; charset=utf-8', caching })
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: { body: string; type: string; caching: string },
): FastifyReply {
  const etag = `"${tagOf(answer.body)}"`
  reply.headers({ etag, 'cache-control': answer.caching })
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim())
  if (known?.includes(etag)) return reply.code(304).send()
  return reply.type(answer.type).send(answer.body)
}

function tagOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27)
}
