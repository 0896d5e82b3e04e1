// Tells the operator when the issuer's keys or revocations cannot be fetched, and when they can be again.

/** What a verifier works with and can no longer fetch, or can again. */
export type Outage =
  | { readonly of: 'keys' | 'revocations'; readonly isOver: false; readonly cause: unknown }
  | { readonly of: 'keys' | 'revocations'; readonly isOver: true }

/** Takes the outcome of every fetch. */
export interface OutageReport {
  failed(cause: unknown): void
  succeeded(): void
}

/** Calls the listener at the first failure and at the first success after it. What it throws is ignored. */
export function createOutageReport(of: Outage['of'], listener: ((outage: Outage) => void) | undefined): OutageReport {
  let isOut = false
  const tell = (outage: Outage) => {
    try {
      listener?.(outage)
    } catch {
      // Whoever listens must not decide whether tokens are checked.
    }
  }
  return {
    failed(cause) {
      if (!isOut) tell({ of, isOver: false, cause })
      isOut = true
    },
    succeeded() {
      if (isOut) tell({ of, isOver: true })
      isOut = false
    },
  }
}
