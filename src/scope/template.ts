// Required scopes with {placeholders}, bound from a field's own arguments.

import { isGrantableScope, isScope, isSegment, maxScopeLength, wildcard } from './scope.ts'

/** A required scope as written in the schema; `project:{id}:read` asks for another scope for each project. */
export interface ScopeTemplate {
  /** The text it was parsed from. */
  readonly source: string
  /** The argument paths it needs, in order: `{input.projectId}` is `['input', 'projectId']`. Empty for a plain scope. */
  readonly placeholders: readonly (readonly string[])[]
  /** A text stands for itself, a path for the value found there. */
  readonly segments: readonly (string | readonly string[])[]
}

const placeholderPattern = /^\{([_A-Za-z][_0-9A-Za-z]*(?:\.[_A-Za-z][_0-9A-Za-z]*)*)\}$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const blankOrControl = /[\s\u0000-\u001f\u007f-\u009f]/

/**
 * The required scope, ready to be bound.
 *
 * @param text segments joined by `:`, each a name or one `{argument}` or `{argument.field}`; at most 256 characters
 * @throws {TypeError} with one sentence that says what is wrong with the text
 */
export function parseScopeTemplate(text: string): ScopeTemplate {
  if (text === '') throw new TypeError('A required scope is empty.')
  if (text.length > maxScopeLength) throw new TypeError(`A required scope is longer than ${maxScopeLength} characters.`)
  if (blankOrControl.test(text)) throw mistake(text, 'holds a blank or a control character')

  const segments = text.split(':').map((segment) => parseSegment(segment, text))
  const placeholders = segments.filter((segment) => typeof segment !== 'string')
  return Object.freeze({ source: text, placeholders: Object.freeze(placeholders), segments: Object.freeze(segments) })
}

/**
 * The concrete scope that these arguments ask for, or undefined when one of them cannot be a segment.
 *
 * Only own properties are read. A value must be a text of one segment, or a safe integer; `*`, `a:b`, blank, null, missing and lists are none.
 */
export function bindScopeTemplate(template: ScopeTemplate, args: Readonly<Record<string, unknown>>): string | undefined {
  if (template.placeholders.length === 0) return template.source

  const bound: string[] = []
  for (const segment of template.segments) {
    const text = typeof segment === 'string' ? segment : toSegment(valueAt(args, segment))
    if (text === undefined) return undefined
    bound.push(text)
  }
  const scope = bound.join(':')
  return isScope(scope) ? scope : undefined
}

/** Whether one of the granted scopes covers the template for at least one choice of arguments. */
export function canBeCovered({ segments }: ScopeTemplate, granted: readonly string[]): boolean {
  return granted.some((scope) => isGrantableScope(scope) && meets(scope.split(':'), segments))
}

function meets(granted: readonly string[], required: ScopeTemplate['segments']): boolean {
  const isOpen = granted.at(-1) === wildcard
  if (isOpen ? granted.length > required.length : granted.length !== required.length) return false
  return granted.every(
    (segment, index) => segment === wildcard || typeof required[index] !== 'string' || segment === required[index],
  )
}

function parseSegment(segment: string, text: string): string | readonly string[] {
  if (isSegment(segment)) return segment
  if (segment === '') throw mistake(text, 'has an empty segment')
  if (segment.includes(wildcard)) throw mistake(text, 'holds a wildcard, which only granted scopes may')

  const path = placeholderPattern.exec(segment)?.[1]
  if (path !== undefined) return Object.freeze(path.split('.'))
  if (/[{}]/.test(segment))
    throw mistake(text, 'has bad braces: a placeholder is a whole segment such as {id} or {input.projectId}')
  throw mistake(text, 'holds a character other than letters, digits, "_", "." and "-"')
}

function mistake(text: string, what: string): TypeError {
  return new TypeError(`The required scope ${JSON.stringify(text)} ${what}.`)
}

function valueAt(args: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  let value: unknown = args
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}

function toSegment(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value
  return typeof text === 'string' && isSegment(text) ? text : undefined
}
