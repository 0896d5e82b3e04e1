import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers } from '../../src/scope/covers.ts'
import { intersect, isSubset, uncovered } from '../../src/scope/intersect.ts'
import { ScopeSet } from '../../src/scope/scope-set.ts'
import { growth, linearBound } from '../support/growth.ts'
import { concreteScope, grantedScope, grantedScopes } from './arbitraries.ts'

describe('intersect', () => {
  it.each([
    [['orders:read'], ['orders:read'], ['orders:read']],
    [['orders:read'], ['orders:write'], []],
    [['orders:*'], ['orders:read', 'users:read'], ['orders:read']],
    [['*'], ['b', 'a:*'], ['a:*', 'b']],
    [['*:read'], ['orders:*'], ['orders:read']],
    [['orders:*'], ['orders:*:own'], ['orders:*:own']],
    [['*:read:*'], ['orders:*'], ['orders:read:*']],
    [['a:*:c'], ['a:b:*'], ['a:b:c']],
    [['a:*', 'a:b'], ['a:*'], ['a:*']],
    [[], ['*'], []],
    [['a b', ''], ['*', 'a b', ''], []],
    [['x:*'], ['x:a*', 'x:**'], []],
  ])('of %j and %j is %j', (a, b, expected) => {
    expect(intersect(a, b)).toEqual(expected)
  })

  it('covers a concrete scope exactly when both lists do', () => {
    fc.assert(
      fc.property(grantedScopes, grantedScopes, concreteScope, (a, b, scope) => {
        return new ScopeSet(intersect(a, b)).covers(scope) === (new ScopeSet(a).covers(scope) && new ScopeSet(b).covers(scope))
      }),
      { numRuns: 5000 },
    )
  })

  it('covers a scope with wildcards exactly when both lists do', () => {
    fc.assert(
      fc.property(grantedScopes, grantedScopes, grantedScope, (a, b, scope) => {
        return new ScopeSet(intersect(a, b)).covers(scope) === (new ScopeSet(a).covers(scope) && new ScopeSet(b).covers(scope))
      }),
      { numRuns: 5000 },
    )
  })

  it('makes one scope or nothing of two', () => {
    fc.assert(
      fc.property(grantedScope, grantedScope, (a, b) => intersect([a], [b]).length <= 1),
      { numRuns: 2000 },
    )
  })

  it('never widens', () => {
    fc.assert(fc.property(grantedScopes, grantedScopes, (a, b) => isSubset(intersect(a, b), a) && isSubset(intersect(a, b), b)))
  })

  it('is the same both ways, and the same again', () => {
    fc.assert(
      fc.property(grantedScopes, grantedScopes, (a, b) => {
        const both = intersect(a, b)
        expect(intersect(b, a)).toEqual(both)
        expect(intersect(both, a)).toEqual(both)
      }),
    )
  })

  it('is sorted, and no member covers another', () => {
    fc.assert(
      fc.property(grantedScopes, grantedScopes, (a, b) => {
        const both = intersect(a, b)
        expect(both).toEqual([...both].sort())
        expect(both.filter((scope) => both.some((other) => other !== scope && covers(other, scope)))).toEqual([])
        expect(new Set(both).size).toBe(both.length)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['exact scopes', (index: number) => `app:n${index}:read`],
    ['the same wildcards', (index: number) => `app:n${index}:*`],
    ['wildcards in the middle', (index: number) => `app:*:n${index}`],
  ])('stays linear for 20,000 a side: %s', (_, scope) => {
    const ratio = growth((size) => {
      const a = Array.from({ length: size }, (_, index) => scope(index))
      const b = Array.from({ length: size }, (_, index) => scope(index + size / 2))
      return () => {
        if (intersect(a, b).length !== size / 2) throw new Error('wrong size')
      }
    })
    expect(ratio).toBeLessThan(linearBound)
  })
})

describe('intersect, of wildcards that all cross', () => {
  it.each<[string, (a: string[], b: string[]) => string[]]>([
    ['one way', (a, b) => intersect(a, b)],
    ['the other way', (a, b) => intersect(b, a)],
  ])('stays linear when one covers everything: %s', (_, work) => {
    const ratio = growth((size) => {
      const a = ['*', ...Array.from({ length: size }, (_, index) => `n${index}:*`)]
      const b = Array.from({ length: size }, (_, index) => `*:m${index}`)
      return () => {
        if (work(a, b).length !== size) throw new Error('wrong size')
      }
    })
    expect(ratio).toBeLessThan(linearBound)
  })
})

describe('isSubset', () => {
  it.each([
    [[], [], true],
    [['a'], [], false],
    [['a:b', 'a:c'], ['a:*'], true],
    [['a:b', 'b'], ['a:*'], false],
    [['a:*'], ['a:b', 'a:c'], false],
    [['a b'], ['*'], false],
  ])('of %j within %j is %j', (narrow, wide, expected) => {
    expect(isSubset(narrow, wide)).toBe(expected)
  })
})

describe('uncovered', () => {
  it('names what is missing, in the order asked', () => {
    expect(uncovered(['users:read', 'orders:read', 'keys:*'], ['orders:*', 'keys:read'])).toEqual(['users:read', 'keys:*'])
  })

  it('is empty exactly for a subset', () => {
    fc.assert(
      fc.property(
        grantedScopes,
        grantedScopes,
        (asked, granted) => (uncovered(asked, granted).length === 0) === isSubset(asked, granted),
      ),
    )
  })
})
