// GET /revocations: everything that stopped being valid before its time, page by page or as it happens (server-sent events).

import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RevocationFeed, SignedPage } from '../authorization-server/revocation-feed.ts'
import { BadUserInputError, InternalError } from '../errors.ts'
import { answerError } from './answer-error.ts'
import { paths } from './paths.ts'
import { protectiveHeaders } from './response-headers.ts'

/** What the route works with. */
export interface RevocationsRouteOptions {
  revocations: RevocationFeed
}

/** A follower that does not read is cut off, and goes on from where it was when it comes back. */
const maxWaitingBytes = 16 * 1024 * 1024

/**
 * Adds the route: `?after=` is the place that the caller has reached, 0 or nothing for the beginning.
 *
 * The answer is `{"page":"v4.public.…"}`; with `Accept: text/event-stream`, one event `page` after the other, at least one a second,
 * each with its place as the id, so that `Last-Event-ID` goes on from there.
 */
export function addRevocationsRoute(app: FastifyInstance, { revocations }: RevocationsRouteOptions): void {
  app.addHook('preClose', async () => revocations.close())
  app.get(paths.revocations, { exposeHeadRoute: false }, async (request, reply) => {
    const after = readPlace(request)
    // No cache may answer in our place: a revocation counts from the second it is written.
    reply.header('cache-control', 'no-store').header('vary', 'accept')
    if (wantsEvents(request)) return sendEvents(revocations, after, reply)
    const { text } = await revocations.readPage(after)
    return reply.type('application/json; charset=utf-8').send(JSON.stringify({ page: text }))
  })
}

function readPlace({ headers, query }: FastifyRequest): number {
  const text = headers['last-event-id'] ?? (query as { after?: unknown }).after ?? '0'
  const place = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(place)) throw new BadUserInputError('after', 'A place in the feed is a whole number from 0 on.')
  return place
}

function wantsEvents({ headers }: FastifyRequest): boolean {
  return /\btext\/event-stream\b/i.test(headers.accept ?? '')
}

function sendEvents(feed: RevocationFeed, after: number, reply: FastifyReply): FastifyReply {
  const { raw } = reply
  const stop = feed.follow(after, {
    send({ to, text }: SignedPage) {
      raw.write(`event: page\nid: ${to}\ndata: ${text}\n\n`)
      if (raw.writableLength > maxWaitingBytes) raw.destroy()
    },
    end: () => raw.end(),
  })
  if (!stop) return answerError(reply, 503, new InternalError({ retryAfterSeconds: 1, cause: 'Too many follow the feed.' }))
  reply.hijack()
  raw.once('close', stop)
  // No hook runs any more. Some proxies would keep the events for later.
  const headers = { ...reply.getHeaders(), ...protectiveHeaders, 'x-request-id': reply.request.id }
  raw.writeHead(200, { ...(headers as OutgoingHttpHeaders), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
  raw.flushHeaders()
  return reply
}
