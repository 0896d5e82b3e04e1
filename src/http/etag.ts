// Answers that a caller may keep and ask again for by their ETag. RFC 9110 sections 8.8.3 and 13.1.2.

import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A document and how it may be kept. */
export interface CacheableAnswer {
  body: string
  contentType: string
  cacheControl: string
}

/** Answers with the document and a strong ETag, or with 304 when the caller has it. */
export function answerCacheable(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, contentType, cacheControl }: CacheableAnswer,
): FastifyReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  reply.header('etag', etag).header('cache-control', cacheControl)
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type(contentType).send(body)
}

/** Compares weakly, as If-None-Match asks for: proxies that compress turn strong tags into weak ones. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
