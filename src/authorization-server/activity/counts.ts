// What is counted for charts, and in which stretches of time.

/** What is counted. */
export const counters = ['logins', 'failedLogins', 'refreshes', 'reuses', 'tokensIssued', 'denials'] as const
export type Counter = (typeof counters)[number]

/** A number for each counter. */
export type Counts = Readonly<Record<Counter, number>>

/** Stretches of time that are counted apart, each as rows of its own: days are read as days, and not summed up from minutes. */
export const grains = ['MINUTE', 'HOUR', 'DAY'] as const
export type Grain = (typeof grains)[number]

/** How long each is. */
export const grainSeconds: Readonly<Record<Grain, number>> = { MINUTE: 60, HOUR: 3_600, DAY: 86_400 }

/** What happened within one stretch. */
export interface ActivityCounts extends Counts {
  readonly grain: Grain
  /** Where it begins, in UTC. */
  readonly at: Date
}

/** Something that happened so many times at one instant. */
export interface Increment {
  readonly at: Date
  readonly counter: Counter
  readonly count: number
}

/** Where the minute, hour or day begins that an instant is in, in UTC. */
export function startOf(grain: Grain, instant: Date): Date {
  const lengthMs = grainSeconds[grain] * 1000
  return new Date(Math.floor(instant.getTime() / lengthMs) * lengthMs)
}

/** Adds up by minute, by hour and by day; each stretch once, and always in the same order, in which rows can be held without a deadlock. */
export function tally(increments: readonly Increment[]): readonly ActivityCounts[] {
  return grains.flatMap((grain) => {
    const found = new Map<number, ActivityCounts>()
    for (const { at, counter, count } of increments) {
      const start = startOf(grain, at)
      const before = found.get(start.getTime()) ?? { grain, at: start, ...noCounts }
      found.set(start.getTime(), { ...before, [counter]: before[counter] + count })
    }
    return [...found.values()].sort((a, b) => a.at.getTime() - b.at.getTime())
  })
}

/** Nothing happened. */
export const noCounts: Counts = { logins: 0, failedLogins: 0, refreshes: 0, reuses: 0, tokensIssued: 0, denials: 0 }
