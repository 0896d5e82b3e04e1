// The last thing that was read, for as long as it is fresh.

/** One value that is read again and again. */
export interface KeyCache<T> {
  /** The value as of so many milliseconds ago at most, and never as of before the last `expire`. However many ask, it is read once. */
  read(maxAgeMs: number): Promise<T>
  /** The value as of now. */
  reload(): Promise<T>
  /** What was read so far, and what is being read, is out of date. */
  expire(): void
}

/** @param load gets what it gave last */
export function createKeyCache<T>(now: () => Date, load: (before: T | undefined) => Promise<T>): KeyCache<T> {
  let last: { readonly value: T; readonly reading: number; readonly expiries: number; readonly at: number } | undefined
  let current: { readonly promise: Promise<T>; readonly expiries: number } | undefined
  let expiries = 0
  let readings = 0

  function reload(): Promise<T> {
    const facts = { reading: ++readings, expiries, at: now().getTime() }
    const promise = load(last?.value)
      .then((value) => {
        // One that began earlier, and took longer, knows less.
        if (!last || last.reading < facts.reading) last = { value, ...facts }
        return value
      })
      .finally(() => {
        if (current?.promise === promise) current = undefined
      })
    current = { promise, expiries }
    return promise
  }

  return {
    reload,
    expire() {
      expiries++
    },
    async read(maxAgeMs) {
      if (last && last.expiries === expiries && Math.abs(now().getTime() - last.at) < maxAgeMs) return last.value
      return current && current.expiries === expiries ? current.promise : reload()
    },
  }
}
