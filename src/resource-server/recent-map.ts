// A map that keeps what was used lately and forgets the rest.

/** How much a map may hold. */
export interface RecentMapOptions<K, V> {
  readonly maxWeight: number
  /** What one entry weighs; above `maxWeight` it is not kept at all. */
  readonly weigh: (key: K, value: V) => number
}

/** Holds entries up to a weight; those unused for longest leave first. */
export class RecentMap<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly weight: number }>()
  readonly #options: RecentMapOptions<K, V>
  #weight = 0

  constructor(options: RecentMapOptions<K, V>) {
    this.#options = options
  }

  /** The value of the key, made now if there is none. */
  getOrCreate(key: K, create: () => V): V {
    const known = this.#entries.get(key)
    if (known) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.value
    }
    const value = create()
    const weight = this.#options.weigh(key, value)
    if (weight > this.#options.maxWeight) return value
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    if (this.#weight > this.#options.maxWeight) this.#makeRoom()
    return value
  }

  #makeRoom(): void {
    for (const [key, { weight }] of this.#entries) {
      if (this.#weight <= this.#options.maxWeight) return
      this.#entries.delete(key)
      this.#weight -= weight
    }
  }
}
