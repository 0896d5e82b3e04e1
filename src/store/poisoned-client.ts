// Notices a database client that answers with other rows than those asked for, which Prisma has been seen to do after some faults.

import { PoisonedClientError } from '../errors.ts'

/**
 * Holds the key of a row against the one that was asked for.
 *
 * @param record what was asked for, in a word
 * @throws {PoisonedClientError} they differ
 */
export function assertSameRow(record: string, found: string, asked: string): void {
  if (found !== asked) throw new PoisonedClientError(record)
}

/**
 * Holds the ids of rows against those that were asked for.
 *
 * @throws {PoisonedClientError} one is none of them
 */
export function assertAmong(record: string, found: readonly { readonly id: string }[], asked: readonly string[]): void {
  const ids = new Set(asked)
  if (found.some(({ id }) => !ids.has(id))) throw new PoisonedClientError(record)
}

/** The same methods; each tells of a poisoned client before it rejects with it. */
export function watchForPoison<T extends object>(methods: T, onPoisoned: (error: PoisonedClientError) => void): T {
  const watched = Object.entries(methods).map(([name, member]) => [name, isFunction(member) ? watch(member) : member])
  return Object.fromEntries(watched) as T

  function watch(method: (...inputs: unknown[]) => unknown) {
    return (...inputs: unknown[]) => {
      const result = method(...inputs)
      if (!(result instanceof Promise)) return result
      return result.catch((error: unknown) => {
        if (error instanceof PoisonedClientError) onPoisoned(error)
        throw error
      })
    }
  }
}

function isFunction(member: unknown): member is (...inputs: unknown[]) => unknown {
  return typeof member === 'function'
}
