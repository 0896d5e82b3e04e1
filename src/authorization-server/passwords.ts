// Passwords: Argon2id off the main thread behind a bounded queue, and the rule for new ones (NIST SP 800-63B section 5.1.1.2).

import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'
import { BadUserInputError, InternalError } from '../errors.ts'

const minimumLength = 12
const maximumLength = 1_024

/** Hashes and compares passwords, off the main thread and not too many at once. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Costs the same whether there is a hash or not, so that timing does not tell which emails exist. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  /** True when the hash was made with weaker parameters than today's. */
  isOutdated(hash: string): boolean
}

/** What one hash costs, and how many may run or wait. */
export interface PasswordOptions {
  /** At least 19,456 (19 MiB). */
  memoryKib: number
  passes: number
  /** How many run at once; each takes one of libuv's threads and memoryKib. */
  concurrency: number
  /** How many may wait; more are turned away with a 503. */
  maxWaiting: number
  /** Told how long each hash took, without its wait. */
  onHashed?: (seconds: number) => void
}

/** Hashes once for the dummy that unknown users are compared with, and is ready. */
export async function createPasswords(options: PasswordOptions): Promise<Passwords> {
  const parameters = { memoryCost: options.memoryKib, timeCost: options.passes, parallelism: 1 }
  const dummyHash = await argon2Hash('no password hashes to this by chance', parameters)
  const queued = createQueue(options)
  return {
    hash: (password) => queued(() => argon2Hash(normalize(password), parameters)),
    verify: (password, hash) =>
      queued(async () => {
        const isMatch = await argon2Verify(hash ?? dummyHash, normalize(password))
        return isMatch && hash !== undefined
      }),
    isOutdated: (hash) => {
      const [, memory, passes] = /\$m=(\d+),t=(\d+),p=\d+\$/.exec(hash) ?? []
      return Number(memory ?? 0) < options.memoryKib || Number(passes ?? 0) < options.passes
    },
  }
}

/** Refuses a password that is too long to hash, before any work is done for it. */
export function assertHashable(field: string, password: string): void {
  if (password.length > maximumLength) {
    throw new BadUserInputError(field, `A password has at most ${maximumLength} characters.`)
  }
}

/**
 * Refuses a new password that is too short, too long, well known, of too few different characters, or around the email. There are no rules of composition.
 *
 * @throws {BadUserInputError} naming the field
 */
export function assertAcceptablePassword(field: string, password: string, email: string): void {
  assertHashable(field, password)
  const normalized = normalize(password)
  if ([...normalized].length < minimumLength) {
    throw new BadUserInputError(field, `A password has at least ${minimumLength} characters. A few words make a good one.`)
  }
  const lower = normalized.toLowerCase()
  if (isCommon(lower) || lower.includes(email) || new Set(lower).size < 4) {
    throw new BadUserInputError(
      field,
      'This password is too easy to guess. Choose another; a few unrelated words make a good one.',
    )
  }
}

// NFC, so that the same keys pressed on another system give the same password.
function normalize(password: string): string {
  return password.normalize('NFC')
}

const commonPasswords = new Set(Object.values(dictionary).flatMap((words) => (Array.isArray(words) ? words : Object.keys(words))))

// A well-known word is no better for being said twice, or for the digits behind it.
function isCommon(lower: string): boolean {
  const half = lower.slice(0, lower.length / 2)
  const isSaidTwice = half.length > 0 && half + half === lower
  return [lower, lower.replace(/[\d\W]+$/, ''), ...(isSaidTwice ? [half] : [])].some((word) => commonPasswords.has(word))
}

function createQueue({ concurrency, maxWaiting, onHashed }: PasswordOptions): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= concurrency) {
      if (waiting.length >= maxWaiting) throw new InternalError({ retryAfterSeconds: 1, cause: 'The password queue is full.' })
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    const start = performance.now()
    try {
      return await task()
    } finally {
      onHashed?.((performance.now() - start) / 1000)
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
