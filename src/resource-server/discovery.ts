// Finds an authorization server's endpoints from its issuer alone.

import { fetchJson } from './fetch-json.ts'
import { readObject, readText } from './json-reader.ts'

/** Where an authorization server publishes what a resource server needs. */
export interface Endpoints {
  readonly keys: string
  readonly revocations: string
}

const timeoutSeconds = 10

/**
 * Reads `{issuer}/.well-known/fieldgate`.
 *
 * @throws {Error} not reachable, not the document expected, or another issuer's: compared exactly, as in RFC 8414 section 3.3
 */
export async function discoverEndpoints(issuer: string, options: { fetch: typeof fetch }): Promise<Endpoints> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/fieldgate`
  try {
    const body = await fetchJson(url, { fetch: options.fetch, signal: AbortSignal.timeout(timeoutSeconds * 1000) })
    const document = readObject(body, 'The document')
    if (document.issuer !== issuer) throw new TypeError('It names another issuer.')
    return {
      keys: readEndpoint(document, 'keysEndpoint', issuer),
      revocations: readEndpoint(document, 'revocationsEndpoint', issuer),
    }
  } catch (cause) {
    throw new Error(`The discovery document ${url} could not be used. Check "issuer", and that the server is running.`, { cause })
  }
}

/** An endpoint is as safe as the issuer: https stays https. */
function readEndpoint(document: Parameters<typeof readText>[0], name: string, issuer: string): string {
  const endpoint = new URL(readText(document, name))
  if (endpoint.protocol !== 'https:' && endpoint.protocol !== new URL(issuer).protocol)
    throw new TypeError(`"${name}" is not https.`)
  return endpoint.href
}
