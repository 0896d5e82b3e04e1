// Rows of a file of users, as its readers give them on.

import type { ErrorCode } from '../../errors.ts'

/** What a row may hold. */
export const columns = ['email', 'password', 'passwordHash', 'displayName', 'roles', 'scopes'] as const
/** One of them. */
export type Column = (typeof columns)[number]

/** A row with the fields it has; what is in them is not known yet. */
export interface Row {
  /** Where it begins; the first line is 1. */
  readonly line: number
  readonly fields: Readonly<Partial<Record<Column, unknown>>>
}

/** A row that was refused, and why; nothing of it is repeated, for it may hold a password. */
export interface Refusal {
  readonly line: number
  readonly code: ErrorCode
  readonly field: string | null
  readonly message: string
}

/** A row, or what is wrong with the form of one. */
export type RowOrRefusal = Row | Refusal

/** The largest row, in bytes. */
export const maxRowBytes = 64 * 1024

/** A row that has not the form of one. */
export function malformed(line: number, message: string, field: string | null = null): Refusal {
  return { line, code: 'BAD_USER_INPUT', field, message }
}

/** The text; undefined for bytes that are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Whether the name is that of a column. */
export function isColumn(name: string): name is Column {
  return (columns as readonly string[]).includes(name)
}
