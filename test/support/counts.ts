// How often each fault is made: a few times in every run of the tests, the full counts with FIELDGATE_LONG=1 (`npm run test:long`).
// FIELDGATE_LONG_PART=0.01 makes a hundredth of the full counts.

/** Whether the full counts are asked for. */
export const isLong = process.env.FIELDGATE_LONG === '1'

const table = {
  /** Rounds of 200 parallel refreshes of one token; for each engine, with one process and with three. */
  raceRounds: { short: 2, long: 100 },
  /** `kill -9`, for each engine. */
  kills: { short: 3, long: 100 },
  postgresStops: { short: 1, long: 20 },
  /** How long another process holds SQLite's write lock. */
  lockSeconds: { short: [1], long: [1, 6, 60] },
  /** How often the disk is full, for each way to fill it. */
  fullDisks: { short: 1, long: 20 },
  revocations: { short: 100, long: 1_000 },
  rotations: { short: 5, long: 100 },
  /** Changes of the audit log behind its back, for each engine. */
  tamperings: { short: 250, long: 10_000 },
  mutatedTokens: { short: 20_000, long: 1_000_000 },
  fuzzedRequests: { short: 5_000, long: 50_000 },
  /** Of each kind of failed login. Fewer say nothing, so a short run does not ask. */
  timingSamples: { short: 0, long: 2_000 },
} as const

type Table = typeof table

const part = Number(process.env.FIELDGATE_LONG_PART ?? 1)

/** The counts of this run. */
export const counts = Object.fromEntries(
  Object.entries(table).map(([name, { short, long }]) => [name, isLong ? partOf(long) : short]),
) as { readonly [K in keyof Table]: Table[K]['short'] | Table[K]['long'] }

function partOf(count: number | readonly number[]): number | readonly number[] {
  return typeof count === 'number' ? Math.ceil(count * part) : count
}

/** How long a cluster may take to start, on a machine that has other things to do. */
export const startLimitMs = 300_000

/** How long a test may take: five minutes, and the time for what it does once more for each. Patience only, no test is judged by it. */
export function limitMs(count: number, secondsEach: number): number {
  return 300_000 + count * secondsEach * 1000
}
