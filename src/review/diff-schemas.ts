// What two versions of a schema let callers reach, field by field.

import { isNothing } from '../resource-server/requirement.ts'
import { describeTerms, termsOf } from '../resource-server/requirement-words.ts'
import { readSchemaRules, type SchemaRules } from '../resource-server/schema-rules.ts'
import { compareStrength } from '../resource-server/strength.ts'
import type { ReadRules } from './read-rules.ts'

/** What became of one field. */
export interface FieldChange {
  readonly coordinate: string
  readonly kind: 'opened' | 'incomparable' | 'closed' | 'added' | 'removed'
  /** What it needed, in words; undefined if it was not there. */
  readonly before: string | undefined
  /** What it needs now, in words; undefined if it is gone. */
  readonly after: string | undefined
  /** A new field that is open because no directive speaks about it. */
  readonly isOpenUnmarked: boolean
}

/** Every field of an object type whose requirement changed, sorted by coordinate. */
export function diffSchemas(older: ReadRules, newer: ReadRules): FieldChange[] {
  const [before, after] = [older.rules.fields, newer.rules.fields]
  const strict = readSchemaRules(newer.schema, 'denied').fields
  const coordinates = [...new Set([...before.keys(), ...after.keys()])].sort()
  return coordinates.flatMap((coordinate) => {
    const kind = kindOf(coordinate, before, after)
    if (kind === 'same') return []
    const isOpen = isOpenIn(after, coordinate)
    const isOpenUnmarked = kind === 'added' && isOpen && !isOpenIn(strict, coordinate)
    return [{ coordinate, kind, before: wordsFor(before, coordinate), after: wordsFor(after, coordinate), isOpenUnmarked }]
  })
}

/** Whether somebody may reach the field now who could not before. */
export function isOpening({ kind }: FieldChange): boolean {
  return kind === 'opened' || kind === 'incomparable'
}

type Fields = SchemaRules['fields']

function kindOf(coordinate: string, before: Fields, after: Fields): FieldChange['kind'] | 'same' {
  const [old, now] = [before.get(coordinate), after.get(coordinate)]
  if (!old) return 'added'
  if (!now) return 'removed'
  const change = compareStrength(termsOf(old.requirement), termsOf(now.requirement))
  return change === 'weaker' ? 'opened' : change === 'stronger' ? 'closed' : change
}

function isOpenIn(fields: Fields, coordinate: string): boolean {
  const rule = fields.get(coordinate)
  return rule !== undefined && isNothing(rule.requirement)
}

function wordsFor(fields: Fields, coordinate: string): string | undefined {
  const rule = fields.get(coordinate)
  return rule && describeTerms(termsOf(rule.requirement))
}
