// Reads a tree into what it is to be, and tells every place where it is something else.

import { memberOf, type Tree } from './document-text.ts'

/** A value at a place of the document. Of a wrong one the mistake is noted, and what is returned is not to be used. */
export type Reader<T> = (tree: Tree, place: Place) => T

/** Where something stands, and where to note what is wrong with it. */
export interface Place {
  readonly path: string
  readonly mistakes: string[]
}

/** Any text. */
export const text: Reader<string> = (tree, place) =>
  typeof tree === 'string' ? tree : refuse(place, 'this must be a text; put it in quotes if it is meant to be one.', '')

/** A text that has a form. */
export function textLike(pattern: RegExp, complaint: string): Reader<string> {
  return (tree, place) => {
    const found = text(tree, place)
    return typeof tree !== 'string' || pattern.test(found) ? found : refuse(place, complaint, '')
  }
}

/** true or false. */
export const flag: Reader<boolean> = (tree, place) =>
  typeof tree === 'boolean' ? tree : refuse(place, 'this must be true or false.', false)

/** A whole number. */
export const wholeNumber: Reader<number> = (tree, place) =>
  Number.isSafeInteger(tree) ? (tree as number) : refuse(place, 'this must be a whole number.', 0)

/** One of a few texts. */
export function oneOf<T extends string>(choices: readonly T[]): Reader<T> {
  return (tree, place) => {
    const found = choices.find((choice) => choice === tree)
    return found ?? refuse(place, `this must be one of ${choices.join(', ')}.`, choices[0] as T)
  }
}

/** What another reader reads, or null. */
export function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (tree, place) => (tree === null ? null : reader(tree, place))
}

/** A list of what another reader reads. */
export function listOf<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (tree, { path, mistakes }) => {
    if (!Array.isArray(tree)) return refuse({ path, mistakes }, 'this must be a list.', [])
    return tree.map((item: Tree, index) => reader(item, { path: `${path}[${index}]`, mistakes }))
  }
}

/** A mapping of exactly these keys; those named as optional may be missing. */
export function record<T>(
  readers: { readonly [K in keyof T]-?: Reader<Exclude<T[K], undefined>> },
  optional: readonly (keyof T & string)[] = [],
): Reader<T> {
  return (tree, { path, mistakes }) => {
    if (!(tree instanceof Map)) return refuse({ path, mistakes }, 'this must be a mapping of keys to values.', {} as T)
    const known = Object.keys(readers) as (keyof T & string)[]
    const isKnown = new Set<string>(known)
    for (const key of tree.keys()) if (!isKnown.has(key)) mistakes.push(`${memberOf(path, key)}: there is no such key.`)
    const members = known.flatMap((key) => {
      const place = { path: memberOf(path, key), mistakes }
      const member: Tree | undefined = tree.get(key)
      if (member !== undefined) return [[key, readers[key](member, place)]]
      if (!optional.includes(key)) refuse(place, 'this is missing.', undefined)
      return []
    })
    return Object.fromEntries(members) as T
  }
}

function refuse<T>({ path, mistakes }: Place, complaint: string, instead: T): T {
  mistakes.push(`${path || 'The document'}: ${complaint}`)
  return instead
}
