// Gets signed pages of the revocation feed over the network: as a stream of events, or one by one. It believes nothing of them.

import { maxPageLength } from '../../token/revocation-page.ts'
import { fetchJson } from '../fetch-json.ts'
import { readObject } from '../json-reader.ts'
import { createEventReader } from './event-stream.ts'

/** A place in the feed, and what the last page said stands there. */
export interface FeedPlace {
  readonly after: number
  readonly mark: string
}

/** Where to ask, and how. */
export interface PageRequest {
  endpoint: string
  /** The place in the feed that was reached, and what stands there. */
  place: FeedPlace
  fetch: typeof fetch
  /** Ends the request. */
  controller: AbortController
}

/** A stream that brings nothing for this long is dead: the issuer sends a page every second. */
const silentMs = 3_000
const timeoutMs = 10_000
/** The page, and the names around it. */
const maxEventLength = maxPageLength + 1_024

/**
 * One page, `v4.public.…`.
 *
 * @throws {Error} not reachable, not in time, or another answer
 */
export async function fetchPage({ endpoint, place, fetch, controller }: PageRequest): Promise<string> {
  const timer = setTimeout(() => controller.abort(new Error(`${endpoint} did not answer in time.`)), timeoutMs)
  try {
    const { page } = readObject(await fetchJson(placeUrl(endpoint, place), { fetch, signal: controller.signal }), 'The answer')
    if (typeof page !== 'string') throw new TypeError('"page" is not a text.')
    return page
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Pages as they come, until the stream ends.
 *
 * @returns undefined when the answer is something else than a stream of events
 * @throws {Error} not reachable; while it is read: broken, or silent for three seconds
 */
export async function openPageStream(request: PageRequest): Promise<AsyncGenerator<string, void> | undefined> {
  const { endpoint, place, fetch, controller } = request
  const watch = createWatch(controller, endpoint)
  watch.begin()
  try {
    const headers = { accept: 'text/event-stream' }
    const response = await fetch(placeUrl(endpoint, place), { headers, redirect: 'error', signal: controller.signal })
    const isStream = response.status === 200 && /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
    if (isStream && response.body) return readPages(response.body.getReader(), watch)
    await response.body?.cancel()
    return undefined
  } finally {
    watch.end()
  }
}

async function* readPages(reader: ReadableStreamDefaultReader<Uint8Array>, watch: Watch): AsyncGenerator<string, void> {
  const events = createEventReader(maxEventLength)
  // Also when the fetch at hand does not heed its signal.
  watch.onSilence(() => void reader.cancel().catch(() => undefined))
  try {
    watch.begin()
    for (;;) {
      const { done, value } = await reader.read()
      watch.throwIfSilent()
      if (done) return
      const pages = events.read(value).filter(({ name }) => name === 'page')
      // Comments do not count: some proxies send them for a server that is long gone.
      if (pages.length > 0 || events.isInside) watch.end()
      for (const { data } of pages) yield data
      watch.begin()
    }
  } finally {
    watch.end()
    await reader.cancel().catch(() => undefined)
  }
}

interface Watch {
  /** Starts to count, unless it does already. */
  begin(): void
  end(): void
  onSilence(listener: () => void): void
  throwIfSilent(): void
}

function createWatch(controller: AbortController, endpoint: string): Watch {
  let timer: NodeJS.Timeout | undefined
  let silence: Error | undefined
  let tell: () => void = () => undefined
  return {
    begin() {
      timer ??= setTimeout(() => {
        silence = new Error(`${endpoint} sent nothing for ${silentMs / 1000} seconds.`)
        controller.abort(silence)
        tell()
      }, silentMs)
      timer.unref()
    },
    end() {
      clearTimeout(timer)
      timer = undefined
    },
    onSilence(listener) {
      tell = listener
    },
    throwIfSilent() {
      if (silence) throw silence
    },
  }
}

function placeUrl(endpoint: string, { after, mark }: FeedPlace): string {
  const url = new URL(endpoint)
  url.searchParams.set('after', String(after))
  if (after > 0) url.searchParams.set('mark', mark)
  return url.href
}
