// Who is told that a revocation was written.

/** Listeners of one store. */
export interface Listeners {
  add(listener: () => void): () => void
  tell(): void
}

export function createListeners(): Listeners {
  const listeners = new Set<() => void>()
  return {
    add(listener) {
      // One of its own for each call, so that a function that listens twice stops once.
      const own = () => listener()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    tell() {
      for (const listener of listeners) listener()
    },
  }
}
