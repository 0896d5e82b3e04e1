// GET /revocations: everything that stopped being valid before its time, page by page or as it happens (server-sent events).

import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RevocationFeed, SignedPage } from '../authorization-server/revocation-feed.ts'
import type { FeedPlace } from '../authorization-server/storage.ts'
import { BadUserInputError, InternalError } from '../errors.ts'
import { answerError } from './answer-error.ts'
import { paths } from './paths.ts'
import { protectiveHeaders } from './response-headers.ts'

/** What the route works with. */
export interface RevocationsRouteOptions {
  revocations: RevocationFeed
}

/**
 * Adds the route: `?after=` is the place that the caller has reached, 0 or nothing for the beginning, `&mark=` what its last page said
 * stands there.
 *
 * The answer is `{"page":"v4.public.…"}`; with `Accept: text/event-stream`, one event `page` after the other, at least one a second,
 * each with its place and mark as the id, so that `Last-Event-ID` goes on from there.
 */
export function addRevocationsRoute(app: FastifyInstance, { revocations }: RevocationsRouteOptions): void {
  app.addHook('preClose', async () => revocations.close())
  app.get(paths.revocations, { exposeHeadRoute: false }, async (request, reply) => {
    const place = readPlace(request)
    // No cache may answer in our place: a revocation counts from the second it is written.
    reply.header('cache-control', 'no-store').header('vary', 'accept')
    if (wantsEvents(request)) return sendEvents({ feed: revocations, place, request, reply })
    const { text } = await revocations.readPage(place)
    return reply.type('application/json; charset=utf-8').send(JSON.stringify({ page: text }))
  })
}

function readPlace({ headers, query }: FastifyRequest): FeedPlace {
  const { after = '0', mark } = query as { after?: unknown; mark?: unknown }
  const text = headers['last-event-id'] ?? (mark === undefined ? after : `${after}.${mark}`)
  const [, digits, shown] = /^(\d{1,16})(?:\.([\w-]{0,64}))?$/.exec(typeof text === 'string' ? text : '') ?? []
  const place = Number(digits)
  if (!Number.isSafeInteger(place)) throw new BadUserInputError('after', 'A place in the feed is a whole number from 0 on.')
  return { after: place, mark: shown ?? null }
}

/** Whether the caller asks for the live feed. */
export function wantsEvents({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /\btext\/event-stream\b/i.test(headers.accept ?? '')
}

interface EventsRequest {
  readonly feed: RevocationFeed
  readonly place: FeedPlace
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

function sendEvents({ feed, place, request, reply }: EventsRequest): FastifyReply {
  const { raw } = reply
  const { socket } = request.raw
  // Behind an answer that is not over: nothing would reach the caller, nor would we hear that the caller left.
  if (raw.socket === null) {
    socket.destroy()
    return reply.hijack()
  }
  const stop = feed.follow(place, {
    async send({ to, mark, text }: SignedPage) {
      if (!raw.write(`event: page\nid: ${to}.${mark}\ndata: ${text}\n\n`)) await drained(raw)
    },
    end: () => raw.end(),
  })
  if (!stop) return answerError(reply, 503, new InternalError({ retryAfterSeconds: 1, cause: 'Too many follow the feed.' }))
  reply.hijack()
  for (const source of [raw, socket]) source.once('close', stop)
  // No hook runs any more. Some proxies would keep the events for later.
  const headers = { ...reply.getHeaders(), ...protectiveHeaders, 'x-request-id': request.id }
  raw.writeHead(200, { ...(headers as OutgoingHttpHeaders), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
  raw.flushHeaders()
  return reply
}

/** Whoever never reads is cut off by the server's limit for idle connections. */
function drained(raw: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      raw.off('drain', done).off('close', done)
      resolve()
    }
    raw.once('drain', done).once('close', done)
  })
}
