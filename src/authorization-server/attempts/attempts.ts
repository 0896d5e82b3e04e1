// How often who may guess at what. Each limit is a bucket that wrong guesses fill and time empties: a back-off, and never a lock.

import { InternalError, RateLimitedError } from '../../errors.ts'
import { auditEntry, type RequestOrigin } from '../audit.ts'
import type { Authority } from '../authority.ts'
import type { AuditEntry } from '../storage.ts'
import { addressPrefix } from './address-prefix.ts'
import type { AttemptBucket } from './attempt-bucket.ts'
import type { KnownDevice } from './device-token.ts'

/** How many wrong guesses fit, and how often one of them leaves. */
const limits = {
  /** At one account from one address. */
  accountFromAddress: { capacity: 10, leavesEverySeconds: 60 },
  /** At one account from anywhere; what NIST SP 800-63B section 5.2.2 allows in a row. */
  account: { capacity: 100, leavesEverySeconds: 36 },
  /** From one address at any account. */
  address: { capacity: 100, leavesEverySeconds: 9 },
  /** At one account from a device that has logged in to it before. */
  device: { capacity: 10, leavesEverySeconds: 60 },
  /** At one account from all such devices together: whoever once had the password may have made many. */
  devices: { capacity: 100, leavesEverySeconds: 36 },
  /** The same of devices that have not logged in since the password changed: whoever knew only the old one has no others. */
  formerDevices: { capacity: 100, leavesEverySeconds: 36 },
  /** At the current password by who holds a token of one session; only the current password makes another session. */
  session: { capacity: 10, leavesEverySeconds: 60 },
  /** From one address, of 256 bits each, which nobody guesses: it keeps the log and the database from filling. */
  clientSecret: { capacity: 50, leavesEverySeconds: 2 },
  refreshToken: { capacity: 50, leavesEverySeconds: 2 },
} as const satisfies Record<string, Pick<AttemptBucket, 'capacity' | 'leavesEverySeconds'>>

/** Where one guess is counted. */
export interface AttemptPlaces {
  readonly buckets: readonly [AttemptBucket, ...AttemptBucket[]]
  /** Those that a right guess empties. */
  readonly emptiedBySuccess: readonly AttemptBucket[]
}

/** Where a guess at a user's password is counted, whoever they are and whether they exist or not. */
export function placesOfStranger({ credentials }: Authority, email: string, { ipAddress }: RequestOrigin): AttemptPlaces {
  const address = addressPrefix(ipAddress)
  const accountFromAddress = bucket(credentials, 'accountFromAddress', email, address)
  return {
    buckets: [accountFromAddress, bucket(credentials, 'account', email), bucket(credentials, 'address', address)],
    emptiedBySuccess: [accountFromAddress],
  }
}

/** A device that has logged in to an account before. */
export interface DeviceOfAccount {
  readonly device: KnownDevice
  /** Of the account; a device that has not logged in since then counts with others of its kind. */
  readonly passwordChangedAt: Date
}

/** Where a guess from such a device is counted: apart from those of strangers. */
export function placesOfDevice(
  { credentials }: Authority,
  email: string,
  { device, passwordChangedAt }: DeviceOfAccount,
): AttemptPlaces {
  const alone = bucket(credentials, 'device', email, device.id)
  const together = device.loggedInAt < passwordChangedAt ? 'formerDevices' : 'devices'
  return { buckets: [alone, bucket(credentials, together, email)], emptiedBySuccess: [alone] }
}

/** Where a guess by who holds a token of a session is counted: apart from all others. */
export function placesOfSession({ credentials }: Authority, sessionId: string): AttemptPlaces {
  const session = bucket(credentials, 'session', sessionId)
  return { buckets: [session], emptiedBySuccess: [session] }
}

/** One guess, how it is looked at, and what is to be told of it when it is wrong. */
export interface Guess {
  /** In order: the next ones count when there is no place in those before. */
  readonly places: readonly AttemptPlaces[]
  readonly origin: RequestOrigin
  readonly isRight: () => Promise<boolean>
  readonly failed: (at: Date) => AuditEntry
}

