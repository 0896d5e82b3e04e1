// What `fieldgate users import` does.

import { closeSync, openSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { importUsers, type UserImportCounts } from '../administration/user-import/import-users.ts'
import { readCsv } from '../administration/user-import/read-csv.ts'
import { readJsonLines } from '../administration/user-import/read-jsonl.ts'
import type { Refusal } from '../administration/user-import/rows.ts'
import { createPasswords } from '../authorization-server/passwords.ts'
import { DocumentError } from '../errors.ts'
import { tellAt, WrongInputError } from '../review/wrong-input.ts'
import { type ExitCode, nameOf, printJson } from './answer.ts'
import { type OpenDatabase, onDatabase } from './on-database.ts'
import { showProgress } from './progress.ts'

/** As commander reads them. */
export interface UsersImportOptions {
  readonly format?: 'csv' | 'jsonl'
  readonly dryRun?: boolean
  readonly rejects?: string
  readonly json?: boolean
}

/**
 * Makes the users of a file.
 *
 * @returns 1 when rows were refused; the others are there then
 * @throws {WrongInputError} the file cannot be read, or not to its end; the batches before are written then
 */
export async function runUsersImport(
  file: string,
  options: UsersImportOptions,
  environment: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  const { rejects, json, dryRun: isDryRun = false } = options
  const read = readerOf(file, options.format)
  return onDatabase(environment, async (database) => {
    const descriptor = rejects === undefined ? undefined : openForWriting(rejects)
    const progress = showProgress(process.stderr, () => performance.now())
    const onRefused = (refusal: Refusal) => {
      const { line, code, field, message } = refusal
      progress.talk(`line ${line}: ${code}${field === null ? '' : ` ${field}`}: ${message}`)
      if (descriptor !== undefined) writeSync(descriptor, `${JSON.stringify(refusal)}\n`)
    }
    const tools = await openTools(database)
    try {
      const bytes = await openForReading(file)
      const request = { rows: read(bytes), isDryRun, onRefused, onProgress: progress.show }
      const counts = await importUsers(tools, request).catch((error: unknown) => explain(file, error))
      progress.end(sentence(counts, isDryRun))
      if (json) printJson({ isDryRun, ...counts })
      return counts.refusedCount > 0 ? 1 : 0
    } finally {
      if (descriptor !== undefined) closeSync(descriptor)
    }
  })
}

function readerOf(file: string, format: UsersImportOptions['format']) {
  const found = format ?? /\.(csv|jsonl)$/.exec(file)?.[1]
  if (found === 'csv') return readCsv
  if (found === 'jsonl') return readJsonLines
  throw new WrongInputError(['Say --format csv or --format jsonl: the name of the file does not tell.'])
}

/** As many hashes at once as there are cores, and not more waiting than a batch has. */
async function openTools({ config, store }: OpenDatabase) {
  const concurrency = availableParallelism()
  const passwords = await createPasswords({ memoryKib: config.argon2MemoryKib, passes: 2, concurrency, maxWaiting: 1_000 })
  return { storage: store, passwords, now: () => new Date() }
}

/** Open before anybody reads: a stream that opens by itself fails while nobody listens yet. */
async function openForReading(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin
  const handle = await open(file).catch((error: unknown) => explain(file, error))
  return handle.createReadStream({ highWaterMark: 256 * 1024 })
}

function openForWriting(path: string): number {
  try {
    return openSync(path, 'w')
  } catch (error) {
    throw new WrongInputError([tellAt(path, undefined, `cannot be written (${codeOf(error)}).`)])
  }
}

function explain(file: string, error: unknown): never {
  const name = nameOf(file)
  if (error instanceof DocumentError) throw new WrongInputError(error.mistakes.map((mistake) => tellAt(name, undefined, mistake)))
  if (codeOf(error) === 'ENOENT') throw new WrongInputError([tellAt(name, undefined, 'there is no such file.')])
  if (error instanceof Error && 'syscall' in error && 'path' in error)
    throw new WrongInputError([tellAt(name, undefined, `cannot be read (${codeOf(error)}).`)])
  throw error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

function sentence({ createdCount, skippedCount, refusedCount }: UserImportCounts, isDryRun: boolean): string {
  const made = isDryRun ? `Nothing was written. ${createdCount} would be made` : `${createdCount} made`
  return `${made}, ${skippedCount} there already, ${refusedCount} refused`
}
