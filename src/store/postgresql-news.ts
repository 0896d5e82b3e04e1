// Hears of revocations that any node wrote: LISTEN/NOTIFY, over a connection of its own.

import pg from 'pg'
import { createListeners } from './listeners.ts'

/** The channel on which a transaction that took places in the feed tells so as it commits. */
export const newsChannel = 'fieldgate_revocations'

const pauseMs = 1_000

/**
 * Listens, and connects again whenever the connection is lost. What is told meanwhile is missed, so each new connection counts as
 * news; whoever must not miss anything polls as well.
 */
export function listenForNews(url: string) {
  const followers = createListeners()
  let isClosed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let connecting = connect()

  return {
    onNews: followers.add,
    async close(): Promise<void> {
      isClosed = true
      clearTimeout(timer)
      await connecting
      await client?.end().catch(() => undefined)
    },
  }

  async function connect(): Promise<void> {
    const own = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    client = own
    // Also told of a failed attempt to connect; the end comes once either way.
    own.on('error', () => undefined)
    own.on('notification', () => followers.tell())
    own.once('end', connectLater)
    try {
      await own.connect()
      await own.query(`LISTEN ${newsChannel}`)
      followers.tell()
    } catch {
      own.end().catch(() => undefined)
      connectLater()
    }
  }

  function connectLater(): void {
    if (isClosed) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      connecting = connect()
    }, pauseMs)
    timer.unref()
  }
}