/**
 * Looks at a guess once it has taken its place, and counts it if it is wrong, in a write of its own.
 *
 * Guesses that are being looked at have their places too, so that many at once are no more than many in a row. If only those are in the
 * way, it waits for up to five seconds.
 *
 * @throws {RateLimitedError} too many wrong guesses came before it; it was not looked at
 * @throws {InternalError} with retryAfterSeconds, after waiting in vain
 */
export async function evaluateGuess(authority: Authority, { places, origin, isRight, failed }: Guess): Promise<boolean> {
  const { storage, now } = authority
  const { buckets, emptiedBySuccess, takenAt } = await takePlace(authority, places)
  let verdict: 'right' | 'wrong' | 'unseen' = 'unseen'
  try {
    verdict = (await isRight()) ? 'right' : 'wrong'
  } finally {
    const at = now()
    const entry = failed(at)
    await storage.settleAttempt({
      buckets,
      emptied: verdict === 'right' ? emptiedBySuccess : [],
      verdict,
      takenAt,
      now: at,
      events: (filled) => (verdict === 'wrong' ? [entry, ...limited({ failed: entry, filled, at, origin })] : []),
    })
  }
  return verdict === 'right'
}

/** A secret of a client, or a refresh token, that turned out to be none. */
export interface WrongSecret {
  readonly kind: 'clientSecret' | 'refreshToken'
  readonly origin: RequestOrigin
  /** The event that tells of it; it is written unless the limit is reached. */
  readonly failed?: AuditEntry
}

/**
 * Counts a wrong secret. Nobody guesses them, so right ones are never counted and never refused; the limit is on what wrong ones write.
 *
 * @throws {RateLimitedError} too many wrong ones came from this address
 */
export async function countWrongSecret(
  { storage, credentials, now }: Authority,
  { kind, origin, failed }: WrongSecret,
): Promise<void> {
  const at = now()
  const room = await storage.countAttempt({
    buckets: [bucket(credentials, kind, addressPrefix(origin.ipAddress))],
    now: at,
    events: (filled) => [...(failed ? [failed] : []), ...limited({ failed, filled, at, origin })],
  })
  if (room.kind === 'full') throw new RateLimitedError(room.retryAfterSeconds)
}

type TakenPlaces = AttemptPlaces & { readonly takenAt: Date }

async function takePlace({ storage, now }: Authority, places: readonly AttemptPlaces[]): Promise<TakenPlaces> {
  let retryAfterSeconds = 1
  for (const choice of places) {
    const room = await storage.takeAttempt(choice.buckets, now())
    switch (room.kind) {
      case 'taken':
        return { ...choice, takenAt: room.at }
      case 'crowded':
        throw new InternalError({ retryAfterSeconds: 1, cause: 'Other guesses were being looked at for too long.' })
      case 'full':
        retryAfterSeconds = room.retryAfterSeconds
        break
      default:
        room satisfies never
    }
  }
  throw new RateLimitedError(retryAfterSeconds)
}

function bucket(credentials: Authority['credentials'], name: keyof typeof limits, ...subject: readonly string[]): AttemptBucket {
  return { name, key: credentials.hashAttempt(JSON.stringify([name, ...subject])), ...limits[name] }
}

interface Limiting {
  readonly failed: AuditEntry | undefined
  readonly filled: readonly AttemptBucket[]
  readonly at: Date
  readonly origin: RequestOrigin
}

/** At most one event of a guess that took the last place of one or more buckets. */
function limited({ failed, filled, at, origin }: Limiting): AuditEntry[] {
  if (filled.length === 0) return []
  const { actorId = null, clientId = null, targetId = null } = failed ?? {}
  return [
    auditEntry('attempts.limited', at, origin, {
      actorId,
      clientId,
      targetId,
      data: { buckets: filled.map(({ name }) => name) },
    }),
  ]
}
