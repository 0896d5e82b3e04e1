// Who would break: denials counted by client and coordinate, to be read while a gate only observes.

import type { AccessToken } from '../token/access-token.ts'
import type { Denial } from './denial.ts'

/** How often one client was denied one thing. */
export interface DenialCount {
  /** Null for callers without a token. */
  readonly clientId: string | null
  readonly coordinate: string
  readonly count: number
}

/** Counts denials in memory. */
export interface DenialReport {
  /** Pass it as the gate's `onDenial`. */
  onDenial(denials: readonly Denial[], token: AccessToken | null): void
  /** What was counted so far, most denials first. */
  list(): readonly DenialCount[]
  /** Denials that were left out because the report was full. */
  readonly leftOutCount: number
  reset(): void
}

/** @param options.maxEntries how many pairs of client and coordinate are told apart; 10,000 by default */
export function createDenialReport({ maxEntries = 10_000 }: { maxEntries?: number } = {}): DenialReport {
  const counts = new Map<string, { clientId: string | null; coordinate: string; count: number }>()
  let leftOutCount = 0

  return {
    onDenial(denials, token) {
      const clientId = token?.clientId ?? null
      for (const { coordinate } of denials) {
        const key = JSON.stringify([clientId, coordinate])
        const entry = counts.get(key)
        if (entry) entry.count += 1
        else if (counts.size < maxEntries) counts.set(key, { clientId, coordinate, count: 1 })
        else leftOutCount += 1
      }
    },
    list: () => [...counts.values()].map((entry) => ({ ...entry })).sort((a, b) => b.count - a.count),
    get leftOutCount() {
      return leftOutCount
    },
    reset() {
      counts.clear()
      leftOutCount = 0
    },
  }
}
