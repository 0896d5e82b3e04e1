// Opaque credentials: refresh tokens and client secrets, made here, remembered only as keyed hashes.

import { createHmac, randomBytes } from 'node:crypto'
import { deriveKey } from '../token/derive-key.ts'

/** Makes and recognises opaque credentials, all with keys of one root secret. */
export interface Credentials {
  /** A new refresh token: `fgr_` and 256 bits. */
  newRefreshToken(): string
  /**
   * The token that replaces a refresh token. It is derived, never stored: every retry of one token gets the same
   * successor, and only who holds the root secret can compute it.
   */
  successorOf(refreshToken: string): string
  hashRefreshToken(refreshToken: string): string
  /** A new client secret: `fgs_` and 256 bits. */
  newClientSecret(): string
  hashClientSecret(secret: string): string
}

/** @param rootSecret at least 32 bytes; every key used here is derived from it */
export function createCredentials(rootSecret: Uint8Array): Credentials {
  const successorKey = deriveKey(rootSecret, 'refresh-token-successor')
  const refreshHashKey = deriveKey(rootSecret, 'refresh-token-hash')
  const secretHashKey = deriveKey(rootSecret, 'client-secret-hash')
  return {
    newRefreshToken: () => `fgr_${randomBytes(32).toString('base64url')}`,
    successorOf: (refreshToken) => `fgr_${mac(successorKey, refreshToken)}`,
    hashRefreshToken: (refreshToken) => mac(refreshHashKey, refreshToken),
    newClientSecret: () => `fgs_${randomBytes(32).toString('base64url')}`,
    hashClientSecret: (secret) => mac(secretHashKey, secret),
  }
}

/** True for text that could be one of our refresh tokens. Anything else need not be looked up. */
export function isRefreshToken(text: string): boolean {
  return /^fgr_[A-Za-z0-9_-]{43}$/.test(text)
}

function mac(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
