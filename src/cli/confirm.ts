// Asks before something that cannot be undone.

import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import { WrongInputError } from '../review/wrong-input.ts'
import type { ExitCode } from './answer.ts'

/** What is asked, and where. */
export interface Confirmation {
  /** What will happen, as a sentence. */
  readonly warning: string
  /** What to say when it does not, as a sentence. */
  readonly refusal: string
  /** `--yes` was given: nothing is asked. */
  readonly isYes: boolean
  readonly input: Readable & { readonly isTTY?: boolean }
  /** Where talk goes. */
  readonly output: Writable
}

/**
 * Runs a task once whoever is at the terminal types yes.
 *
 * @returns what the task answers; 1 when it was not run
 * @throws {WrongInputError} there is no terminal to ask at, and no `--yes`
 */
export async function onceConfirmed(confirmation: Confirmation, task: () => Promise<ExitCode>): Promise<ExitCode> {
  if (await isConfirmed(confirmation)) return task()
  confirmation.output.write(`${confirmation.refusal}\n`)
  return 1
}

async function isConfirmed({ warning, isYes, input, output }: Confirmation): Promise<boolean> {
  if (isYes) return true
  if (!input.isTTY) throw new WrongInputError([`${warning} There is no terminal to ask at: say --yes if that is meant.`])
  const terminal = createInterface({ input, output })
  try {
    return (await terminal.question(`${warning} Go on? Type yes: `)).trim().toLowerCase() === 'yes'
  } finally {
    terminal.close()
  }
}
