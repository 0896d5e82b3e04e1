// The password that `fieldgate admin` sets: made up, or read from stdin.

import { type OperatorTools, randomPassword } from '../administration/first-administrator.ts'
import { createPasswords } from '../authorization-server/passwords.ts'
import { BadUserInputError } from '../errors.ts'
import { WrongInputError } from '../review/wrong-input.ts'
import { readText } from './answer.ts'
import type { OpenDatabase } from './on-database.ts'

/** A password, and whether it was made up here: then it is to be shown, once. */
export interface ChosenPassword {
  readonly password: string
  readonly isMadeUp: boolean
}

/** One line break at the end is the terminal's or echo's, and no part of the password. */
export function choosePassword(fromStdin: boolean): ChosenPassword {
  if (!fromStdin) return { password: randomPassword(), isMadeUp: true }
  return { password: readText('-').replace(/\r?\n$/, ''), isMadeUp: false }
}

/** What the administration of the first hour works with; hashes cost what they cost in the service. */
export async function openTools({ config, store }: OpenDatabase): Promise<OperatorTools> {
  const passwords = await createPasswords({ memoryKib: config.argon2MemoryKib, passes: 2, concurrency: 1, maxWaiting: 0 })
  return { storage: store, passwords, now: () => new Date() }
}

/**
 * Runs a task on what was typed.
 *
 * @throws {WrongInputError} the email or the password cannot be such
 */
export async function withTypedInput<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof BadUserInputError)) throw error
    throw new WrongInputError([`The ${String(error.extensions.field)} cannot be used. ${error.message}`])
  }
}
