// Verifiers of one issuer on a clock that tests can put forward, and what they tell.

import { afterEach, beforeEach } from 'vitest'
import {
  createTokenVerifier,
  type Outage,
  type Revoked,
  type TokenVerifier,
  type TokenVerifierOptions,
} from '../../src/resource-server/index.ts'
import { audience, type Issuer, startIssuer } from './issuer.ts'

export interface VerifierHarness {
  readonly issuer: Issuer
  /** Of the verifier and of the issuer; 0 before each test. */
  elapsedSeconds: number
  /** What verifiers told since the test began. */
  readonly outages: Outage[]
  readonly revoked: Revoked[]
  /** A verifier that the test need not close. */
  start(options?: Partial<TokenVerifierOptions>): Promise<TokenVerifier>
  /** How often the issuer was asked for a path that begins so. */
  countRequests(start: string): number
}

/** Starts and stops an issuer around each test of the file. */
export function useVerifiers(): VerifierHarness {
  let issuer: Issuer
  const verifiers: TokenVerifier[] = []
  const now = () => new Date(Date.now() + harness.elapsedSeconds * 1000)
  const harness: VerifierHarness = {
    get issuer() {
      return issuer
    },
    elapsedSeconds: 0,
    outages: [],
    revoked: [],
    async start(options = {}) {
      const onOutage = (outage: Outage) => harness.outages.push(outage)
      const verifier = await createTokenVerifier({ issuer: issuer.url, audience, now, onOutage, ...options })
      verifier.onRevoked((revoked) => harness.revoked.push(revoked))
      verifiers.push(verifier)
      return verifier
    },
    countRequests: (start) => issuer.requests.filter((path) => path.startsWith(start)).length,
  }
  beforeEach(async () => {
    harness.elapsedSeconds = 0
    harness.outages.length = 0
    harness.revoked.length = 0
    issuer = await startIssuer(now)
  })
  afterEach(async () => {
    await Promise.all(verifiers.splice(0).map((verifier) => verifier.close()))
    await issuer.close()
  })
  return harness
}
