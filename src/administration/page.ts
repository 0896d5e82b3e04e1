// A page of a long list: records in the order of their keys, from the one after a key on.

/** Which page is asked for. */
export interface PageRequest {
  /** How many, from 1 to 100. */
  readonly first: number
  /** The key of the last record of the page before; null for the first page. */
  readonly after: string | null
}

/** A page, and whether there are more. */
export interface Page<T> {
  readonly nodes: readonly T[]
  readonly hasNextPage: boolean
}
