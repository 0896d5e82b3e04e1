// `fieldgate schema manifest`: writes down what a schema protects, or holds it against what was written down.

import { existsSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { ManifestEntry } from '../resource-server/manifest.ts'
import {
  compareManifest,
  describeManifestChange,
  formatManifestLock,
  isShrinking,
  type ManifestChange,
  readManifestLock,
} from '../resource-server/manifest-lock.ts'
import type { UnmarkedFields } from '../resource-server/schema-rules.ts'
import type { ReadRules } from '../review/read-rules.ts'
import { readJson, tellAt, WrongInputError } from '../review/wrong-input.ts'
import {
  answer,
  type ExitCode,
  print,
  printJson,
  readRulesFile,
  readText,
  talk,
  unmarkedOption,
  withExitCodes,
} from './answer.ts'
import { manifestHelp } from './review-help.ts'

interface ManifestOptions {
  readonly out?: string
  readonly verify?: string
  readonly allowShrink?: boolean
  readonly unmarked: UnmarkedFields
  readonly json?: boolean
}

/** Adds the command to `fieldgate schema`. */
export function addSchemaManifest(schema: Command): void {
  withExitCodes(schema.command('manifest'))
    .description('List what a schema protects, keep the list in a lock file, and see that it does not shrink.')
    .argument('<schema>', 'the schema, as SDL; - reads it from stdin')
    .option('--out <file>', 'write the lock file; one that is there is not made to protect less')
    .option('--verify <file>', 'compare with a lock file')
    .option('--allow-shrink', 'accept that less is protected than the lock file says')
    .addOption(unmarkedOption())
    .option('--json', 'print differences as one JSON list')
    .addHelpText('before', `${manifestHelp}\n`)
    .action((file: string, options: ManifestOptions) => answer(() => runManifest(file, options)))
}

function runManifest(file: string, options: ManifestOptions): ExitCode {
  const { out, verify } = options
  if (out !== undefined && verify !== undefined) throw new WrongInputError(['--out and --verify exclude each other.'])
  const rules = readRulesFile(file, options.unmarked)
  if (verify !== undefined) return compare(verify, rules, options)
  const text = formatManifestLock(rules.gate.manifest)
  if (out === undefined) {
    print(text)
    return 0
  }
  if (existsSync(out) && compare(out, rules, options) === 1) {
    talk([tellAt(out, undefined, 'is left as it is. Add --allow-shrink if that is meant.')])
    return 1
  }
  write(out, text)
  return 0
}

function compare(path: string, { gate }: ReadRules, { allowShrink, json, out }: ManifestOptions): ExitCode {
  const changes = compareManifest(readLock(path), gate)
  const losses = changes.filter(isShrinking)
  if (json) printJson(changes)
  else print(changes.map((change) => `${signOf(change)} ${describeManifestChange(change)}\n`).join(''))
  if (losses.length > 0 && !allowShrink) return 1
  if (changes.length > 0 && out === undefined)
    talk([
      tellAt(
        path,
        undefined,
        `is out of date${losses.length > 0 ? '' : '; what it says is still protected'}. Write it anew with --out.`,
      ),
    ])
  return 0
}

function signOf(change: ManifestChange): string {
  return isShrinking(change) ? '✗' : '+'
}

function readLock(path: string): readonly ManifestEntry[] {
  const lock = readJson(readText(path), path)
  try {
    return readManifestLock(lock)
  } catch (error) {
    if (error instanceof TypeError) throw new WrongInputError([tellAt(path, undefined, error.message)])
    throw error
  }
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed'
    throw new WrongInputError([tellAt(path, undefined, `cannot be written (${code}).`)])
  }
}
