// The revocations of an issuer of tests, each with its place in the feed.

import type { Revocation, RevocationPage } from '../../../src/token/revocation-page.ts'

export interface RevocationLog {
  /** What a page can bring; undefined when the issuer does not answer. */
  current: readonly Revocation[] | undefined
  /** As the service does: from the beginning when `after` was never reached. */
  readPage(after: number, pageSize: number): Pick<RevocationPage, 'from' | 'to' | 'mark' | 'isLast' | 'revocations'>
  /** Forgets everything and counts from the beginning, like a database that was lost. */
  rollBack(): void
}

export function createRevocationLog(): RevocationLog {
  let entries: { readonly place: number; readonly revocation: Revocation }[] = []
  let last = 0
  let isAnswering = true

  return {
    get current() {
      return isAnswering ? entries.map(({ revocation }) => revocation) : undefined
    },
    set current(list) {
      isAnswering = list !== undefined
      if (!list) return
      const placed = new Map(entries.map((entry) => [entry.revocation, entry]))
      entries = list.map((revocation) => placed.get(revocation) ?? { place: ++last, revocation })
    },
    readPage(after, pageSize) {
      const from = after > last ? 0 : after
      const rest = entries.filter(({ place }) => place > from)
      const page = rest.slice(0, pageSize)
      const isLast = page.length === rest.length
      const to = isLast ? last : (page.at(-1)?.place ?? last)
      return {
        from,
        to,
        mark: `at-${to}`,
        isLast,
        revocations: page.map(({ revocation }) => revocation),
      }
    },
    rollBack() {
      entries = []
      last = 0
    },
  }
}
