// What guesses are counted in, and whether one more has a place there.

/** Wrong guesses of one kind, of which one leaves every so many seconds. */
export interface AttemptBucket {
  /** What is counted in it, for the audit log. */
  readonly name: string
  /** A keyed hash: no email and no address stands in it. */
  readonly key: string
  /** How many fit. */
  readonly capacity: number
  readonly leavesEverySeconds: number
}

/**
 * Whether a guess may be looked at: `taken` when it has its place, at an instant by the clock of the buckets; `crowded` when only guesses
 * that are being looked at are in its way, and still were after a while; `full` with whole seconds, at least one, until a place is free.
 */
export type Room =
  | { readonly kind: 'taken'; readonly at: Date }
  | { readonly kind: 'crowded' }
  | { readonly kind: 'full'; readonly retryAfterSeconds: number }
