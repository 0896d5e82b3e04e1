// Tells passing database faults from the rest: conflicts are tried again, an absent database becomes a 503 with Retry-After.

import { InternalError } from '../errors.ts'

const conflictDeadlineMs = 5_000

// Prisma's codes: write conflict or deadlock, busy file, transaction not started in time.
const conflictCodes = new Set(['P2034', 'P1008', 'P2028'])
// Unreachable, timed out, denied for now, closed, pool exhausted.
const outageCodes = new Set(['P1001', 'P1002', 'P1017', 'P2024', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
// What the driver adapters say when Prisma has no code of its own for it.
const conflictKinds = new Set(['TransactionWriteConflict', 'SocketTimeout'])
const outageKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'TooManyConnections',
  'TransactionAlreadyClosed',
  'TlsConnectionError',
])
// PostgreSQL shutting down, starting up, or out of connections, disk or memory.
const outagePostgres = /^(57P0[1-3]|08\d\d\d|53\d\d\d|58\d\d\d|25006)$/
// What the PostgreSQL driver says of a lost connection, without any code.
const outageMessage =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/
const [sqliteIoError, sqliteFull, sqliteCantOpen, sqliteReadOnly] = [10, 13, 14, 8]
// The adapter knows names, and numbers only of faults that its driver has no name for.
const outageSqlite = /^SQLITE_(IOERR|FULL|CANTOPEN|READONLY)/

/**
 * Runs a database task again while it only meets conflicts, for five seconds at most.
 *
 * @throws {InternalError} with retryAfterSeconds, when the database is busy or absent
 */
export async function withRetries<T>(task: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + conflictDeadlineMs
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 2, 200)) {
    try {
      return await task()
    } catch (error) {
      const fault = classify(error)
      if (fault === 'other') throw error
      if (fault === 'outage' || performance.now() > deadline) throw new InternalError({ cause: error, retryAfterSeconds: 1 })
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

/** True for an error that says a unique value is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return chain(error).some(({ code, kind }) => code === 'P2002' || kind === 'UniqueConstraintViolation')
}

/** True for what another connection or process is in the way of, for now. */
export function isConflict(error: unknown): boolean {
  return classify(error) === 'conflict'
}

function classify(error: unknown): 'conflict' | 'outage' | 'other' {
  for (const { code, kind, originalCode, extendedCode, message } of chain(error)) {
    if (conflictCodes.has(code) || conflictKinds.has(kind)) return 'conflict'
    if (outageCodes.has(code) || outageKinds.has(kind) || outagePostgres.test(originalCode) || outageMessage.test(message))
      return 'outage'
    if (kind === 'sqlite' && outageSqlite.test(originalCode)) return 'outage'
    if (kind === 'sqlite' && [sqliteIoError, sqliteFull, sqliteCantOpen, sqliteReadOnly].includes(extendedCode & 0xff))
      return 'outage'
  }
  return 'other'
}

interface FaultFacts {
  code: string
  kind: string
  originalCode: string
  extendedCode: number
  message: string
}

// Prisma wraps the adapter's error, which wraps the driver's; the telling code may sit in any of them.
function chain(error: unknown): FaultFacts[] {
  const facts: FaultFacts[] = []
  let current: unknown = error
  while (typeof current === 'object' && current !== null && facts.length < 6) {
    const fields: Readonly<Record<string, unknown>> = { ...current }
    const own = current as { code?: unknown; message?: unknown }
    facts.push({
      code: String(own.code ?? ''),
      kind: String(fields.kind ?? ''),
      originalCode: String(fields.originalCode ?? own.code ?? ''),
      extendedCode: Number(fields.extendedCode ?? 0),
      message: String(own.message ?? ''),
    })
    const meta = fields.meta as { driverAdapterError?: unknown } | undefined
    current = meta?.driverAdapterError ?? (current as { cause?: unknown }).cause
  }
  return facts
}
