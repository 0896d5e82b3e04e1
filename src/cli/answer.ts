// What commands have in common: what they read, where they write, what their exit codes mean, how they end.

import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { UnmarkedFields } from '../resource-server/schema-rules.ts'
import { type ReadRules, readRules } from '../review/read-rules.ts'
import { type ReadSchema, readSchema } from '../review/read-schema.ts'
import { tellAt, WrongInputError } from '../review/wrong-input.ts'

/** 0: as it should be. 1: an answer, and it is no. 2: the question cannot be answered. */
export type ExitCode = 0 | 1 | 2

/** Makes wrong use of the command end with 2 too, since 1 is an answer. */
export function withExitCodes(command: Command): Command {
  return command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
}

/** Runs a command and ends with what it answers; what is wrong with its input goes to stderr, one line each. */
export async function answer(run: () => ExitCode | Promise<ExitCode>): Promise<void> {
  process.exitCode = await exitCodeOf(run)
}

/** The same of a command that opens a database: the migration engine leaves a timer behind that would keep the process ten seconds more. */
export async function answerAndEnd(run: () => Promise<ExitCode>): Promise<void> {
  const code = await exitCodeOf(run)
  // Once everything is written.
  process.stdout.write('', () => process.exit(code))
}

async function exitCodeOf(run: () => ExitCode | Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof WrongInputError)) throw error
    talk(error.lines)
    return 2
  }
}

/** Data, for programs and pipes. */
export function print(text: string): void {
  process.stdout.write(text)
}

/** Data as one line of JSON; what there is none of is null. */
export function printJson(value: unknown): void {
  print(`${JSON.stringify(value, (_name, member) => (member === undefined ? null : member))}\n`)
}

/** Talk, for people. */
export function talk(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`)
}

/** The text of a file; `-` is stdin. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new WrongInputError([
      tellAt(file, undefined, code === 'ENOENT' ? 'there is no such file.' : `cannot be read (${code}).`),
    ])
  }
}

/** What a file is called when its text is talked about. */
export function nameOf(file: string): string {
  return file === '-' ? 'stdin' : file
}

/** The schema in a file. What had to be assumed goes to stderr. */
export function readSchemaFile(file: string): ReadSchema {
  const name = nameOf(file)
  const read = readSchema(readText(file), name)
  talk(read.assumed.map((sentence) => tellAt(name, undefined, sentence)))
  return read
}

/** The schema in a file, with rules that a gate accepts. Rules that are probably misspelt are told on stderr. */
export function readRulesFile(file: string, unmarked: UnmarkedFields): ReadRules {
  const read = readRules(readSchemaFile(file), unmarked)
  talk(read.doubts)
  return read
}

/** The option that says what a gate does with fields that no directive speaks about. */
export function unmarkedOption(): Option {
  return new Option('--unmarked <treatment>', 'what the server does with fields that have no rule')
    .choices(['open', 'authenticated', 'denied'])
    .default('open')
}
