// What `fieldgate audit verify --file` does: an export is verified by itself.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { MarkKeys } from '../authorization-server/audit-log/marks.ts'
import type { AuditLogVerification } from '../authorization-server/audit-log/verify.ts'
import { verifyExport } from '../authorization-server/audit-log/verify-export.ts'
import { readJson, WrongInputError } from '../review/wrong-input.ts'
import { importPublicKey } from '../token/public-key.ts'
import { nameOf, readText } from './answer.ts'

/**
 * Verifies an export.
 *
 * @param file `-` for stdin
 * @throws {WrongInputError} there is no such file
 */
export async function verifyFile(file: string, keyRing: MarkKeys): Promise<AuditLogVerification> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  try {
    return await verifyExport({ lines: linesOf(input), keyRing })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw new WrongInputError([`${nameOf(file)}: cannot be read (${error.code}).`])
  }
}

/**
 * The keys in a document that `/keys` answered with.
 *
 * @throws {WrongInputError} it is no such document
 */
export function readKeys(file: string): MarkKeys {
  const document = readJson(readText(file), nameOf(file)) as { keys?: unknown } | null
  const entries = Array.isArray(document?.keys) ? (document.keys as { id?: unknown; key?: unknown }[]) : undefined
  try {
    if (!entries) throw new TypeError('There are no keys.')
    const keys = new Map(entries.map(({ id, key }) => [String(id), importPublicKey(String(key))]))
    return { findKey: async (id) => keys.get(id), listAllKeys: async () => [] }
  } catch {
    throw new WrongInputError([`${nameOf(file)}: it is no document of /keys.`])
  }
}

/** What is no JSON is no line of an export either. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<unknown> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield parse(line)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
