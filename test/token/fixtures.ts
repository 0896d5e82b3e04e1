// A fixed clock, one issuer, one key pair, and a way to sign texts that no honest issuer would.

import { sign } from 'node:crypto'
import { PAE } from 'paseto'
import { importPublicKey } from '../../src/token/public-key.ts'
import type { AccessTokenClaims } from '../../src/token/sign.ts'
import { importSigningKey, type SigningKey } from '../../src/token/signing-key.ts'
import type { VerifyOptions } from '../../src/token/verify.ts'
import { v4SecretKey } from './vectors.ts'

export const now = new Date('2030-01-02T03:04:05.678Z')

/** The fixed clock, moved by some seconds. */
export function secondsFromNow(seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000)
}

/** The key of the official vectors: fixed, so that every token is the same in every run. */
export const signingKey = importSigningKey(Buffer.from(v4SecretKey, 'hex'))
export const publicKey = importPublicKey(signingKey.publicPaserk)

export const claims: AccessTokenClaims = {
  subject: 'usr_1',
  clientId: 'cli_1',
  sessionId: 'ses_1',
  tokenId: 'tok_1',
  issuer: 'https://id.example',
  audience: 'https://api.example',
  scopes: ['orders:read', 'users:*'],
  issuedAt: now,
  expiresAt: secondsFromNow(300),
}

/** The payload signAccessToken writes for these claims. */
export const payload = {
  iss: 'https://id.example',
  sub: 'usr_1',
  aud: 'https://api.example',
  exp: '2030-01-02T03:09:05.678Z',
  nbf: '2030-01-02T03:04:05.678Z',
  iat: '2030-01-02T03:04:05.678Z',
  jti: 'tok_1',
  client_id: 'cli_1',
  sid: 'ses_1',
  scope: 'orders:read users:*',
}

export const options: VerifyOptions = {
  issuer: claims.issuer,
  audience: claims.audience,
  findKey: (keyId) => (keyId === publicKey.id ? publicKey : undefined),
  now: () => now,
}

export interface Craft {
  footer?: string
  implicitAssertion?: string
  key?: SigningKey
}

/** A token whose signature holds, over any payload and footer. */
export function craft(
  payloadText: string | Uint8Array,
  { footer = `{"kid":"${signingKey.id}"}`, implicitAssertion = '', key = signingKey }: Craft = {},
): string {
  const message = typeof payloadText === 'string' ? bytes(payloadText) : payloadText
  const signature = sign(null, PAE([bytes('v4.public.'), message, bytes(footer), bytes(implicitAssertion)]), key.native)
  const body = Buffer.concat([message, signature]).toString('base64url')
  return footer === '' ? `v4.public.${body}` : `v4.public.${body}.${Buffer.from(footer).toString('base64url')}`
}

/** A token over the good payload with some claims changed; undefined takes one out. */
export function craftClaims(changes: Record<string, unknown>): string {
  return craft(JSON.stringify({ ...payload, ...changes }))
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
