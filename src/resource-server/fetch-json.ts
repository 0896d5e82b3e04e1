// Reads JSON documents of an authorization server: small, in time, and never from anywhere else.

/** What came back; `unchanged` answers an `etag`. */
export type FetchedJson =
  | { readonly kind: 'document'; readonly body: unknown; readonly etag: string | undefined }
  | { readonly kind: 'unchanged' }

/** How to fetch one document. */
export interface FetchJsonOptions {
  fetch: typeof fetch
  /** Ends the request. */
  signal: AbortSignal
  /** The `ETag` of the document that is at hand. */
  etag?: string | undefined
}

const maxBodyBytes = 64 * 1024 * 1024

/**
 * Fetches one JSON document.
 *
 * Redirects are refused: the issuer names its endpoints itself.
 *
 * @throws {Error} anything but 200 with JSON of at most 64 MiB, or 304 to an `etag`
 */
export async function fetchJson(url: string, { fetch, signal, etag }: FetchJsonOptions): Promise<FetchedJson> {
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...(etag !== undefined && { 'if-none-match': etag }) },
    redirect: 'error',
    signal,
  })
  if (response.status === 304 && etag !== undefined) return { kind: 'unchanged' }
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`${url} answered with status ${response.status}.`)
  }
  const body: unknown = JSON.parse(await readText(response))
  return { kind: 'document', body, etag: response.headers.get('etag') ?? undefined }
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
