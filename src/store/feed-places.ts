// Places in the revocation feed, taken inside of the transaction that fills them.

import type { Transaction } from './database.ts'
import { assertSameRow } from './poisoned-client.ts'

/** Of the sequence that places in the feed come from. */
export const feedSequence = 'revocations'

const taken = new WeakSet<Transaction>()

/**
 * The first of so many new places in a row.
 *
 * The row of the sequence is held until the transaction ends: no place is lost when it rolls back, and none becomes visible before a
 * smaller one. Take it after every other row that the transaction holds, so that two of them never wait for each other.
 *
 * @throws {PoisonedClientError} the database client counted on in another sequence
 */
export async function takePlaces(transaction: Transaction, count: number): Promise<bigint> {
  taken.add(transaction)
  const data = { value: { increment: count } }
  const { name, value } = await transaction.sequence.update({ where: { name: feedSequence }, data })
  assertSameRow('sequence', name, feedSequence)
  return value - BigInt(count) + 1n
}

/** Whether the transaction has something to tell the followers of the feed. */
export function hasTakenPlaces(transaction: Transaction): boolean {
  return taken.has(transaction)
}
