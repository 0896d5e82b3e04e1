// Resource servers of a cluster: verifiers of the built library, each of which asks one node.

import { createTokenVerifier, type TokenVerifier } from '../../src/resource-server/index.ts'
import { issuer } from './cluster.ts'

/** @param baseUrl where the issuer is found now: a node, or what stands before it */
export function createVerifier(baseUrl: () => string, maxStalenessSeconds = 30): Promise<TokenVerifier> {
  return createTokenVerifier({
    issuer,
    audience: issuer,
    maxStalenessSeconds,
    fetch: (input, init) => fetch(String(input).replace(issuer, baseUrl()), init),
  })
}

/** Whether the verifier takes the token; and if not, why. */
export async function refusalOf(verifier: TokenVerifier, token: string): Promise<string | undefined> {
  return verifier.verify(token).then(
    () => undefined,
    (error: unknown) => String((error as { reason?: unknown }).reason ?? error),
  )
}
