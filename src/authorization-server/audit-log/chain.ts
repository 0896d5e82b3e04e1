// The chain: each hash stands for an event, its place, and everything before it. docs/operate.md tells how to compute it elsewhere.

import { hash as digest } from 'node:crypto'

/** An event as its hash is made from it: text for text as it is stored, the instant as RFC 3339 with milliseconds, in UTC. */
export interface ChainedEvent {
  readonly id: string
  readonly at: string
  readonly type: string
  readonly actorId: string | null
  readonly clientId: string | null
  readonly targetId: string | null
  readonly ipAddress: string | null
  readonly requestId: string | null
  /** JSON, as it was written. */
  readonly data: string
}

/** A place in the chain, and what stands for everything up to it. */
export interface ChainPlace {
  readonly sequence: number
  /** SHA-256 in hexadecimal. */
  readonly hash: string
}

/** The place before the first event of every log. */
export const genesis: ChainPlace = { sequence: 0, hash: digest('sha256', 'fieldgate audit log v1') }

/**
 * The place that an event has after another one.
 *
 * The hash is SHA-256 over the hash before, in hexadecimal, and the event as a JSON list that begins with its sequence: one text for one
 * event, for a list has an order and no optional members.
 */
export function follow(before: ChainPlace, event: ChainedEvent): ChainPlace {
  const sequence = before.sequence + 1
  const { id, at, type, actorId, clientId, targetId, ipAddress, requestId, data } = event
  const canonical = JSON.stringify([sequence, id, at, type, actorId, clientId, targetId, ipAddress, requestId, data])
  // In one call: a hash object for each of a million events takes longer than the hashing.
  return { sequence, hash: digest('sha256', `${before.hash}${canonical}`) }
}
