// Counts denials in memory, by minute and client: they are no audit events, as there may be very many.

import type { DenialCount } from './activity-storage.ts'
import { startOf } from './counts.ts'

/** Denials that are not stored yet. */
export interface DenialTally {
  /** @param clientId of a verified token; null for callers without one */
  count(clientId: string | null, count: number): void
  /** Gives what was counted since, and forgets it. */
  take(): readonly DenialCount[]
  /** Counts again what was taken and could not be stored. */
  putBack(denials: readonly DenialCount[]): void
}

/** @param options.maxKeys so many clients and minutes are told apart until they are taken; what comes after counts under no client. 1,000 by default */
export function createDenialTally({ now, maxKeys = 1_000 }: { now: () => Date; maxKeys?: number }): DenialTally {
  let counts = new Map<string, DenialCount>()

  function add({ clientId, minute, count }: DenialCount): void {
    const key = `${minute.getTime()} ${clientId}`
    const before = counts.get(key)
    if (before || clientId === '' || counts.size < maxKeys)
      counts.set(key, { clientId, minute, count: (before?.count ?? 0) + count })
    else add({ clientId: '', minute, count })
  }

  return {
    count: (clientId, count) => add({ clientId: clientId ?? '', minute: startOf('MINUTE', now()), count }),
    take() {
      const taken = [...counts.values()]
      counts = new Map()
      return taken
    },
    putBack: (denials) => denials.forEach(add),
  }
}
