// The revoked ids of one kind: those that a service makes in compact tables, any others in a map.

import { IdTable } from './id-table.ts'

/** When an id was revoked, and when the last token it names has expired, in milliseconds since 1970. */
export interface RevokedSpan {
  readonly revokedAt: number
  readonly expiresAt: number
}

/** So many small tables instead of one: each is built anew by itself, so that growth never stops the process for long. */
const tableCount = 64

/** Ids that were revoked. */
export class RevokedIds {
  readonly #tables: readonly IdTable[] = Array.from({ length: tableCount }, () => new IdTable())
  readonly #others = new Map<string, RevokedSpan>()
  #tabledCount = 0
  #nextTable = 0

  /** How many there are, expired ones that have not left yet included. */
  get size(): number {
    return this.#tabledCount + this.#others.size
  }

  /** When the id was revoked, in milliseconds since 1970; undefined when it was not. */
  find(id: string): number | undefined {
    const revokedAt = this.#tabledCount > 0 ? this.#tableOf(id).find(id) : undefined
    if (revokedAt !== undefined || this.#others.size === 0) return revokedAt
    return this.#others.get(id)?.revokedAt
  }

  /** Adds an id, or moves the instants of one that is there to the later ones. */
  add(id: string, span: RevokedSpan, now: number): void {
    const table = this.#tableOf(id)
    const before = table.size
    if (!table.add(id, { ...span, now })) this.#addOther(id, span)
    this.#tabledCount += table.size - before
  }

  /** Forgets those whose tokens have expired, in one table a time. */
  dropExpired(now: number): void {
    const table = this.#tables[this.#nextTable]
    const before = table?.size ?? 0
    table?.dropExpired(now)
    this.#tabledCount += (table?.size ?? 0) - before
    this.#nextTable = (this.#nextTable + 1) % tableCount
    if (this.#nextTable > 0) return
    for (const [id, { expiresAt }] of this.#others) if (expiresAt <= now) this.#others.delete(id)
  }

  #addOther(id: string, { revokedAt, expiresAt }: RevokedSpan): void {
    const known = this.#others.get(id)
    const span = {
      revokedAt: Math.max(revokedAt, known?.revokedAt ?? revokedAt),
      expiresAt: Math.max(expiresAt, known?.expiresAt ?? expiresAt),
    }
    this.#others.set(id, span)
  }

  /** By the end of the id, where UUIDs are random. Which table an id of another form gets does not matter. */
  #tableOf(id: string): IdTable {
    const table = this.#tables[(readDigit(id, id.length - 1) * 16 + readDigit(id, id.length - 2)) % tableCount]
    if (!table) throw new RangeError(`There is no table for ${id.length} characters.`)
    return table
  }
}

/** A hexadecimal digit as a number; any other character as some number. */
function readDigit(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return (code & 15) + (code >> 6) * 9
}
