// Hears of revocations that any node wrote: LISTEN/NOTIFY, over a connection of its own.

import type { Socket } from 'node:net'
import pg from 'pg'
import { createListeners } from './listeners.ts'

/** The channel on which a transaction that took places in the feed tells so as it commits. */
export const newsChannel = 'fieldgate_revocations'

const pauseMs = 1_000

/** Longer than any transaction may take; the pool gives idle connections up before. */
const silentMs = 20_000
const pingMs = 10_000

/** Cuts a connection on which nothing comes and goes any more: its server, or something on the way, died without a word. */
export function endWhenSilent(client: pg.PoolClient | pg.Client): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.setTimeout(silentMs, () => stream.destroy())
}

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
    const own = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      application_name: 'fieldgate news',
    })
    client = own
    // Also told of a failed attempt to connect; the end comes once either way.
    own.on('error', () => undefined)
    own.on('notification', () => followers.tell())
    let pings: NodeJS.Timeout | undefined
    own.once('end', () => {
      clearInterval(pings)
      connectLater()
    })
    try {
      await own.connect()
      endWhenSilent(own)
      await own.query(`LISTEN ${newsChannel}`)
      pings = setInterval(() => void own.query('SELECT 1').catch(() => undefined), pingMs)
      pings.unref()
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
