import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers } from '../../src/scope/covers.ts'
import { expandImplied } from '../../src/scope/implied.ts'
import { growth, linearBound } from '../support/growth.ts'
import { concreteScope, grantedScopes } from './arbitraries.ts'

const implies = new Map([
  ['orders:admin', ['orders:write', 'audit:read']],
  ['orders:write', ['orders:read']],
  ['ring:a', ['ring:b']],
  ['ring:b', ['ring:c']],
  ['ring:c', ['ring:a']],
  ['wide', ['reports:*']],
  ['reports:all', ['files:read']],
])

describe('expandImplied', () => {
  it.each([
    ['nothing', [], []],
    ['a scope that implies nothing', ['other'], ['other']],
    ['what is implied through others', ['orders:admin'], ['audit:read', 'orders:admin', 'orders:read', 'orders:write']],
    ['a ring, once around', ['ring:b'], ['ring:a', 'ring:b', 'ring:c']],
    ['what a wildcard covers', ['orders:*'], ['audit:read', 'orders:*', 'orders:read', 'orders:write']],
    ['what an implied wildcard covers', ['wide'], ['files:read', 'reports:*', 'wide']],
    ['duplicates, once', ['other', 'other'], ['other']],
    ['names of Object.prototype', ['constructor', '__proto__'], ['__proto__', 'constructor']],
  ])('brings %s', (_, scopes, expected) => {
    expect(expandImplied(scopes, implies)).toEqual(expected)
  })

  const table = fc.array(fc.tuple(concreteScope, grantedScopes), { maxLength: 6 }).map((entries) => new Map(entries))

  it('is the least set that holds the scopes and all they imply', () => {
    fc.assert(
      fc.property(grantedScopes, table, (scopes, implied) => {
        const closure = new Set(scopes)
        for (let size = -1; size !== closure.size; ) {
          size = closure.size
          for (const [source, more] of implied) {
            if ([...closure].some((scope) => covers(scope, source))) for (const scope of more) closure.add(scope)
          }
        }
        expect(expandImplied(scopes, implied)).toEqual([...closure].sort())
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['a chain', (index: number) => [`n${index + 1}`], ['n0']],
    ['a wildcard over all', () => ['x'], ['*']],
    ['a wildcard from each', () => ['*'], ['n0']],
  ])('stays linear for 20,000 registered scopes: %s', (_, next, scopes) => {
    const ratio = growth((size) => {
      const long = new Map(Array.from({ length: size }, (_, index) => [`n${index}`, next(index)]))
      return () => expandImplied(scopes, long)
    })
    expect(ratio).toBeLessThan(linearBound)
  })
})
