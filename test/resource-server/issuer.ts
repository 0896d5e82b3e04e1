// An authorization server as a resource server sees it: discovery, keys and signed revocations over real HTTP, and tokens to go with them.

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Revocation, RevocationKind, RevocationPage } from '../../src/token/revocation-page.ts'
import { type AccessTokenClaims, signAccessToken } from '../../src/token/sign.ts'
import { signRevocationPage } from '../../src/token/sign-revocation-page.ts'
import { generateSigningKey, type SigningKey } from '../../src/token/signing-key.ts'
import { createRevocationLog, type RevocationLog } from './revocations/revocation-log.ts'

export const audience = 'https://api.test'

export interface Issuer {
  readonly url: string
  /** What the endpoints answer; tests change it. `undefined` answers 503. */
  keys: unknown
  discovery: Record<string, unknown> | undefined
  /** What is revoked now. Those that were in the list before keep their places in the feed, new ones come after them. */
  revocations: readonly Revocation[] | undefined
  /** How the feed is served; tests change it. */
  readonly feed: {
    /** What asking for events gets: events, JSON, an answer that never comes to anything, or a status. */
    events: 'events' | 'json' | 'silence' | number
    pageSize: number
    sign: (page: RevocationPage) => Promise<string> | string
    readonly log: RevocationLog
    /** Cuts every stream that is open. */
    cut(): void
    /** Leaves every stream that is open open, and never writes to it again. */
    mute(): void
    /** Sends what is new, or an empty page, to every stream that is open. */
    beat(): void
  }
  /** Paths asked for, in order; those of streams end in `#events`. */
  readonly requests: string[]
  readonly key: SigningKey
  token(claims?: Partial<AccessTokenClaims>, key?: SigningKey): Promise<string>
  close(): Promise<void>
}

export function publish(key: SigningKey, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: key.id, key: key.publicPaserk, status: 'ACTIVE', activatesAt: '2026-01-01T00:00:00Z', expiresAt: null, ...more }
}

export function revoke(kind: RevocationKind, targetId: string, revokedAt = new Date()): Revocation {
  return { kind, targetId, revokedAt, expiresAt: new Date(revokedAt.getTime() + 3_600_000) }
}

const beatMs = 100

/** Starts an issuer with one active key and nothing revoked. */
export async function startIssuer(now: () => Date = () => new Date()): Promise<Issuer> {
  const key = await generateSigningKey()
  const requests: string[] = []
  const streams = new Map<ServerResponse, number>()
  const log = createRevocationLog()
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const beats = setInterval(() => issuer.feed.beat(), beatMs)
  let tokenCount = 0

  const issuer: Issuer = {
    url,
    requests,
    key,
    keys: { keys: [publish(key)] },
    discovery: { issuer: url, keysEndpoint: `${url}/keys`, revocationsEndpoint: `${url}/revocations` },
    get revocations() {
      return log.current
    },
    set revocations(list) {
      log.current = list
      if (list === undefined) issuer.feed.cut()
      else issuer.feed.beat()
    },
    feed: {
      events: 'events',
      pageSize: 5_000,
      sign: (page) => signRevocationPage(page, key),
      log,
      cut() {
        for (const stream of streams.keys()) stream.destroy()
      },
      mute: () => streams.clear(),
      beat() {
        for (const stream of streams.keys()) void sendPages(stream)
      },
    },
    token(claims = {}, signingKey = key) {
      const issuedAt = claims.issuedAt ?? now()
      const expiresAt = new Date(issuedAt.getTime() + 300_000)
      tokenCount += 1
      const defaults = {
        subject: 'usr_1',
        clientId: 'app_1',
        sessionId: 'ses_1',
        tokenId: `tok_${tokenCount}`,
        scopes: ['user:email'],
      }
      return signAccessToken({ ...defaults, issuer: url, audience, issuedAt, expiresAt, ...claims }, signingKey)
    },
    close() {
      clearInterval(beats)
      return closeServer(server)
    },
  }
  return issuer

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', url)
    const wantsEvents = request.headers.accept === 'text/event-stream'
    requests.push(`${request.url}${wantsEvents ? '#events' : ''}`)
    if (pathname !== '/revocations') return answerJson(response, pathname === '/keys' ? issuer.keys : issuer.discovery)
    const after = Number(searchParams.get('after'))
    if (!log.current) return answerStatus(response, 503)
    if (!wantsEvents || issuer.feed.events === 'json') return answerJson(response, { page: await sign(after) })
    if (typeof issuer.feed.events === 'number') return answerStatus(response, issuer.feed.events)

    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    if (issuer.feed.events === 'silence') return
    streams.set(response, after)
    response.once('close', () => streams.delete(response))
    await sendPages(response)
  }

  /** Does nothing while it is being done: the next beat sends what is new then. */
  async function sendPages(stream: ServerResponse): Promise<void> {
    const after = streams.get(stream)
    if (after === undefined || Number.isNaN(after) || issuer.feed.events !== 'events') return
    streams.set(stream, Number.NaN)
    let page = log.readPage(after, issuer.feed.pageSize)
    for (;;) {
      stream.write(`: for whoever listens\nevent: page\nid: ${page.to}\ndata: ${await sign(page.from, page)}\n\n`)
      if (page.isLast || !streams.has(stream)) break
      page = log.readPage(page.to, issuer.feed.pageSize)
    }
    if (streams.has(stream)) streams.set(stream, page.to)
  }

  function sign(after: number, stretch = log.readPage(after, issuer.feed.pageSize)): Promise<string> | string {
    const keySet = createHash('sha256')
      .update(JSON.stringify(issuer.keys) ?? '')
      .digest('hex')
    return issuer.feed.sign({ ...stretch, issuer: url, issuedAt: now(), keySet })
  }
}

function answerJson(response: ServerResponse, body: unknown): void {
  if (body === undefined) answerStatus(response, 503)
  else response.writeHead(200, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body))
}

function answerStatus(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
