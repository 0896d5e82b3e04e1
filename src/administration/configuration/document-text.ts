// A document as text: written in YAML or JSON, and read from either, JSON being YAML that is written more strictly.

import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument, stringify, type YAMLMap } from 'yaml'
import { DocumentError } from '../../errors.ts'
import { type ConfigurationDocument, formatVersion } from './document.ts'

/** How a document is written. */
export type DocumentFormat = 'yaml' | 'json'

/** Larger documents are refused before they are looked at. */
export const maxDocumentBytes = 10 * 1024 * 1024

/** What a text holds: mappings become maps, so that no key means anything else than itself. */
export type Tree = string | number | boolean | null | readonly Tree[] | ReadonlyMap<string, Tree>

/** The document as text; of the same records always the same. */
export function formatDocument(document: ConfigurationDocument, format: DocumentFormat): string {
  const value = { formatVersion, ...document }
  if (format === 'json') return `${JSON.stringify(value, null, 2)}\n`
  // A line is never folded: two exports differ where the records do.
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })
}

/**
 * Reads a text. Whatever could be read in two ways, or grows when it is read, is refused: keys that are there twice, anchors and aliases,
 * tags, several documents.
 *
 * @throws {DocumentError} naming every such place
 */
export function readTree(bytes: Uint8Array): Tree {
  if (bytes.length > maxDocumentBytes) throw new DocumentError(['The document is larger than 10 MiB.'])
  const lines = new LineCounter()
  const parsed = parse(decode(bytes), lines)
  if (parsed.errors.length > 0) {
    throw new DocumentError(
      parsed.errors.map(({ pos, message }) => {
        const { line, col } = lines.linePos(pos[0])
        return `line ${line}, column ${col}: ${message.replace(/\s+/g, ' ')}`
      }),
    )
  }
  const mistakes: string[] = []
  const tree = toTree(parsed.contents, '', mistakes)
  if (mistakes.length > 0) throw new DocumentError(mistakes)
  return tree
}

/** Where a member of a mapping stands, as in `clients[3].name`. */
export function memberOf(path: string, key: string): string {
  const name = /^\w{1,100}$/.test(key) ? key : JSON.stringify(key.slice(0, 100))
  return path === '' ? name : `${path}.${name}`
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DocumentError(['The document is no text in UTF-8.'])
  }
}

function parse(text: string, lineCounter: LineCounter) {
  assertPlain(text)
  const options = { lineCounter, version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false } as const
  // Any other level of the log would let a second document pass unread.
  return parseDocument(text, { ...options, logLevel: 'error' })
}

const maxTokens = 2_000_000
const maxOpen = 50

/** The parser takes time that grows with the square of the depth, and calls itself for each level; the lexer does neither. */
function assertPlain(text: string): void {
  let [tokens, brackets, indicators] = [0, 0, 0]
  for (const token of new Lexer().lex(text)) {
    tokens++
    if (token === '[' || token === '{') brackets++
    else if (token === ']' || token === '}') brackets--
    else if (token === '-' || token === '?') indicators++
    // Those of a block stand one behind the other on one line.
    else if (token === '\n' || token === '\r\n') indicators = 0
    if (brackets + indicators > maxOpen) throw new DocumentError(['The document is nested too deeply.'])
    if (tokens > maxTokens) throw new DocumentError(['The document holds too many values.'])
  }
}

const maxDepth = 10

function toTree(node: unknown, path: string, mistakes: string[], depth = 0): Tree {
  const refuse = (what: string) => {
    mistakes.push(`${path || 'The document'}: ${what}`)
    return null
  }
  if (isAlias(node)) return refuse('aliases (*) are not read. Write the value out.')
  const { anchor, tag } = (node ?? {}) as { anchor?: string; tag?: string }
  if (anchor !== undefined) return refuse('anchors (&) are not read. Leave it out.')
  if (tag !== undefined) return refuse('tags (!) are not read. Leave it out.')
  if (depth > maxDepth) return refuse('this is nested too deeply.')
  if (isMap(node)) return toMap(node, path, mistakes, depth)
  if (isSeq(node)) return node.items.map((item, index) => toTree(item, `${path}[${index}]`, mistakes, depth + 1))
  const value = isScalar(node) ? node.value : null
  if (typeof value === 'string' && !isStorable(value)) return refuse('NUL, or half of a surrogate pair, cannot be stored.')
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return refuse('this is no text, number, true, false or null.')
}

function toMap(node: YAMLMap, path: string, mistakes: string[], depth: number): Tree {
  const members = new Map<string, Tree>()
  for (const { key, value } of node.items) {
    const name = isScalar(key) && key.tag === undefined && key.anchor === undefined ? key.value : undefined
    if (typeof name !== 'string') mistakes.push(`${path || 'The document'}: every key must be a plain text.`)
    else if (members.has(name)) mistakes.push(`${memberOf(path, name)}: the key is there twice.`)
    else members.set(name, toTree(value, memberOf(path, name), mistakes, depth + 1))
  }
  return members
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}
