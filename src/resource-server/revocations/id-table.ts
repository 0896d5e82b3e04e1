// A table of revoked ids in 28 bytes each: a service that ends a million sessions must not fill the memory of whoever verifies its tokens.

/**
 * Ids of the form `ses_` and a UUID, in small letters, each with two instants.
 *
 * Open addressing with linear probing in one typed array, which the garbage collector need not walk. Nothing is deleted: expired entries
 * leave when the table is built anew. Instants are kept between 1970 and 2106.
 */
export class IdTable {
  #slots = new Uint32Array(0)
  #capacity = 0
  #count = 0

  /** How many there are, expired ones that have not left yet included. */
  get size(): number {
    return this.#count
  }

  /** When the id was revoked, in milliseconds since 1970; undefined when it is not in the table. */
  find(id: string): number | undefined {
    if (this.#count === 0 || id.length !== idLength) return undefined
    // Only one id in four thousand million is read any further than this without being the one that is looked for.
    const last = readHex(id, 32, 8)
    for (let slot = this.#firstSlot(last); ; slot = this.#nextSlot(slot)) {
      const at = slot * slotWords
      const tag = this.#slots[at + tagWord] ?? 0
      if (tag === 0) return undefined
      if (this.#slots[at + lastWord] === last && this.#holds(at, readId(id)))
        return (this.#slots[at + revokedWord] ?? 0) * 1000 + (tag & millisecondMask)
    }
  }

  /**
   * Adds an id, or moves the instants of one that is there to the later ones.
   *
   * @param revokedAt, expiresAt, now in milliseconds since 1970
   * @returns false, and nothing is done, when the id has another form
   */
  add(id: string, { revokedAt, expiresAt, now }: { revokedAt: number; expiresAt: number; now: number }): boolean {
    const parts = readId(id)
    if (!parts) return false
    if (this.#count >= this.#capacity * maxLoad) this.#rebuild(now)

    const at = this.#findRoom(parts)
    const slots = this.#slots
    const isKnown = slots[at + tagWord] !== 0
    const instant = clamp(revokedAt)
    const expiresAtSeconds = Math.ceil(clamp(expiresAt) / 1000)
    if (!isKnown) {
      slots[at] = parts.first
      slots[at + 1] = parts.second
      slots[at + 2] = parts.third
      slots[at + lastWord] = parts.last
      this.#count += 1
    }
    if (!isKnown || instant > (slots[at + revokedWord] ?? 0) * 1000 + ((slots[at + tagWord] ?? 0) & millisecondMask)) {
      slots[at + tagWord] = usedBit | (parts.prefix << millisecondBits) | (instant % 1000)
      slots[at + revokedWord] = Math.floor(instant / 1000)
    }
    if (!isKnown || expiresAtSeconds > (slots[at + expiryWord] ?? 0)) slots[at + expiryWord] = expiresAtSeconds
    return true
  }

  /** Builds the table anew when a quarter of it has expired. */
  dropExpired(now: number): void {
    if (this.#count > 0 && this.#countAlive(now) <= this.#count * 0.75) this.#rebuild(now)
  }

  #countAlive(now: number): number {
    let count = 0
    for (let at = 0; at < this.#slots.length; at += slotWords) if (isAlive(this.#slots, at, now)) count += 1
    return count
  }

  #rebuild(now: number): void {
    const old = this.#slots
    const alive = this.#countAlive(now)
    this.#capacity = Math.max(minCapacity, Math.ceil(alive / loadAfterRebuild))
    this.#slots = new Uint32Array(this.#capacity * slotWords)
    this.#count = alive
    for (let at = 0; at < old.length; at += slotWords) {
      if (!isAlive(old, at, now)) continue
      let slot = this.#firstSlot(old[at + lastWord] ?? 0)
      while (this.#slots[slot * slotWords + tagWord] !== 0) slot = this.#nextSlot(slot)
      for (let word = 0; word < slotWords; word += 1) this.#slots[slot * slotWords + word] = old[at + word] ?? 0
    }
  }

  #findRoom(parts: IdParts): number {
    let slot = this.#firstSlot(parts.last)
    while (this.#slots[slot * slotWords + tagWord] !== 0 && !this.#holds(slot * slotWords, parts)) slot = this.#nextSlot(slot)
    return slot * slotWords
  }

  #holds(at: number, parts: IdParts | undefined): boolean {
    const slots = this.#slots
    return (
      parts !== undefined &&
      slots[at + lastWord] === parts.last &&
      slots[at] === parts.first &&
      slots[at + 1] === parts.second &&
      slots[at + 2] === parts.third &&
      ((slots[at + tagWord] ?? 0) & ~usedBit) >>> millisecondBits === parts.prefix
    )
  }

  /** The last bits of a UUID are random in every version of it; the factor spreads those that someone has counted up by hand. */
  #firstSlot(last: number): number {
    return Math.floor(((Math.imul(last, 0x9e3779b1) >>> 0) / 2 ** 32) * this.#capacity)
  }

  #nextSlot(slot: number): number {
    return slot + 1 === this.#capacity ? 0 : slot + 1
  }
}

/** Words of a slot: the sixteen bytes of the UUID, then these. */
const slotWords = 7
const lastWord = 3
/** 0 in an empty slot; else the used bit, the prefix, and the milliseconds of the revocation. */
const tagWord = 4
const expiryWord = 5
const revokedWord = 6
const millisecondBits = 10
const millisecondMask = (1 << millisecondBits) - 1
const usedBit = 1 << 25

const minCapacity = 16
const maxLoad = 0.8
/** A growth of about one and a half. */
const loadAfterRebuild = 0.54
const maxInstant = (2 ** 32 - 1) * 1000

const idLength = 40
const idPattern = /^[a-z]{3}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function isAlive(slots: Uint32Array, at: number, now: number): boolean {
  return slots[at + tagWord] !== 0 && (slots[at + expiryWord] ?? 0) * 1000 > now
}

interface IdParts {
  /** Three letters, five bits each. */
  readonly prefix: number
  readonly first: number
  readonly second: number
  readonly third: number
  readonly last: number
}

function readId(id: string): IdParts | undefined {
  if (!idPattern.test(id)) return undefined
  return {
    prefix: ((id.charCodeAt(0) & 31) << 10) | ((id.charCodeAt(1) & 31) << 5) | (id.charCodeAt(2) & 31),
    first: readHex(id, 4, 8),
    second: readHex(id, 13, 4) * 65_536 + readHex(id, 18, 4),
    third: readHex(id, 23, 4) * 65_536 + readHex(id, 28, 4),
    last: readHex(id, 32, 8),
  }
}

/** Small hexadecimal digits as a number; anything else as some number. */
function readHex(text: string, start: number, length: number): number {
  let value = 0
  for (let index = start; index < start + length; index += 1) {
    const code = text.charCodeAt(index)
    value = (value << 4) | ((code < 58 ? code : code - 87) & 15)
  }
  return value >>> 0
}

function clamp(instant: number): number {
  return Math.min(Math.max(instant, 0), maxInstant)
}
