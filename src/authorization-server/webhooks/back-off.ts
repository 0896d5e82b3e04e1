// When to try again, and when to give up.

import { addSeconds } from '../authority.ts'

const longestSeconds = 300
const givesUpAfterSeconds = 3 * 86_400

/**
 * How long to wait after an attempt that failed: twice as long each time, from a second or two to five minutes, and up to a half less, so
 * that many webhooks of one target do not come back together.
 *
 * @param failureCount attempts that failed in a row, this one included
 * @param random from 0 to 1
 */
export function backOffSeconds(failureCount: number, random: number): number {
  return Math.min(2 ** failureCount, longestSeconds) * (0.5 + random / 2)
}

/** Whether a webhook that has failed since then has done so for three days. */
export function hasFailedTooLong(failingSince: Date, now: Date): boolean {
  return addSeconds(failingSince, givesUpAfterSeconds) <= now
}
