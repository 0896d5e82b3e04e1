// From a conjunction of alternatives to the minimal sets that satisfy it: the product, without anything that holds another set whole.

/** OR of ANDs, in concrete scopes. Empty: never satisfied. */
export type Clause = readonly (readonly string[])[]

/** Sets, smallest first, each sorted. */
export interface MinimalSets {
  readonly sets: readonly (readonly string[])[]
  /** False when there are more than those. */
  readonly isComplete: boolean
}

/** How far the product is followed: every set, or past an overflow some of the smallest. */
interface Breadth {
  readonly maxSets: number
  /** Of each clause, for each set: those that add least. */
  readonly maxAlternatives: number
}

const whole: Breadth = { maxSets: 256, maxAlternatives: Number.POSITIVE_INFINITY }
const narrow: Breadth = { maxSets: 16, maxAlternatives: 4 }

/**
 * Every minimal set of scopes that satisfies all clauses.
 *
 * There may be exponentially many. Past 256 only 16 of the smallest are followed; what is then listed are still sets that satisfy all
 * and would not with any scope less, but not all of them.
 */
export function minimalSets(clauses: readonly Clause[]): MinimalSets {
  const needed = clauses.map(withoutWider).sort((a, b) => a.length - b.length)
  let sets: ReadonlySet<string>[] = [new Set()]
  let breadth = whole
  for (const clause of needed) {
    sets = extend(sets, clause, breadth)
    if (sets.length <= breadth.maxSets) continue
    breadth = narrow
    sets = sets.sort((a, b) => a.size - b.size).slice(0, breadth.maxSets)
  }
  const isComplete = breadth === whole
  // Sets whose smaller rivals were given up on the way may hold more than they need.
  const minimal = isComplete ? sets : withoutDuplicates(sets.map((set) => pruned(set, needed)))
  return { sets: minimal.map((set) => [...set].sort()).sort(compare), isComplete }
}

/** Each set that satisfies the clause as it is, and for each other set one with an alternative added, as far as minimal. */
function extend(
  sets: readonly ReadonlySet<string>[],
  clause: Clause,
  { maxSets, maxAlternatives }: Breadth,
): ReadonlySet<string>[] {
  // What satisfies the clause already was minimal before; only what is added may hold another set whole.
  const kept = sets.filter((set) => satisfies(set, clause))
  if (kept.length === sets.length) return kept
  const extended = sets
    .filter((set) => !satisfies(set, clause))
    .flatMap((set) => nearest(set, clause, maxAlternatives).map((all) => new Set([...set, ...all])))
    .sort((a, b) => a.size - b.size)
  for (const set of extended) {
    // One more than fits tells that there are more.
    if (kept.length > maxSets) break
    if (!kept.some((smaller) => isWithin(smaller, set))) kept.push(set)
  }
  return kept
}

function nearest(set: ReadonlySet<string>, clause: Clause, count: number): Clause {
  if (clause.length <= count) return clause
  const added = (all: readonly string[]) => all.filter((scope) => !set.has(scope)).length
  return [...clause].sort((a, b) => added(a) - added(b)).slice(0, count)
}

function satisfies(set: ReadonlySet<string>, clause: Clause): boolean {
  return clause.some((all) => all.every((scope) => set.has(scope)))
}

function isWithin(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  if (small.size > large.size) return false
  for (const scope of small) if (!large.has(scope)) return false
  return true
}

/** The clause without alternatives that hold another one whole. */
function withoutWider(clause: Clause): Clause {
  return clause.filter(
    (wide, i) =>
      !clause.some((narrow, j) => {
        const isNarrower = new Set(narrow).size < new Set(wide).size || (new Set(narrow).size === new Set(wide).size && j < i)
        return i !== j && isNarrower && narrow.every((scope) => wide.includes(scope))
      }),
  )
}

/** Takes away each scope that every clause can do without: by counting the alternatives that hold, each scope costs only its own. */
function pruned(set: ReadonlySet<string>, clauses: readonly Clause[]): ReadonlySet<string> {
  const kept = new Set(set)
  const holding = clauses.map((clause) => clause.filter((all) => all.every((scope) => set.has(scope))))
  const counts = holding.map((alternatives) => alternatives.length)
  const usesOf = new Map<string, { clause: number; all: readonly string[] }[]>()
  holding.forEach((alternatives, clause) => {
    for (const all of alternatives)
      for (const scope of new Set(all)) usesOf.set(scope, [...(usesOf.get(scope) ?? []), { clause, all }])
  })
  const fallen = new Set<readonly string[]>()
  for (const scope of set) {
    const uses = (usesOf.get(scope) ?? []).filter(({ all }) => !fallen.has(all))
    const losses = new Map<number, number>()
    for (const { clause } of uses) losses.set(clause, (losses.get(clause) ?? 0) + 1)
    if ([...losses].some(([clause, loss]) => counts[clause] === loss)) continue
    kept.delete(scope)
    for (const { clause, all } of uses) {
      fallen.add(all)
      counts[clause] = (counts[clause] ?? 0) - 1
    }
  }
  return kept
}

function withoutDuplicates(sets: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  return [...new Map(sets.map((set) => [[...set].sort().join(' '), set])).values()]
}

function compare(a: readonly string[], b: readonly string[]): number {
  return a.length - b.length || (a.join(' ') < b.join(' ') ? -1 : 1)
}
