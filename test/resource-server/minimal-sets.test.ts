// Minimal sets against the plainest way to find them: trying every set.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Clause, minimalSets } from '../../src/resource-server/minimal-sets.ts'

const scopes = ['a', 'b', 'c', 'd', 'e']
const clause = fc.array(fc.uniqueArray(fc.constantFrom(...scopes), { minLength: 1, maxLength: 3 }), { maxLength: 4 })

describe('minimal sets', () => {
  it.each<[string, Clause[], string[][]]>([
    ['no clause', [], [[]]],
    ['one alternative', [[['a', 'b']]], [['a', 'b']]],
    ['two alternatives', [[['b'], ['a']]], [['a'], ['b']]],
    ['a clause without alternatives', [[['a']], []], []],
    ['an alternative that holds another whole', [[['a', 'b'], ['a']]], [['a']]],
    [
      'clauses that one scope satisfies',
      [
        [['a'], ['b']],
        [['a'], ['c']],
      ],
      [['a'], ['b', 'c']],
    ],
    [
      'the same clause twice',
      [
        [['a'], ['b']],
        [['a'], ['b']],
      ],
      [['a'], ['b']],
    ],
  ])('of %s', (_name, clauses, sets) => {
    expect(minimalSets(clauses)).toEqual({ sets, isComplete: true })
  })

  it('are those that trying every set finds', () => {
    fc.assert(
      fc.property(fc.array(clause, { maxLength: 5 }), (clauses) => {
        expect(new Set(minimalSets(clauses).sets.map(String))).toEqual(new Set(tryEverySet(clauses).map(String)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('are some of the smallest, each still minimal, when there are too many', () => {
    const clauses = Array.from({ length: 40 }, (_, index): Clause => [[`a${index}`], [`b${index}`, `c${index}`]])
    const { sets, isComplete } = minimalSets(clauses)
    expect({ isComplete, count: sets.length, smallest: sets[0]?.length }).toEqual({ isComplete: false, count: 16, smallest: 40 })
    for (const set of sets) {
      expect(satisfiesAll(set, clauses)).toBe(true)
      for (const scope of set)
        expect(
          satisfiesAll(
            set.filter((each) => each !== scope),
            clauses,
          ),
        ).toBe(false)
    }
  })

  it('come soon, however many clauses and alternatives there are', () => {
    const wide = Array.from({ length: 300 }, (_, i): Clause => Array.from({ length: 40 }, (_, j) => [`s${i}-${j}`, `t${j}`]))
    expect(minimalSets(wide).isComplete).toBe(false)
  })
})

function satisfiesAll(set: readonly string[], clauses: readonly Clause[]): boolean {
  return clauses.every((each) => each.some((all) => all.every((scope) => set.includes(scope))))
}

function tryEverySet(clauses: readonly Clause[]): string[][] {
  const subsets = Array.from({ length: 2 ** scopes.length }, (_, bits) => scopes.filter((_scope, index) => bits & (1 << index)))
  const enough = subsets.filter((set) => satisfiesAll(set, clauses))
  return enough.filter((set) => !enough.some((other) => other.length < set.length && other.every((scope) => set.includes(scope))))
}
