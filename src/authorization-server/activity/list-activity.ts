// What happened within a time, as points for a chart: one for each minute, hour or day, also where nothing happened.

import { BadUserInputError } from '../../errors.ts'
import { type Authority, addSeconds } from '../authority.ts'
import type { ActivityStorage } from './activity-storage.ts'
import { type Counts, type Grain, grainSeconds, noCounts, startOf } from './counts.ts'
import { keptSeconds } from './retention.ts'

/** Which time, and how finely. */
export interface ActivityRequest {
  /** The first point is of the minute, hour or day that this is in. */
  readonly since: Date
  /** The last point is of the one that ends here or later; now when missing. */
  readonly until?: Date | null | undefined
  readonly bucket: Grain
}

/** What happened within one minute, hour or day. */
export interface ActivityPoint extends Counts {
  /** Where it begins, in UTC. */
  readonly at: Date
}

/** In one answer. */
export const maxPoints = 2_000
const [earliest, latest] = [new Date('2000-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')]

/**
 * The points of a time, in order and without gaps.
 *
 * @throws {BadUserInputError} the time is empty, takes too many points, is far off, or its minutes or hours are no longer kept
 */
export async function listActivity(
  { storage, now }: { storage: Pick<ActivityStorage, 'listActivity'>; now: Authority['now'] },
  request: ActivityRequest,
): Promise<readonly ActivityPoint[]> {
  const { since, until, grain } = readRange(request, now())
  const found = await storage.listActivity({ grain, since, until })
  const counts = new Map(found.map((each) => [each.at.getTime(), each]))
  return startsBetween(since, until, grain).map((at) => ({ ...(counts.get(at.getTime()) ?? noCounts), at }))
}

function readRange({ since, until: askedUntil, bucket: grain }: ActivityRequest, now: Date) {
  const until = askedUntil ?? now
  for (const [field, instant] of [['since', since] as const, ['until', until] as const])
    if (instant < earliest || instant > latest)
      throw new BadUserInputError(field, 'It must be an instant of the years from 2000 to 2099.')
  if (since >= until) throw new BadUserInputError('until', 'It must be later than since. Without it, it is now.')
  const seconds = keptSeconds[grain]
  if (since < addSeconds(now, -seconds)) {
    const remedy = grain === 'MINUTE' ? 'a larger bucket' : 'days'
    throw new BadUserInputError(
      'since',
      `Counts by ${grain.toLowerCase()} are kept for ${seconds / grainSeconds.DAY} days. Choose ${remedy}, or a later since.`,
    )
  }
  const [first, end] = [startOf(grain, since), endOf(grain, until)]
  if (end.getTime() - first.getTime() > maxPoints * grainSeconds[grain] * 1000)
    throw new BadUserInputError('since', `That is more than ${maxPoints} points. Choose a larger bucket or a shorter time.`)
  return { since: first, until: end, grain }
}

/** Where the next one begins, or the instant itself where it lies between two. */
function endOf(grain: Grain, instant: Date): Date {
  const start = startOf(grain, instant)
  return start < instant ? addSeconds(start, grainSeconds[grain]) : start
}

function startsBetween(since: Date, until: Date, grain: Grain): readonly Date[] {
  const length = grainSeconds[grain]
  const count = (until.getTime() - since.getTime()) / 1000 / length
  return Array.from({ length: count }, (_, index) => addSeconds(since, index * length))
}
