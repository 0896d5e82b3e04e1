// One part of a document held against the records of its kind: what is new, what differs, what is gone.

import { BadUserInputError, InvalidScopeError } from '../../errors.ts'

/** A kind of records. */
export type RecordKind = 'scope' | 'role' | 'client'

/** One field of a record, before and after. */
export interface FieldChange {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** What an import does to one record. */
export interface PlannedChange {
  readonly action: 'create' | 'update' | 'delete'
  readonly kind: RecordKind
  /** Of a scope, its name. */
  readonly id: string
  readonly name: string
  /** Those that change; all that there are, when the record is made or deleted. */
  readonly fields: readonly FieldChange[]
}

/** One part, and what it is held against. */
export interface Part<Entry extends object, Known extends Entry> {
  readonly kind: RecordKind
  /** What the part is called in the document. */
  readonly path: string
  /** Undefined: the document says nothing about these records. */
  readonly wanted: readonly Entry[] | undefined
  readonly known: readonly Known[]
  /** Whether what only the database has is to go. */
  readonly prune: boolean
  readonly keyOf: (entry: Entry) => string
  /** As documents have it. */
  readonly entryOf: (entry: Entry) => Entry
  /** The entry in its normal form. Throws what the mutations throw. */
  readonly check: (entry: Entry, before: Known | undefined) => Entry
  /** Fields that hold scopes: a refused one is told with its place in them. */
  readonly scopeLists: readonly (keyof Entry & string)[]
  readonly mistakes: string[]
}

/** What is to be done about one kind of records. */
export interface PartPlan<Entry, Known> {
  readonly created: readonly Entry[]
  readonly changed: readonly { readonly before: Known; readonly entry: Entry; readonly fields: readonly FieldChange[] }[]
  readonly deleted: readonly Known[]
}

/** Compares; what cannot be such is noted with its place. Records that are as the document wants them are not judged. */
export function planPart<Entry extends object, Known extends Entry>(part: Part<Entry, Known>): PartPlan<Entry, Known> {
  const { wanted = [], keyOf, entryOf } = part
  const known = new Map(part.known.map((record) => [keyOf(record), record]))
  const created: Entry[] = []
  const changed: { before: Known; entry: Entry; fields: FieldChange[] }[] = []
  for (const [index, raw] of wanted.entries()) {
    const before = known.get(keyOf(raw))
    if (before && fieldChanges(entryOf(before), entryOf(raw)).length === 0) continue
    const checked = judge(part, { raw, index, before })
    if (!checked) continue
    const entry = entryOf(checked)
    const fields = before ? fieldChanges(entryOf(before), entry) : []
    if (!before) created.push(entry)
    else if (fields.length > 0) changed.push({ before, entry, fields })
  }
  const keys = new Set(wanted.map(keyOf))
  const deleted = part.prune && part.wanted ? part.known.filter((record) => !keys.has(keyOf(record))) : []
  return { created, changed, deleted }
}

/** Every field of an entry, as of a record that is made or deleted. */
export function allFields(entry: object, side: 'before' | 'after'): FieldChange[] {
  return Object.entries(entry).map(([field, value]) => ({ field, before: null, after: null, [side]: value }))
}

function fieldChanges(before: object, after: object): FieldChange[] {
  const values = after as Readonly<Record<string, unknown>>
  return Object.entries(before)
    .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(values[field]))
    .map(([field, value]) => ({ field, before: value, after: values[field] }))
}

function judge<Entry extends object, Known extends Entry>(
  { path, check, scopeLists, mistakes }: Part<Entry, Known>,
  { raw, index, before }: { raw: Entry; index: number; before: Known | undefined },
): Entry | undefined {
  const place = `${path}[${index}]`
  try {
    return check(raw, before)
  } catch (error) {
    if (error instanceof BadUserInputError) mistakes.push(`${place}.${String(error.extensions.field)}: ${error.message}`)
    else if (error instanceof InvalidScopeError) mistakes.push(...refusedScopes(place, raw, { error, scopeLists }))
    else throw error
    return undefined
  }
}

function refusedScopes<Entry extends object>(
  place: string,
  raw: Entry,
  { error, scopeLists }: { error: InvalidScopeError; scopeLists: readonly (keyof Entry & string)[] },
): string[] {
  const refused = new Set(error.extensions.scopes as readonly string[])
  const places = scopeLists.flatMap((field) =>
    (raw[field] as readonly string[]).flatMap((scope, index) => (refused.has(scope) ? [`${place}.${field}[${index}]`] : [])),
  )
  const complaint = 'this scope is not registered, not well formed, or beyond what allowedScopes reach.'
  return (places.length > 0 ? places : [place]).map((each) => `${each}: ${complaint}`)
}
