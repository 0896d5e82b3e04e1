// The lock file of a manifest: what a schema protected when someone last looked, to be held against what it protects now.

import { isObjectType } from 'graphql'
import type { Gate } from './gate.ts'
import type { ManifestEntry } from './manifest.ts'
import { describeTerms } from './requirement-words.ts'
import { compareStrength, type Terms } from './strength.ts'

/** One difference between a lock and a gate. */
export interface ManifestChange {
  readonly coordinate: string
  /** `removed`: the field is gone. `unprotected`: it is there and open. `incomparable`: other callers reach it than before. */
  readonly kind: 'removed' | 'unprotected' | 'weaker' | 'incomparable' | 'stronger' | 'added'
  readonly before: Terms | undefined
  readonly after: Terms | undefined
}

/** The manifest as the text of a lock file: one entry a line, so that a review shows what changed; ends in a newline. */
export function formatManifestLock(manifest: readonly ManifestEntry[]): string {
  const lines = manifest.map(({ coordinate, authenticated, scopes, policies }) =>
    JSON.stringify({ coordinate, authenticated, scopes, policies }),
  )
  const list = lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`
  return `{\n  "version": 1,\n  "protected": ${list}\n}\n`
}

/**
 * The entries of a lock file.
 *
 * @param lock its parsed JSON
 * @throws {TypeError} it is no lock file, or one of another version
 */
export function readManifestLock(lock: unknown): readonly ManifestEntry[] {
  if (typeof lock !== 'object' || lock === null || !('version' in lock) || !('protected' in lock))
    throw new TypeError('This is no manifest lock. Name one, or write one with "fieldgate schema manifest --out".')
  if (lock.version !== 1)
    throw new TypeError('This manifest lock has a version that is not known here. Delete it, and write it anew.')
  const entries: unknown = lock.protected
  if (!Array.isArray(entries) || !entries.every(isEntry))
    throw new TypeError('An entry of this manifest lock is broken. Restore the file, or delete it and write it anew.')
  return entries
}

/** Every difference, sorted by coordinate. A requirement that is only written in another way is none. */
export function compareManifest(locked: readonly ManifestEntry[], gate: Pick<Gate, 'manifest' | 'schema'>): ManifestChange[] {
  const before = new Map(locked.map((entry) => [entry.coordinate, entry]))
  const after = new Map(gate.manifest.map((entry) => [entry.coordinate, entry]))
  const coordinates = [...new Set([...before.keys(), ...after.keys()])].sort()
  return coordinates.flatMap((coordinate) => {
    const change = { coordinate, before: before.get(coordinate), after: after.get(coordinate) }
    const kind = kindOf(change, gate)
    return kind === 'same' ? [] : [{ ...change, kind }]
  })
}

/** Whether some caller could reach by the change what was out of reach, or the lock names a field that is gone. */
export function isShrinking({ kind }: ManifestChange): boolean {
  return kind !== 'stronger' && kind !== 'added'
}

/** The change in one line. */
export function describeManifestChange({ coordinate, kind, before, after }: ManifestChange): string {
  const was = before && describeTerms(before)
  const is = after && describeTerms(after)
  switch (kind) {
    case 'removed':
      return `${coordinate}: is no longer in the schema; was ${was}`
    case 'unprotected':
      return `${coordinate}: lost its protection; was ${was}`
    case 'weaker':
      return `${coordinate}: needs less; was ${was}, is ${is}`
    case 'incomparable':
      return `${coordinate}: needs something else; was ${was}, is ${is}`
    case 'stronger':
      return `${coordinate}: needs more; was ${was}, is ${is}`
    case 'added':
      return `${coordinate}: is protected now; is ${is}`
    default:
      return kind satisfies never
  }
}

function kindOf(
  { coordinate, before, after }: Omit<ManifestChange, 'kind'>,
  { schema }: Pick<Gate, 'schema'>,
): ManifestChange['kind'] | 'same' {
  if (!before) return 'added'
  if (after) return compareStrength(before, after)
  const [typeName = '', fieldName = ''] = coordinate.split('.')
  const type = schema.getType(typeName)
  return isObjectType(type) && type.getFields()[fieldName] ? 'unprotected' : 'removed'
}

function isEntry(entry: unknown): entry is ManifestEntry {
  if (typeof entry !== 'object' || entry === null) return false
  const { coordinate, authenticated, scopes, policies } = entry as Readonly<Record<string, unknown>>
  return typeof coordinate === 'string' && typeof authenticated === 'boolean' && isFormula(scopes) && isFormula(policies)
}

function isFormula(value: unknown): boolean {
  const isListOf = (list: unknown, isMember: (member: unknown) => boolean) => Array.isArray(list) && list.every(isMember)
  return isListOf(value, (any) => isListOf(any, (all) => isListOf(all, (member) => typeof member === 'string')))
}
