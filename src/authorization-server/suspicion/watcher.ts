// Watches the sealed log for what no single event tells. It reports, and does nothing else about it.

import type { SealedEvent } from '../audit-log/chain-storage.ts'
import type { AuditReader } from '../audit-log/reading.ts'
import { addSeconds } from '../authority.ts'
import type { AuditEntry } from '../records.ts'
import { findHits, type RecentEvent } from './rule.ts'
import type { Span, SuspicionStorage } from './suspicion-storage.ts'
import { windowSeconds } from './thresholds.ts'
import { withoutTold } from './told.ts'
import { type Watch, watches } from './watches.ts'

/** What watching works with. */
export interface WatcherOptions {
  readonly storage: SuspicionStorage
  readonly now: () => Date
}

/** The reader that finds it. All that it knows is in the log, so it does not matter which node reads, nor when one is started anew. */
export function createSuspicionWatcher({ storage, now }: WatcherOptions): AuditReader {
  return {
    name: 'suspicion',
    begins: 'newest',
    async take(events, step) {
      const at = now()
      const found: AuditEntry[] = []
      for (const watch of watches) found.push(...(await find(storage, { watch, events, at })))
      return storage.keepFindings(step, await withoutTold(storage, found, at))
    },
  }
}

interface Search {
  readonly watch: Watch
  readonly events: readonly SealedEvent[]
  readonly at: Date
}

async function find(storage: SuspicionStorage, { watch, events, at }: Search): Promise<AuditEntry[]> {
  const isWatched = ({ type }: { readonly type: string }) => watch.types.some((each) => each === type)
  // An instant that is none was written past the service: that is for the chain to tell, and no reason to see nothing else.
  const news = events.filter((event) => isWatched(event) && !Number.isNaN(Date.parse(event.at)))
  if (news.length === 0) return []
  const recent = (await listRecent(storage, watch, news)).filter(isWatched)
  return watch.rules.flatMap((rule) => findHits(rule, recent).map((hit) => rule.tell(hit, at)))
}

async function listRecent(
  storage: SuspicionStorage,
  watch: Watch,
  news: readonly SealedEvent[],
): Promise<readonly RecentEvent[]> {
  if (watch.by === 'type') return storage.listEventsOfType(watch.types[0], spanAround(news))
  const targetIds = [...new Set(news.flatMap(({ targetId }) => targetId ?? []))]
  return storage.listEventsOfTargets({ targetIds, minAddresses: watch.minAddresses, ...spanAround(news) })
}

/** As much after as before: an event of a late commit is read after those that it belongs to. */
function spanAround(events: readonly SealedEvent[]): Span {
  const instants = events.map(({ at }) => Date.parse(at))
  return {
    since: addSeconds(new Date(Math.min(...instants)), -windowSeconds),
    until: addSeconds(new Date(Math.max(...instants)), windowSeconds),
  }
}
