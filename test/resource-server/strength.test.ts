// Comparing requirements, against the plainest way to do it: asking every caller there could be.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareStrength, isAtLeastAsStrong, type Terms } from '../../src/resource-server/strength.ts'

const open: Terms = { authenticated: false, scopes: [], policies: [] }
const token: Terms = { ...open, authenticated: true }
const needs = (...scopes: Terms['scopes']): Terms => ({ authenticated: true, scopes, policies: [] })

const scopes = ['a', 'b', 'c']
const policies = ['p', 'q']
const alternatives = (names: string[]) =>
  fc.array(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }), { maxLength: 3 })
const terms: fc.Arbitrary<Terms> = fc
  .record({
    authenticated: fc.boolean(),
    scopes: fc.array(alternatives(scopes), { maxLength: 3 }),
    policies: fc.array(alternatives(policies), { maxLength: 2 }),
  })
  // A rule that names scopes asks for a token.
  .map((each) => ({ ...each, authenticated: each.authenticated || each.scopes.length > 0 }))

interface Caller {
  readonly hasToken: boolean
  readonly scopes: readonly string[]
  readonly holding: readonly string[]
}

const callers: readonly Caller[] = subsetsOf(policies).flatMap((holding) => [
  { hasToken: false, scopes: [], holding },
  ...subsetsOf(scopes).map((held) => ({ hasToken: true, scopes: held, holding })),
])

describe('the strength of requirements', () => {
  it.each<[string, Terms, Terms, string]>([
    ['nothing changes', needs([['a']]), needs([['a']]), 'same'],
    ['the same is said in another way', needs([['a', 'b'], ['a']]), needs([['a']], [['a']]), 'same'],
    ['a product is written out', needs([['a'], ['b']], [['a'], ['c']]), needs([['a'], ['b', 'c']]), 'same'],
    ['a rule comes', open, token, 'stronger'],
    ['a rule goes', token, open, 'weaker'],
    ['a scope comes', token, needs([['a']]), 'stronger'],
    ['an alternative comes', needs([['a']]), needs([['a'], ['b']]), 'weaker'],
    ['both are needed now', needs([['a'], ['b']]), needs([['a', 'b']]), 'stronger'],
    ['another scope is needed', needs([['a']]), needs([['b']]), 'incomparable'],
    ['a policy stands for a token', token, { ...open, policies: [[['p']]] }, 'incomparable'],
    ['a policy has the name of a scope', needs([['a']]), { ...token, policies: [[['a']]] }, 'incomparable'],
    ['a placeholder is written in another way', needs([['x:{id}']]), needs([['x:{input.id}']]), 'incomparable'],
    ['it is shut', needs([['a']]), needs([]), 'stronger'],
    ['it is opened again', needs([]), needs([['a']]), 'weaker'],
    ['two rules are shut', needs([]), needs([], [['a']]), 'same'],
  ])('when %s', (_what, before, after, change) => {
    expect(compareStrength(before, after)).toBe(change)
  })

  it('is what asking every caller finds', () => {
    const property = fc.property(terms, terms, (strong, weak) => {
      const every = callers.every((caller) => !meets(caller, strong) || meets(caller, weak))
      expect(isAtLeastAsStrong(strong, weak)).toBe(every)
    })
    fc.assert(property, { numRuns: 5_000 })
  })

  it('is found soon for wide requirements, and in doubt is not there', () => {
    const wide = (name: string) => needs(Array.from({ length: 20 }, (_, i) => [`${name}${i}`, `m${i}`, `n${i}`]))
    expect(compareStrength(wide('x'), wide('x'))).toBe('same')
    expect(compareStrength(wide('x'), needs(...wide('x').scopes, [['more']]))).toBe('stronger')
    expect(compareStrength(wide('x'), wide('y'))).toBe('incomparable')
  })

  it('is not concluded from some of too many minimal sets', () => {
    const many = needs(...Array.from({ length: 40 }, (_, i) => [[`a${i}`], [`b${i}`, `c${i}`]]))
    // Met by each of the smallest sets, and not by the one of every b and c.
    const pairs = needs(Array.from({ length: 20 }, (_, i) => [`a${2 * i}`, `a${2 * i + 1}`]))
    expect(isAtLeastAsStrong(many, pairs)).toBe(false)
    expect(isAtLeastAsStrong(many, needs([['a0'], ['b0']]))).toBe(true)
  })
})

function meets({ hasToken, scopes: held, holding }: Caller, { authenticated, scopes: asked, policies: lawful }: Terms): boolean {
  const isMet = (parts: Terms['scopes'], owned: readonly string[]) =>
    parts.every((any) => any.some((all) => all.every((name) => owned.includes(name))))
  return (hasToken || !authenticated) && isMet(asked, held) && isMet(lawful, holding)
}

function subsetsOf(names: readonly string[]): string[][] {
  return Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_name, index) => bits & (1 << index)))
}
