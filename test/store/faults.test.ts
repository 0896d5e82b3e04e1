import { describe, expect, it } from 'vitest'
import { InternalError } from '../../src/errors.ts'
import { isUniqueViolation, withRetries } from '../../src/store/faults.ts'

// As Prisma and its adapters throw them: the telling part may sit in the error, in its meta or in its causes.
const prisma = (code: string) => Object.assign(new Error('Prisma'), { code })
const adapter = (cause: object) => Object.assign(new Error('Prisma'), { meta: { driverAdapterError: { cause } } })
const postgres = (originalCode: string) => adapter({ kind: 'postgres', originalCode })
const sqlite = (extendedCode: number) => adapter({ kind: 'sqlite', extendedCode })

describe('a database task', () => {
  it('gives its answer', async () => {
    await expect(withRetries(async () => 7)).resolves.toBe(7)
  })

  it.each([
    ['a write conflict or deadlock', prisma('P2034')],
    ['a busy file', prisma('P1008')],
    ['a transaction that could not begin in time', prisma('P2028')],
    ['a conflict that only the adapter tells of', adapter({ kind: 'TransactionWriteConflict' })],
    ['a file busy in the adapter', adapter({ kind: 'SocketTimeout' })],
    ['a conflict below other errors', new Error('outer', { cause: new Error('middle', { cause: prisma('P2034') }) })],
  ])('is run again after %s', async (_name, fault) => {
    let runs = 0
    const task = async () => {
      if (runs++ < 3) throw fault
      return 'done'
    }
    expect([await withRetries(task), runs]).toEqual(['done', 4])
  })

  it.each([
    ['an unreachable server', prisma('P1001')],
    ['a closed connection', prisma('P1017')],
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a connection the adapter lost', adapter({ kind: 'ConnectionClosed' })],
    ['a connection the driver lost', new Error('Client has encountered a connection error and is not queryable')],
    ['a connection that came too late', new Error('timeout exceeded when trying to connect')],
    ['a server that shuts down', postgres('57P01')],
    ['a server without memory', postgres('53200')],
    ['a server that only reads', postgres('25006')],
    ['a full disk, by its name', adapter({ kind: 'sqlite', extendedCode: 1, originalCode: 'SQLITE_FULL' })],
    ['a write that failed, by its name', adapter({ kind: 'sqlite', extendedCode: 1, originalCode: 'SQLITE_IOERR_WRITE' })],
    ['an error of input or output', sqlite(10 | (15 << 8))],
    ['a full disk', sqlite(13)],
    ['a file that cannot be opened', sqlite(14)],
    ['a file that only reads', sqlite(8)],
  ])('is not run again after %s, which passes', async (_name, fault) => {
    let runs = 0
    const task = () => {
      runs++
      return Promise.reject(fault)
    }
    await expect(withRetries(task)).rejects.toEqual(new InternalError({ cause: fault, retryAfterSeconds: 1 }))
    expect(runs).toBe(1)
  })

  it.each([
    ['a unique value that is taken', prisma('P2002')],
    ['a division by zero', postgres('22012')],
    ['a corrupt file', sqlite(11)],
    ['a corrupt file, by its name', adapter({ kind: 'sqlite', extendedCode: 1, originalCode: 'SQLITE_CORRUPT' })],
    ['what is no error', 'text'],
  ])('fails as it is with %s', async (_name, fault) => {
    let runs = 0
    const task = () => {
      runs++
      return Promise.reject(fault)
    }
    await expect(withRetries(task)).rejects.toBe(fault)
    expect(runs).toBe(1)
  })

  it('is given up after five seconds of conflicts', async () => {
    const begun = performance.now()
    const fault = prisma('P2034')
    await expect(withRetries(() => Promise.reject(fault))).rejects.toEqual(
      new InternalError({ cause: fault, retryAfterSeconds: 1 }),
    )
    const seconds = (performance.now() - begun) / 1000
    expect(seconds).toBeGreaterThanOrEqual(5)
    expect(seconds).toBeLessThan(8)
  })
})

describe('a unique violation', () => {
  it.each([
    ['of Prisma', prisma('P2002'), true],
    ['of an adapter', adapter({ kind: 'UniqueConstraintViolation' }), true],
    ['of a foreign key', prisma('P2003'), false],
    ['of nothing', undefined, false],
    ['in a circle of causes', circle(), false],
  ])('%s', (_name, error, isOne) => {
    expect(isUniqueViolation(error)).toBe(isOne)
  })
})

function circle(): Error {
  const [inner, outer] = [new Error('inner'), new Error('outer')]
  inner.cause = outer
  outer.cause = inner
  return outer
}
