// Whether the database takes writes and gives them back: a counter is raised, and read past the connection that raised it.

import { InternalError, PoisonedClientError } from '../errors.ts'
import type { Database } from './database.ts'

/** One node's patience, in milliseconds. */
export interface ProbeOptions {
  /** A time that never goes back. */
  readonly clockMs?: () => number
  /** For one answer; 3,000 by default. */
  readonly patienceMs?: number
  /** How long an answer is good for: load balancers ask often; 1,000 by default. */
  readonly goodForMs?: number
  /** After this, one that does not come to an end counts as lost and another may begin; 15,000 by default. */
  readonly lostAfterMs?: number
}

interface Probe {
  readonly beganAt: number
  readonly answer: Promise<void>
  /** Undefined while it runs. */
  endedAt: number | undefined
}

/** The part of the store that is asked whether it works. */
export function createProbe(database: Database, options: ProbeOptions = {}) {
  const { clockMs = () => performance.now(), patienceMs = 3_000, goodForMs = 1_000, lostAfterMs = 15_000 } = options
  let last: Probe | undefined

  return {
    /**
     * Resolves when a write was read back within three seconds. One at a time is under way, and its answer is good for a second.
     *
     * @throws {PoisonedClientError} an older value was read
     * @throws {InternalError} there was no answer in time
     */
    async probe(): Promise<void> {
      const at = clockMs()
      if (!last || !isGood(last, at)) last = begin(at)
      const left = last.endedAt === undefined ? Math.max(0, last.beganAt + patienceMs - at) : patienceMs
      await within(left, last.answer)
    },
  }

  function isGood({ beganAt, endedAt }: Probe, at: number): boolean {
    return endedAt === undefined ? at - beganAt < lostAfterMs : at - endedAt < goodForMs
  }

  function begin(beganAt: number): Probe {
    const answer = writeAndReadBack(database)
    const probe: Probe = { beganAt, answer, endedAt: undefined }
    const end = () => {
      probe.endedAt = clockMs()
    }
    answer.then(end, end)
    return probe
  }
}

const where = { name: 'probe' }

async function writeAndReadBack({ read, transact }: Database): Promise<void> {
  const written = await transact((transaction) => transaction.sequence.update({ where, data: { value: { increment: 1 } } }))
  const found = await read.sequence.findUnique({ where })
  if (!found || found.name !== where.name || found.value < written.value) throw new PoisonedClientError('probe')
}

async function within(ms: number, answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new InternalError({ retryAfterSeconds: 1, cause: 'The database is slow to answer.' })), ms)
  })
  await Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
