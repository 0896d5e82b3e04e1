// The recent events of one type, in memory. The log is what counts: whenever a reader does not go on from where these end, as after a
// restart or when another node has read meanwhile, they are read from it anew. Under an attack that would be too much for each batch.

import type { ReaderStep } from '../audit-log/reading.ts'
import { addSeconds } from '../authority.ts'
import { type RecentEvent, spanAround } from './rule.ts'
import type { SuspicionStorage } from './suspicion-storage.ts'
import { windowSeconds } from './thresholds.ts'

/** Follows a reader from step to step. */
export interface RecentEvents {
  /** Those within a window of the news, and the news themselves. @param news of the type, out of the step */
  follow(news: readonly RecentEvent[], step: ReaderStep): Promise<readonly RecentEvent[]>
}

/** So many are remembered, the latest. */
const maxEvents = 10_000

/** Nothing is read before there are news. */
export function createRecentEvents(storage: Pick<SuspicionStorage, 'listEventsOfType'>, type: string): RecentEvents {
  let upTo: number | undefined
  const known = new Map<string, RecentEvent>()

  return {
    async follow(news, { from, to }) {
      if (from !== upTo) {
        if (news.length === 0) return []
        upTo = undefined
        const listed = await storage.listEventsOfType(type, spanAround(news))
        known.clear()
        for (const event of [...listed].reverse()) known.set(event.id, event)
      }
      for (const event of news) known.set(event.id, event)
      upTo = to
      if (news.length > 0) forget(spanAround(news).since)
      return [...known.values()]
    },
  }

  function forget(before: Date): void {
    // Twice the window, for the next may be of a late commit.
    const oldest = addSeconds(before, -windowSeconds)
    for (const { id, at } of known.values()) {
      if (known.size <= maxEvents && at >= oldest) break
      known.delete(id)
    }
  }
}
