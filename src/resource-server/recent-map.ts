// A map that keeps what was used lately and forgets the rest.

/** Holds at most so many entries; the one unused for longest leaves first. */
export class RecentMap<K, V> {
  readonly #entries = new Map<K, V>()

  constructor(readonly maxEntries: number) {}

  /** The value of the key, made now if there is none. */
  getOrCreate(key: K, create: () => V): V {
    const known = this.#entries.get(key)
    const value = known === undefined && !this.#entries.has(key) ? create() : (known as V)
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.maxEntries) this.#deleteOldest()
    return value
  }

  #deleteOldest(): void {
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest)
      return
    }
  }
}
