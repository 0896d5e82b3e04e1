// Reads JSON documents of an authorization server: small, in time, and never from anywhere else.

/** How to fetch one document. */
export interface FetchJsonOptions {
  fetch: typeof fetch
  /** Ends the request. */
  signal: AbortSignal
}

/** A page of revocations is the largest, and has at most 4 MiB. */
const maxBodyBytes = 8 * 1024 * 1024

/**
 * Fetches one JSON document.
 *
 * Redirects are refused: the issuer names its endpoints itself.
 *
 * @throws {Error} anything but 200 with JSON of at most 8 MiB
 */
export async function fetchJson(url: string, { fetch, signal }: FetchJsonOptions): Promise<unknown> {
  const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'error', signal })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`${url} answered with status ${response.status}.`)
  }
  return JSON.parse(await readText(response))
}

async function readText(response: Response): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let byteCount = 0
  for await (const chunk of response.body) {
    byteCount += chunk.byteLength
    if (byteCount > maxBodyBytes) throw new Error(`${response.url} answered with more than ${maxBodyBytes} bytes.`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
