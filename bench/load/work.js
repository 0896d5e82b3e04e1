// What is measured, and what the specification asks of it.

/** The operations, in the order they are measured. `limitMilliseconds` is the p99 up to which a rate counts as held. */
export const operations = [
  { name: 'refresh', limitMilliseconds: { sqlite: 50, postgresql: 75 } },
  { name: 'clientCredentials', limitMilliseconds: { sqlite: 100, postgresql: 100 } },
  { name: 'introspect', limitMilliseconds: { sqlite: 100, postgresql: 100 } },
  { name: 'query', limitMilliseconds: { sqlite: 100, postgresql: 100 } },
  { name: 'login', limitMilliseconds: { sqlite: 500, postgresql: 500 } },
]

/** What a request costs that does nothing, at a rate that is no load: how late this machine lets anyone be now. */
export const floor = { name: 'bare', rate: 100 }

/** Rates that are to be held, each on one core, with the p99 that goes with it. */
export const bars = {
  refresh: { sqlite: { rate: 500, p99: 50 }, postgresql: { rate: 300, p99: 75 } },
  clientCredentials: { sqlite: { rate: 800, p99: 100 }, postgresql: { rate: 800, p99: 100 } },
}

/** Logins while refreshes keep their p99. The specification names no rate for the refreshes. */
export const mixedBar = { logins: 40, refreshes: 50, refreshP99: 100 }

/** Who is measured, and what an answer of theirs has left on the disk. */
export const contenders = [
  { name: 'fieldgate', engine: 'sqlite', durability: 'WAL, synchronous=FULL: a flush for each commit' },
  { name: 'fieldgate', engine: 'postgresql', durability: 'fsync and synchronous_commit on: a flush for each group of commits' },
  { name: 'oidc-provider', engine: 'memory', durability: 'a Map: nothing is kept' },
  { name: 'better-auth', engine: 'sqlite', pragmas: 'full', durability: 'WAL, synchronous=FULL, as fieldgate' },
  {
    name: 'better-auth',
    engine: 'sqlite',
    pragmas: 'default',
    durability: 'as better-sqlite3 opens a file: rollback journal, synchronous=FULL',
  },
]

/** The p99 of a contender: peers are held to SQLite's. */
export const limitOf = ({ limitMilliseconds }, engine) => limitMilliseconds[engine] ?? limitMilliseconds.sqlite
