// Asks before something that cannot be undone.

import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import { WrongInputError } from '../review/wrong-input.ts'

/** What is asked, and where. */
export interface Confirmation {
  /** What will happen, as a sentence. */
  readonly warning: string
  /** `--yes` was given: nothing is asked. */
  readonly isYes: boolean
  readonly input: Readable & { readonly isTTY?: boolean }
  /** Where talk goes. */
  readonly output: Writable
}

/**
 * True when whoever is at the terminal types yes.
 *
 * @throws {WrongInputError} there is no terminal to ask at, and no `--yes`
 */
export async function confirm({ warning, isYes, input, output }: Confirmation): Promise<boolean> {
  if (isYes) return true
  if (!input.isTTY) throw new WrongInputError([`${warning} There is no terminal to ask at: say --yes if that is meant.`])
  const terminal = createInterface({ input, output })
  try {
    return (await terminal.question(`${warning} Go on? Type yes: `)).trim().toLowerCase() === 'yes'
  } finally {
    terminal.close()
  }
}
