// How long counts are kept, and from when on they may be deleted.

import { addSeconds } from '../authority.ts'
import { type Grain, grainSeconds, startOf } from './counts.ts'

/** How far back one can ask, in seconds; days are kept for ever. */
export const keptSeconds: Readonly<Record<Grain, number>> = {
  MINUTE: 7 * grainSeconds.DAY,
  HOUR: 400 * grainSeconds.DAY,
  DAY: Number.POSITIVE_INFINITY,
}

/** Grains whose counts are deleted one day. */
export const forgottenGrains = ['MINUTE', 'HOUR'] as const satisfies readonly Grain[]

/** Counts of stretches that began earlier can be asked for no more. */
export function forgottenBefore(grain: (typeof forgottenGrains)[number], now: Date): Date {
  return startOf(grain, addSeconds(now, -keptSeconds[grain]))
}
