// What cannot be looked at: files that are no schema, no operation, no JSON. Told in lines of `file:line:column: what`.

import type { GraphQLError } from 'graphql'

/** What was given cannot be used. Each line says where, and what is wrong. */
export class WrongInputError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'))
    this.name = 'WrongInputError'
  }
}

/** Where in a file something stands; both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** `file:line:column: message`, on one line; without a position where none is known. */
export function tellAt(file: string, position: Position | undefined, message: string): string {
  const place = position ? `${file}:${position.line}:${position.column}` : file
  return `${place}: ${message.replace(/\s+/g, ' ').trim()}`
}

/** The line for an error of graphql-js. */
export function tellGraphQLError(file: string, error: GraphQLError): string {
  return tellAt(file, error.locations?.[0], error.message)
}

/**
 * The value that a text of JSON holds.
 *
 * @throws {WrongInputError} the text is no JSON
 */
export function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // Not every Node says where.
    const index = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const before = index === undefined ? undefined : text.slice(0, Number(index))
    const position =
      before === undefined ? undefined : { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
    throw new WrongInputError([tellAt(file, position, 'this is no JSON.')])
  }
}
