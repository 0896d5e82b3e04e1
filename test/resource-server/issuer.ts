// An authorization server as a resource server sees it: discovery, keys and revocations over real HTTP, and tokens to go with them.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AccessTokenClaims, signAccessToken } from '../../src/token/sign.ts'
import { generateSigningKey, type SigningKey } from '../../src/token/signing-key.ts'

export const audience = 'https://api.test'

export interface Issuer {
  readonly url: string
  /** What the endpoints answer; tests change it. `undefined` answers 503. */
  keys: unknown
  revocations: unknown
  discovery: Record<string, unknown> | undefined
  /** Paths asked for, in order. */
  readonly requests: string[]
  readonly key: SigningKey
  token(claims?: Partial<AccessTokenClaims>, key?: SigningKey): Promise<string>
  close(): Promise<void>
}

export function publish(key: SigningKey, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: key.id, key: key.publicPaserk, status: 'ACTIVE', activatesAt: '2026-01-01T00:00:00Z', expiresAt: null, ...more }
}

export function revoke(kind: string, targetId: string, revokedAt = new Date()): Record<string, unknown> {
  return {
    kind,
    targetId,
    revokedAt: revokedAt.toISOString(),
    expiresAt: new Date(revokedAt.getTime() + 3_600_000).toISOString(),
  }
}

/** Starts an issuer with one active key and nothing revoked. */
export async function startIssuer(now: () => Date = () => new Date()): Promise<Issuer> {
  const key = await generateSigningKey()
  const requests: string[] = []
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let tokenCount = 0

  const issuer: Issuer = {
    url,
    requests,
    key,
    keys: { keys: [publish(key)] },
    revocations: { position: '0', revocations: [] },
    discovery: { issuer: url, keysEndpoint: `${url}/keys`, revocationsEndpoint: `${url}/revocations` },
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
    close: () => closeServer(server),
  }
  return issuer

  function answer(request: IncomingMessage, response: ServerResponse): void {
    requests.push(request.url ?? '')
    const bodies = new Map<string, unknown>([
      ['/.well-known/fieldgate', issuer.discovery],
      ['/keys', issuer.keys],
      ['/revocations', issuer.revocations],
    ])
    const body = bodies.get(request.url ?? '')
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const etag = `"${Buffer.from(text ?? '')
      .toString('base64')
      .slice(-24)}-${text?.length}"`
    if (text === undefined) response.writeHead(503).end()
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
    else response.writeHead(200, { 'content-type': 'application/json', etag }).end(text)
  }
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
