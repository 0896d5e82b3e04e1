// What a rule is, and how it is applied: the events of one subject are counted by what differs in them.

import type { SuspicionType } from '../audit.ts'
import { addSeconds } from '../authority.ts'
import type { AuditEntry } from '../records.ts'
import { windowSeconds } from './thresholds.ts'

/** A security event as rules look at it. */
export interface RecentEvent {
  readonly id: string
  readonly type: string
  readonly at: Date
  readonly actorId: string | null
  readonly clientId: string | null
  readonly targetId: string | null
  readonly ipAddress: string | null
}

/** A stretch of time. */
export interface Span {
  readonly since: Date
  /** Not included. */
  readonly until: Date
}

/** Enough of it to be told: at least one event. */
export interface Hit {
  /** An id, or a network. It becomes the target of what is told, and is how it is known that it was told already. */
  readonly subject: string
  /** How many different things were counted. */
  readonly count: number
  /** In the order of time, all within the window. */
  readonly events: readonly RecentEvent[]
}

/** One kind of suspicion. What it counts is chosen by the watch that it belongs to. */
export interface Rule {
  readonly type: SuspicionType
  /** Whom an event speaks against; undefined for nobody. */
  readonly subjectOf: (event: RecentEvent) => string | null | undefined
  /** What is counted, once for each different text; undefined for what does not count. */
  readonly countedOf: (event: RecentEvent) => string | null | undefined
  readonly threshold: number
  readonly tell: (hit: Hit, at: Date) => AuditEntry
}

/**
 * For each subject that the news speak against, the window with the most in it.
 *
 * @param recent in any order, the news among them
 */
export function findHits(rule: Rule, recent: readonly RecentEvent[], news: readonly RecentEvent[]): Hit[] {
  const bySubject = new Map<string, RecentEvent[]>()
  for (const event of news) {
    const subject = rule.subjectOf(event)
    if (subject != null) bySubject.set(subject, [])
  }
  if (bySubject.size === 0) return []
  for (const event of recent) {
    const own = bySubject.get(rule.subjectOf(event) ?? '')
    if (own && rule.countedOf(event) != null) own.push(event)
  }
  return [...bySubject]
    .map(([subject, own]) => ({ subject, ...fullestWindow(rule, own) }))
    .filter(({ count }) => count >= rule.threshold)
}

function fullestWindow({ countedOf }: Rule, events: readonly RecentEvent[]): Omit<Hit, 'subject'> {
  const sorted = [...events].sort((a, b) => a.at.getTime() - b.at.getTime())
  const inside = new Map<string, number>()
  let fullest = { count: 0, start: 0, end: 0 }
  let start = 0
  for (const [end, event] of sorted.entries()) {
    change(inside, countedOf(event), 1)
    for (let first = sorted[start]; first && isBeforeWindow(first, event); first = sorted[++start])
      change(inside, countedOf(first), -1)
    if (inside.size >= fullest.count) fullest = { count: inside.size, start, end: end + 1 }
  }
  return { count: fullest.count, events: sorted.slice(fullest.start, fullest.end) }
}

function isBeforeWindow(first: RecentEvent, last: RecentEvent): boolean {
  return last.at.getTime() - first.at.getTime() >= windowSeconds * 1000
}

function change(inside: Map<string, number>, counted: string | null | undefined, by: 1 | -1): void {
  if (counted == null) return
  const times = (inside.get(counted) ?? 0) + by
  if (times > 0) inside.set(counted, times)
  else inside.delete(counted)
}

/** From a window before the first of the events to one after the last: an event of a late commit is read after those that it belongs to. */
export function spanAround(events: readonly RecentEvent[]): Span {
  const instants = events.map(({ at }) => at.getTime())
  return {
    since: addSeconds(new Date(Math.min(...instants)), -windowSeconds),
    until: addSeconds(new Date(Math.max(...instants)), windowSeconds),
  }
}

/** When the first and the last of the events were, as the data of an event holds instants. */
export function spanOf({ events }: Hit): { firstAt: string | undefined; lastAt: string | undefined } {
  return { firstAt: events[0]?.at.toISOString(), lastAt: events.at(-1)?.at.toISOString() }
}

/** What all of the events say; null when they do not agree. */
export function commonOf({ events }: Hit, member: 'actorId' | 'clientId'): string | null {
  const first = events[0]?.[member] ?? null
  return events.every((event) => event[member] === first) ? first : null
}
