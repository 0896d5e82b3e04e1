// Watches the sealed log for what no single event tells. It reports, and does nothing else about it.

import type { SealedEvent } from '../audit-log/chain-storage.ts'
import type { AuditReader, ReaderStep } from '../audit-log/reading.ts'
import type { AuditEntry } from '../records.ts'
import { createRecentEvents } from './recent-events.ts'
import { findHits, type RecentEvent, spanAround } from './rule.ts'
import type { SuspicionStorage } from './suspicion-storage.ts'
import { withoutTold } from './told.ts'
import { type Watch, watches } from './watches.ts'

/** What watching works with. */
export interface WatcherOptions {
  readonly storage: SuspicionStorage
  readonly now: () => Date
}

/** The reader that finds it. All that counts is in the log, so it does not matter which node reads, nor when one is started anew. */
export function createSuspicionWatcher({ storage, now }: WatcherOptions): AuditReader {
  const pasts = watches.map((watch) => ({ watch, past: pastOf(storage, watch) }))
  return {
    name: 'suspicion',
    begins: 'newest',
    async take(events, step) {
      const at = now()
      const found: AuditEntry[] = []
      for (const { watch, past } of pasts) {
        const news = readNews(events, watch)
        const recent = await past(news, step)
        for (const rule of watch.rules) found.push(...findHits(rule, recent, news).map((hit) => rule.tell(hit, at)))
      }
      return storage.keepFindings(step, await withoutTold(storage, found, at))
    },
  }
}

function readNews(events: readonly SealedEvent[], { types }: Watch): RecentEvent[] {
  return (
    events
      .filter(({ type }) => types.some((each) => each === type))
      .map((event) => ({ ...event, at: new Date(event.at) }))
      // Written past the service: that is for the chain to tell, and no reason to see nothing else.
      .filter(({ at }) => !Number.isNaN(at.getTime()))
  )
}

/** What the news of a watch are looked at together with, themselves included. */
type Past = (news: readonly RecentEvent[], step: ReaderStep) => Promise<readonly RecentEvent[]>

function pastOf(storage: SuspicionStorage, watch: Watch): Past {
  if (watch.by === 'type') return createRecentEvents(storage, watch.types[0]).follow
  return async (news) => {
    if (news.length === 0) return []
    const targetIds = [...new Set(news.flatMap(({ targetId }) => targetId ?? []))]
    const events = await storage.listEventsOfTargets({ targetIds, minAddresses: watch.minAddresses, ...spanAround(news) })
    return events.filter(({ type }) => watch.types.some((each) => each === type))
  }
}
