// Opaque credentials: refresh tokens and client secrets, made here, remembered only as keyed hashes.

import { createHmac, randomBytes } from 'node:crypto'
import { deriveKey } from '../token/derive-key.ts'

/** Makes opaque credentials with keys of one root secret, and recognises those of others too. */
export interface Credentials {
  /** A new refresh token: `fgr_` and 256 bits. */
  newRefreshToken(): string
  /**
   * The token that replaces a refresh token. It is derived, never stored: every retry of one token gets the same
   * successor, and only who holds the root secret can compute it.
   */
  successorOf(refreshToken: string): string
  hashRefreshToken(refreshToken: string): string
  /**
   * What is known of a refresh token under each root secret, the current one first. Its successor is derived under the one that its hash
   * was made under: every node finds the same hash, so all derive the same successor, whichever root secret is current there.
   */
  refreshTokenForms(refreshToken: string): readonly RefreshTokenForm[]
  /** A new client secret: `fgs_` and 256 bits. */
  newClientSecret(): string
  hashClientSecret(secret: string): string
  /** Its hash under each root secret, the current one first. */
  clientSecretHashes(secret: string): readonly string[]
  /** The key under which guesses are counted: it tells neither the email nor the address in it. Of the current root secret alone. */
  hashAttempt(subject: string): string
  /** What proves that a device token is one of ours, under each root secret, the current one first. */
  deviceSeals(facts: string): readonly string[]
}

/** A refresh token under one root secret. */
export interface RefreshTokenForm {
  readonly hash: string
  readonly successor: string
}

/**
 * @param rootSecret at least 32 bytes; every key that makes something is derived from it
 * @param previousSecrets recognise only
 */
export function createCredentials(rootSecret: Uint8Array, previousSecrets: readonly Uint8Array[] = []): Credentials {
  const current = deriveKeys(rootSecret)
  const all = [current, ...previousSecrets.map(deriveKeys)]
  const attemptKey = deriveKey(rootSecret, 'attempt-hash')
  return {
    newRefreshToken: () => `fgr_${randomBytes(32).toString('base64url')}`,
    successorOf: (refreshToken) => formOf(current, refreshToken).successor,
    hashRefreshToken: (refreshToken) => formOf(current, refreshToken).hash,
    refreshTokenForms: (refreshToken) => all.map((keys) => formOf(keys, refreshToken)),
    newClientSecret: () => `fgs_${randomBytes(32).toString('base64url')}`,
    hashClientSecret: (secret) => mac(current.secretHash, secret),
    clientSecretHashes: (secret) => all.map((keys) => mac(keys.secretHash, secret)),
    hashAttempt: (subject) => mac(attemptKey, subject),
    deviceSeals: (facts) => all.map((keys) => mac(keys.device, facts)),
  }
}

/** True for text that could be one of our refresh tokens. Anything else need not be looked up. */
export function isRefreshToken(text: string): boolean {
  return /^fgr_[A-Za-z0-9_-]{43}$/.test(text)
}

type Keys = Readonly<Record<'successor' | 'refreshHash' | 'secretHash' | 'device', Uint8Array>>

function deriveKeys(rootSecret: Uint8Array): Keys {
  return {
    successor: deriveKey(rootSecret, 'refresh-token-successor'),
    refreshHash: deriveKey(rootSecret, 'refresh-token-hash'),
    secretHash: deriveKey(rootSecret, 'client-secret-hash'),
    device: deriveKey(rootSecret, 'device-token'),
  }
}

function formOf(keys: Keys, refreshToken: string): RefreshTokenForm {
  return { hash: mac(keys.refreshHash, refreshToken), successor: `fgr_${mac(keys.successor, refreshToken)}` }
}

function mac(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
