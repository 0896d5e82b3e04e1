// How often each fault is made: a few times in every run of the tests, the full counts with FIELDGATE_LONG=1 (`npm run test:long`).

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
  mutatedTokens: { short: 20_000, long: 1_000_000 },
  fuzzedRequests: { short: 5_000, long: 50_000 },
  /** Of each kind of failed login. Fewer say nothing, so a short run takes none. */
  timingSamples: { short: 0, long: 2_000 },
} as const

type Table = typeof table

/** The counts of this run. */
export const counts = Object.fromEntries(
  Object.entries(table).map(([name, { short, long }]) => [name, isLong ? long : short]),
) as { readonly [K in keyof Table]: Table[K]['short'] | Table[K]['long'] }

/** How long a test may take: a minute, and the time for what it does once more for each. */
export function limitMs(count: number, secondsEach: number): number {
  return 60_000 + count * secondsEach * 1000
}
