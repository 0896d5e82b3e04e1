// Seals what was written: gives events their places in the chain and signs its head, on one node at a time.

import { AuditLogError } from '../../errors.ts'
import type { AuditMark } from '../../token/audit-mark.ts'
import { signAuditMark } from '../../token/sign-audit-mark.ts'
import type { Authority } from '../authority.ts'
import { createHeldLease } from '../held-lease.ts'
import { type ChainedEvent, type ChainPlace, follow, genesis } from './chain.ts'
import { openMark } from './marks.ts'
import type { SealingStorage } from './sealing-storage.ts'

/** What sealing works with. */
export interface SealOptions {
  readonly storage: SealingStorage
  readonly authority: Pick<Authority, 'keyRing' | 'settings' | 'now'>
  /** Of this node and this start of it. */
  readonly holder: string
  /** Asked between two batches; never true by default. */
  readonly isStopped?: () => boolean
  /** Told of what this node sealed, once it is committed; no other node is told of the same. Nobody by default. */
  readonly onSealed?: (events: readonly ChainedEvent[]) => void
}

/** Seals for one node. */
export interface Sealer {
  /**
   * Seals all that waits, a batch in a transaction; returns how many events, 0 also when it is another node's to do.
   *
   * @throws {AuditLogError} the head was changed by somebody else, or went back: the chain is not continued from what may be forged
   */
  seal(): Promise<number>
  /** Lets another node take over at once. */
  release(): Promise<void>
}

/** Of the lease. */
export const sealingLease = 'audit-sealing'
/** A node that dies is replaced after this. That two never seal the same is the head's doing, so it may be short. */
const leaseSeconds = 3
/** Events in a transaction: on SQLite others wait for it. */
const limit = 100

/** The sealer of this node. It holds the lease from one call to the next, and renews it only while there is something to do. */
export function createSealer({ storage, authority, holder, isStopped = () => false, onSealed }: SealOptions): Sealer {
  const lease = createHeldLease({ storage, name: sealingLease, holder, now: authority.now, seconds: leaseSeconds })
  let seen: ChainPlace = genesis

  return {
    async seal() {
      for (let total = 0; ; ) {
        // Before the events: who seals them meanwhile moves it, and then nothing is written.
        const from = await storage.findAuditMark('head')
        const events = await storage.listUnsealedEvents(limit)
        if (events.length === 0 || isStopped() || !(await lease.hold())) return total
        // Ids sort by time, and an audit log is read in order.
        const sorted = [...events].sort((a, b) => (a.id < b.id ? -1 : 1))
        if (!(await sealBatch(sorted, from))) return total
        onSealed?.(sorted)
        total += events.length
        // SQLite's queries give nobody else a turn.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    release: () => lease.release(),
  }

  async function sealBatch(events: readonly ChainedEvent[], from: string | undefined): Promise<boolean> {
    const head = await continueFrom(from)
    let place: ChainPlace = head
    const places = events.map((event) => {
      place = follow(place, event)
      return { id: event.id, ...place }
    })
    const { keyRing, settings, now } = authority
    const mark: AuditMark = { kind: 'head', issuer: settings.issuer, issuedAt: now(), ...place }
    // Signed before the transaction, which waits for nothing but the database.
    const isSealed = await storage.sealEvents({ places, from, to: signAuditMark(mark, await keyRing.activeKey()) })
    seen = isSealed ? place : head
    return isSealed
  }

  /** The place to go on from, once it is known to be ours: what is signed next vouches for all that comes before. */
  async function continueFrom(token: string | undefined): Promise<ChainPlace> {
    if (token === undefined) {
      if (seen.sequence > 0 || (await wasSealed())) throw new AuditLogError('The head of the audit log is gone.')
      return genesis
    }
    const head = await openMark(authority.keyRing, 'head', token)
    if (!head) throw new AuditLogError('The head of the audit log was not signed by a key of this service.')
    const isAnother = head.sequence === seen.sequence && head.hash !== seen.hash
    if (head.sequence < seen.sequence || isAnother) throw new AuditLogError('The audit log went back to an earlier head.')
    return head
  }

  async function wasSealed(): Promise<boolean> {
    return (await storage.hasSealedEvents()) || (await storage.findAuditMark('checkpoint')) !== undefined
  }
}
