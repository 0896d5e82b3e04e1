// A clock that stands still until it is moved.

export interface TestClock {
  readonly now: () => Date
  advance(seconds: number): void
}

export function createClock(start = new Date('2026-05-01T12:00:00.000Z')): TestClock {
  let current = start.getTime()
  return {
    now: () => new Date(current),
    advance: (seconds) => {
      current += seconds * 1000
    },
  }
}
