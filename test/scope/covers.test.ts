import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers } from '../../src/scope/covers.ts'
import { concreteScope, describes, grantedScope, witnesses } from './arbitraries.ts'

describe('covers', () => {
  it.each([
    ['orders:read', 'orders:read'],
    ['orders:*', 'orders:read'],
    ['orders:*', 'orders:read:own'],
    ['orders:*', 'orders:*:own'],
    ['orders:*', 'orders:*:*'],
    ['orders:*:own', 'orders:read:own'],
    ['*:read', 'orders:read'],
    ['*:*', 'orders:read:own'],
    ['*', 'orders'],
    ['*', '*'],
    ['*', '*:read'],
    ['__proto__:*', '__proto__:constructor'],
  ])('lets %s reach %s', (granted, required) => {
    expect(covers(granted, required)).toBe(true)
  })

  it.each([
    ['orders', 'orders:read'],
    ['orders:read', 'orders'],
    ['orders:*', 'orders'],
    ['orders:*', 'orders2:read'],
    ['orders:read', 'orders:readall'],
    ['orders:read', 'Orders:read'],
    ['orders:read', 'orders:*'],
    ['orders:*:*', 'orders:*'],
    ['orders:*:own', 'orders:read:all:own'],
    ['orders:*:own', 'orders:read'],
    ['orders:*:own', 'orders:*'],
    ['*:read', 'orders:write'],
    ['*:read', 'read'],
    ['*:*', 'orders'],
    ['*:*', '*'],
  ])('does not let %s reach %s', (granted, required) => {
    expect(covers(granted, required)).toBe(false)
  })

  it.each(['', ' ', 'a::b', 'a:', 'a*', 'a b', 'a'.repeat(257)])('lets nothing reach the malformed %j', (malformed) => {
    expect([covers('*', malformed), covers(malformed, malformed), covers(malformed, 'a')]).toEqual([false, false, false])
  })

  it('says of concrete scopes what a regular expression says', () => {
    fc.assert(
      fc.property(grantedScope, concreteScope, (granted, concrete) => covers(granted, concrete) === describes(granted, concrete)),
    )
  })

  it('is inclusion: everything the required scope describes, the granted one describes', () => {
    fc.assert(
      fc.property(grantedScope, grantedScope, (granted, required) => {
        const isIncluded = witnesses(required).every((witness) => describes(granted, witness))
        return covers(granted, required) === isIncluded
      }),
      { numRuns: 2000 },
    )
  })

  it('is reflexive', () => {
    fc.assert(fc.property(grantedScope, (scope) => covers(scope, scope)))
  })

  it('is transitive', () => {
    fc.assert(
      fc.property(grantedScope, grantedScope, grantedScope, (a, b, c) => !(covers(a, b) && covers(b, c)) || covers(a, c)),
      { numRuns: 2000 },
    )
  })

  it('goes both ways only between equals', () => {
    fc.assert(
      fc.property(grantedScope, grantedScope, (a, b) => !(covers(a, b) && covers(b, a)) || a === b),
      { numRuns: 2000 },
    )
  })

  it('never shrinks when a segment becomes a wildcard', () => {
    fc.assert(
      fc.property(grantedScope, grantedScope, fc.nat(3), (granted, required, position) => {
        const widened = granted.split(':').map((segment, index) => (index === position ? '*' : segment))
        return !covers(granted, required) || covers(widened.join(':'), required)
      }),
    )
  })
})
