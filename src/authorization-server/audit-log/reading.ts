// Reads the sealed log from front to end for whoever draws something from it: each reader has its place, and one node at a time reads for it.

import { createHeldLease, type HeldLease, type LeaseStorage } from '../held-lease.ts'
import type { ChainStorage, SealedEvent } from './chain-storage.ts'

/** How a reader goes on: from the sequence it has read up to, to that of the last event it was given. */
export interface ReaderStep {
  readonly reader: string
  readonly from: number
  readonly to: number
}

/** Draws something from every event, once and in order. */
export interface AuditReader {
  /** Of its place and its lease; it never changes. */
  readonly name: string
  /**
   * Whether it begins with the oldest event there is, or with those that are sealed after its first start; or was begun with something else
   * and ends with it, so that without a place there is nothing to read.
   */
  readonly begins: 'oldest' | 'newest' | 'elsewhere'
  /** How long another node waits before it takes over from one that died: 3 by default. Longer than a call of `take` may last. */
  readonly leaseSeconds?: number
  /**
   * Keeps what it draws, and its step, in one transaction.
   *
   * @param events at least one, in the order of the chain
   * @returns false, and nothing kept, when it stands elsewhere by now: another node has read on
   * @throws anything: the same events come again
   */
  take(events: readonly SealedEvent[], step: ReaderStep): Promise<boolean>
}

/** What reading asks of its store. */
export interface ReadingStorage extends LeaseStorage, Pick<ChainStorage, 'listSealedEvents' | 'lastSealedSequence'> {
  /** The sequence that a reader has read up to; undefined for one that never began. */
  findReaderPlace(reader: string): Promise<number | undefined>
  /** Begins a reader at a sequence, unless it has begun already. */
  beginReader(reader: string, sequence: number): Promise<void>
}

/** What reading works with. */
export interface ReadingOptions {
  readonly storage: ReadingStorage
  readonly reader: AuditReader
  readonly now: () => Date
  /** Of this node and this start of it. */
  readonly holder: string
  /** Asked between two batches; never true by default. */
  readonly isStopped?: () => boolean
}

/** Reads for one node. */
export interface Reading {
  /** Reads all there is by now; returns how many events, 0 also when another node reads. */
  readOn(): Promise<number>
  /** Lets another node go on at once. */
  release(): Promise<void>
}

/** Events in a call of `take`. */
const limit = 200

/** What reads for a reader on this node. */
export function createReading(options: ReadingOptions): Reading {
  const { storage, reader, now, holder, isStopped = () => false } = options
  const lease = createHeldLease({ storage, name: `audit-reader:${reader.name}`, holder, now, seconds: reader.leaseSeconds ?? 3 })
  return {
    async readOn() {
      for (let total = 0; ; ) {
        const count = isStopped() ? 0 : await readBatch(options, lease)
        if (count === 0) return total
        total += count
        // SQLite's queries give nobody else a turn.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    release: () => lease.release(),
  }
}

async function readBatch({ storage, reader }: ReadingOptions, lease: HeldLease): Promise<number> {
  const from = (await storage.findReaderPlace(reader.name)) ?? (await begin(storage, reader))
  if (from === undefined) return 0
  const events = await storage.listSealedEvents({ after: from, limit })
  const last = events.at(-1)
  if (!last || !(await lease.hold())) return 0
  return (await reader.take(events, { reader: reader.name, from, to: last.sequence })) ? events.length : 0
}

async function begin(storage: ReadingStorage, { name, begins }: AuditReader): Promise<number | undefined> {
  if (begins === 'elsewhere') return undefined
  const sequence = begins === 'oldest' ? 0 : ((await storage.lastSealedSequence()) ?? 0)
  await storage.beginReader(name, sequence)
  return (await storage.findReaderPlace(name)) ?? sequence
}
