// Forgets what nothing can ask for any more, once a minute, on one node at a time.

import { maxLifetimeSeconds } from '../token/claims.ts'
import type { Grain } from './activity/counts.ts'
import { forgottenBefore, forgottenGrains } from './activity/retention.ts'
import { addSeconds } from './authority.ts'
import type { Lease, LeaseStorage } from './held-lease.ts'

/** How much may be deleted in one transaction. */
export interface Batch {
  /** What ended, expired or was last touched earlier than this. */
  readonly before: Date
  /** Rows. */
  readonly limit: number
}

/** Where a refresh token stands among those that expire. */
export interface TokenPlace {
  readonly expiresAt: Date
  readonly id: string
}

/** Those refresh tokens that come after a place. */
export type TokenBatch = Batch & { readonly after: TokenPlace | Pick<TokenPlace, 'expiresAt'> | undefined }

/** What cleaning asks of its store. Each deletion is one transaction and tells how many rows it deleted; none waits for another. */
export interface CleanUpStorage extends LeaseStorage {
  /** False when it ended meanwhile, or is another's by now. */
  extendLease(lease: Lease): Promise<boolean>
  /** Tokens first, then the sessions that have none left. */
  deleteEndedSessions(batch: Batch): Promise<number>
  /**
   * Spent ones only, and of each family the oldest first.
   *
   * @param batch.after where the last batch ended, its `next`; at first an instant, or undefined for the beginning
   */
  deleteExpiredRefreshTokens(batch: TokenBatch): Promise<{ readonly deletedCount: number; readonly next: TokenPlace | undefined }>
  deleteRevocations(batch: Batch): Promise<number>
  deleteAttempts(batch: Batch): Promise<number>
  deleteLeases(batch: Batch): Promise<number>
  /** Counts of stretches that began before, for charts. */
  deleteActivity(batch: Batch & { readonly grain: Grain }): Promise<number>
  /** By the minute they were counted in. */
  deleteDenials(batch: Batch): Promise<number>
}

/** What cleaning works with. */
export interface CleanUpOptions {
  readonly storage: CleanUpStorage
  readonly now: () => Date
  /** Of this node and this start of it. */
  readonly holder: string
  /** Refresh tokens that expired earlier are not looked at again; undefined for all. */
  readonly tokensExpiredSince?: Date | undefined
  /** How long a session is kept after it expired, or would have, for people to look at. */
  readonly sessionRetentionDays: number
  /** Asked between two batches; never true by default. */
  readonly isStopped?: () => boolean
}

/** How many rows were deleted. */
export interface CleanedCounts {
  /** Rows of sessions and of their refresh tokens. */
  readonly sessions: number
  readonly refreshTokens: number
  readonly revocations: number
  readonly attempts: number
  readonly leases: number
  /** Minutes and hours of charts. */
  readonly activity: number
  /** Minutes of clients. */
  readonly denials: number
}

/** Of the lease. */
export const cleanUpLease = 'clean-up'
/** Longer than from one run to the next, so that one node goes on doing it; a node that dies is replaced after this. */
const cleanUpLeaseSeconds = 90

const limit = 500
const hour = 3_600
const day = 86_400

/** Cleans once, and returns how much that was; undefined when it is another node's to do, or became so on the way. */
export async function cleanUp(options: CleanUpOptions): Promise<CleanedCounts | undefined> {
  const { storage, now, sessionRetentionDays } = options
  const ago = (seconds: number) => addSeconds(now(), -seconds)
  if (!(await storage.takeLease(lease(options)))) return undefined
  // An access token may live on after its session's end, and is looked up by it.
  const sessionsEndedBefore = ago(Math.max(sessionRetentionDays * day, maxLifetimeSeconds + 60))
  try {
    return {
      sessions: await repeat(options, () => storage.deleteEndedSessions({ before: sessionsEndedBefore, limit })),
      // Refused as expired before anything else is asked about them. A day, for clocks that differ.
      refreshTokens: await cleanRefreshTokens(options, ago(day)),
      // Expired ones have left the feed; an hour, for this node's clock may be ahead of the others'.
      revocations: await repeat(options, () => storage.deleteRevocations({ before: ago(hour), limit })),
      attempts: await repeat(options, () => storage.deleteAttempts({ before: ago(day), limit })),
      leases: await repeat(options, () => storage.deleteLeases({ before: ago(day), limit })),
      activity: await cleanActivity(options),
      // Beside the minutes that they are part of.
      denials: await repeat(options, () => storage.deleteDenials({ before: forgottenBefore('MINUTE', now()), limit })),
    }
  } catch (error) {
    if (error instanceof Interrupted) return undefined
    throw error
  }
}

/** The lease was lost, or the service is stopping. */
class Interrupted extends Error {}

async function cleanRefreshTokens(options: CleanUpOptions, before: Date): Promise<number> {
  const { tokensExpiredSince } = options
  let after: TokenBatch['after'] = tokensExpiredSince && { expiresAt: tokensExpiredSince }
  let total = 0
  do {
    await assertMine(options)
    const { deletedCount, next } = await options.storage.deleteExpiredRefreshTokens({ before, limit, after })
    total += deletedCount
    after = next
  } while (after !== undefined)
  return total
}

async function cleanActivity(options: CleanUpOptions): Promise<number> {
  const { storage, now } = options
  let total = 0
  for (const grain of forgottenGrains)
    total += await repeat(options, () => storage.deleteActivity({ grain, before: forgottenBefore(grain, now()), limit }))
  return total
}

async function repeat(options: CleanUpOptions, deleteBatch: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    await assertMine(options)
    const count = await deleteBatch()
    if (count === 0) return total
    total += count
  }
}

async function assertMine(options: CleanUpOptions): Promise<void> {
  // SQLite's queries give nobody else a turn.
  await new Promise((resolve) => setImmediate(resolve))
  if (options.isStopped?.() || !(await options.storage.extendLease(lease(options)))) throw new Interrupted()
}

function lease({ holder, now }: CleanUpOptions): Lease {
  const at = now()
  return { name: cleanUpLease, holder, now: at, expiresAt: addSeconds(at, cleanUpLeaseSeconds) }
}
